package import Diagnostics
import Dispatch
package import Execution
package import Isolation
package import ScenarioModel
import Synchronization

/// Designs side by side on the same events.
package struct Comparison: Equatable, Sendable {
  /// What is known of one design.
  package enum Outcome: Equatable, Sendable {
    /// It was run.
    case counted(Tally)
    /// The scenario cannot be run under it, and why.
    case refused(String)
  }

  /// One design.
  package struct Row: Equatable, Sendable {
    /// The design.
    package let design: Design
    /// What came of it.
    package let outcome: Outcome

    /// Its counts; nil if it was not run.
    package var tally: Tally? { if case .counted(let tally) = outcome { tally } else { nil } }
  }

  /// The kernel entries of the scenario itself, without those that a design causes.
  package let events: Int
  /// Whether the space that unified shares between user code and the kernel maps what its user must not know.
  package let exposesSecrets: Bool
  /// The designs, in the order in which they were asked for.
  package let rows: [Row]

  /// Runs a scenario under each of `designs`, on all processors at once; its own design does not matter.
  ///
  /// `progress` is told how many events have begun under all of them together. If it ends the work, the result has
  /// the counts until then and says so.
  ///
  /// One with a single space is run even if nobody asked for it: its entries are those of the scenario. Throws if
  /// the scenario runs under none of `designs`: why not under the first.
  package init(of setup: ScenarioRun.Setup, designs: [Design] = Design.all, progress: WorkProgress = .unwatched)
    throws(ScenarioError)
  {
    let plain = (designs + Design.all).filter { !$0.isSplit }
    let jobs = designs + (designs.contains { plain.contains($0) } ? [] : plain.prefix(1))
    let results = Self.run(setup, under: jobs, progress)
    let scope = setup.scenario.scope
    let shared = Design.standard.mappedClasses(.exposed, scope: scope, settings: setup.settings)
    exposesSecrets = !shared.isSubset(of: scope.allowedClasses)
    rows = zip(designs, results).map { design, result in
      switch result {
      case .success(let tally): Row(design: design, outcome: .counted(tally))
      case .failure(let error): Row(design: design, outcome: .refused(error.description))
      }
    }
    if case .failure(let error)? = results.prefix(designs.count).first, rows.allSatisfy({ $0.tally == nil }) {
      throw error
    }
    let tallies = results.compactMap { try? $0.get() }
    func own(_ tally: Tally) -> Int { tally.counts[.kernelEntries] - tally.counts[.designEntries] }
    events = tallies.first { plain.contains($0.design) }.map(own) ?? tallies.map(own).max() ?? 0
  }

  private static func run(
    _ setup: ScenarioRun.Setup, under designs: [Design], _ progress: WorkProgress
  ) -> [Result<Tally, ScenarioError>] {
    let done = Mutex([Int](repeating: 0, count: designs.count))
    let results = Mutex<[Int: Result<Tally, ScenarioError>]>([:])
    DispatchQueue.concurrentPerform(iterations: designs.count) { number in
      var setup = setup
      setup.design = designs[number]
      let own = WorkProgress { events, all in
        let sum = done.withLock { done in
          done[number] = events
          return done.reduce(0, +)
        }
        return progress.reached(sum, of: all * designs.count)
      }
      let result = tally(of: setup, own)
      results.withLock { $0[number] = result }
    }
    let found = results.withLock { $0 }
    return designs.indices.compactMap { found[$0] }
  }

  private static func tally(of setup: ScenarioRun.Setup, _ progress: WorkProgress) -> Result<Tally, ScenarioError> {
    do throws(ScenarioError) {
      return .success(Tally(try ScenarioCount(setup, progress: progress)))
    } catch {
      return .failure(error)
    }
  }
}
