import Execution
import Isolation
import Recordings
import Timelines
import Verdicts

/// What a run has cost up to any of its steps: found once when a run is opened, asked by binary search.
struct CountsSoFar: Equatable, Sendable {
  /// The counts up to one step, itself included.
  struct Counts: Equatable, Sendable {
    /// CR3 writes, flushes and holds of siblings.
    let costs: RunningCounts.Counts
    /// Instructions that faulted.
    let faults: Int
    /// Kernel entries: syscalls, exceptions, interrupts, NMIs, but for those that the design itself causes.
    let events: Int
    /// For each attack, in their order, how often it began to reach something secret.
    let leaks: [Int]

    /// So many for each kernel entry, with one digit; "-" before the first.
    func rate(_ count: Int) -> String {
      guard events > 0 else { return "-" }
      let tenths = (count * 10 + events / 2) / events
      return "\(tenths / 10).\(tenths % 10)"
    }
  }

  private let costs: RunningCounts
  private var faults: [Int] = []
  private var events: [Int] = []
  private var leaks: [[Int]] = Attack.allCases.map { _ in [] }

  /// Goes over a run; a recording has nothing but its CR3 writes.
  init(_ judge: Judge) {
    let timeline = judge.timeline
    costs = RunningCounts(timeline)
    guard let run = timeline.run else { return }
    let steps = timeline.recording.steps
    events = timeline.events.filter { !$0.isOfDesign }.map(\.firstStep)
    let isFault = steps.notes.map { $0.flags.contains(.faults) }
    var moment = -1
    var open: Set<Attack> = []
    for index in 0..<steps.count {
      if let note = steps.noteIndex(at: index), isFault[note] { faults.append(index) }
      // Nothing begins to leak without another moment.
      guard run.momentIndex(at: index) != moment else { continue }
      moment = run.momentIndex(at: index)
      let now = Set(judge.leaks(at: index).successful)
      for (position, attack) in Attack.allCases.enumerated() where now.contains(attack) && !open.contains(attack) {
        leaks[position].append(index)
      }
      open = now
    }
  }

  /// The counts up to a step, itself included.
  func counts(at step: Int) -> Counts {
    func count(_ steps: [Int]) -> Int { steps.partitionPoint { $0 <= step } }
    return Counts(costs: costs.through(step), faults: count(faults), events: count(events), leaks: leaks.map(count))
  }

  /// The steps up to and with `step` from which on siblings were held.
  func syncs(through step: Int) -> [Int] { costs.syncs.filter { $0 <= step } }

  /// The steps up to and with `step` whose CR3 write flushes.
  func flushes(through step: Int) -> [Int] { costs.flushes.filter { $0 <= step } }
}
