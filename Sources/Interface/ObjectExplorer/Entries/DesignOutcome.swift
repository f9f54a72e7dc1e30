import Execution
package import Isolation
import PageTables
import Reports
package import ScenarioModel
import Timelines
import Verdicts

/// What a design does with one entry of the kernel, as the model runs it.
package struct DesignOutcome: Equatable, Sendable {
  /// The design.
  package let design: Design
  /// How often CR3 changes the space; nil if the design cannot run it.
  package let flips: Int?
  /// How many steps fault; nil if the design cannot run it.
  package let faults: Int?
  /// Why it flips, or need not; why it was not run.
  package let why: String

  /// Runs the scenario of an entry under all designs; `unknowns` is how many places of its code cannot be followed.
  package static func all(of scenario: Scenario, unknowns: Int) -> [DesignOutcome] {
    let setup = ScenarioRun.Setup(scenario)
    do throws(ScenarioError) {
      return try Comparison(of: setup).rows.map { row in
        switch row.outcome {
        case .refused(let reason): DesignOutcome(design: row.design, flips: nil, faults: nil, why: reason)
        case .counted(let tally): outcome(of: setup, tally, unknowns)
        }
      }
    } catch {
      return Design.all.map { DesignOutcome(design: $0, flips: nil, faults: nil, why: error.description) }
    }
  }

  private static func outcome(of setup: ScenarioRun.Setup, _ tally: Tally, _ unknowns: Int) -> DesignOutcome {
    var setup = setup
    setup.design = tally.design
    guard let run = try? ScenarioRun.record(setup) else {
      return DesignOutcome(design: tally.design, flips: nil, faults: tally.counts[.faults], why: "was not recorded")
    }
    let timeline = Timeline(run)
    return DesignOutcome(
      design: tally.design, flips: timeline.flips.count, faults: tally.counts[.faults],
      why: why(timeline, tally, unknowns))
  }

  /// The first flip with a reason, else what it means that there is none.
  private static func why(_ timeline: Timeline, _ tally: Tally, _ unknowns: Int) -> String {
    guard !timeline.flips.isEmpty else {
      if !tally.design.isSplit { return "one space: the kernel stays mapped while user code runs" }
      guard unknowns > 0 else { return "all that it needs is exposed" }
      return "all that can be seen is exposed; \(counted(unknowns, "place")) not followed"
    }
    let judge = Judge(timeline)
    for flip in timeline.flips {
      guard let reason = judge.reason(for: flip) else { continue }
      let name = "\(flip.from.name)>\(flip.to.name)"
      let access = reason.access
      return "\(name) at \(flip.site): \(verb(access)) \(access.place.name), \(reason.before.check.cause)"
    }
    return "flips at every entry"
  }

  private static func verb(_ access: AccessVerdict) -> String {
    switch access.access.kind {
    case .read: "reads"
    case .write: "writes"
    case .fetch: "runs"
    }
  }
}
