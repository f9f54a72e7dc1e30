import Execution
import Isolation
import PageTables
import Recordings
import Timelines

/// What user code could read by Meltdown in a recording: for each root under which it runs, at each version of the tables.
struct MeltdownLabels {
  private struct Moment: Hashable {
    let root: FrameNumber
    let version: Int
  }

  private var labels: [Moment: [String]] = [:]
  /// Whether all moments were looked at.
  private(set) var isComplete = true

  /// How many mappings, and tables that count for eight, are looked at before the rest is given up: some seconds.
  private static let budget = 1 << 23

  /// Looks at the tables of a recording, and at nothing for a scenario, whose labels its run knows.
  init(_ timeline: Timeline) {
    guard timeline.run == nil, timeline.recording.hasTables else { return }
    var budget = Self.budget
    var asked: Set<Moment> = []
    for index in 0..<timeline.count {
      let machine = timeline.recording.start
      let isUser = (timeline.hasSteps ? timeline.recording.steps.cpl(at: index) : machine.cpl) == 3
      guard isUser, let space = timeline.space(at: index) else { continue }
      let moment = Moment(root: space.cr3.root, version: timeline.memoryVersion(at: index))
      guard asked.insert(moment).inserted else { continue }
      guard budget > 0 else {
        isComplete = false
        return
      }
      let rule = MeltdownRule(
        memory: timeline.memory(at: index), controls: machine.controls.with(cr3: space.cr3))
      budget -= rule.cost
      labels[moment] = rule.labels
    }
  }

  /// The labels under a root at a version of the tables; nil if nobody can tell.
  subscript(root: FrameNumber, version: Int) -> [String]? { labels[Moment(root: root, version: version)] }
}
