import Execution
import Recordings
import Timelines

/// The moment that maps and walk look at.
struct Moment {
  /// The tables and registers then.
  let machine: Machine

  /// The moment before the step with the recording's number `step`; the first one for nil.
  ///
  /// Throws a `UsageError` if there is no such step.
  init(step: Int?, in timeline: Timeline) throws {
    guard let step else {
      machine = timeline.recording.start
      return
    }
    guard timeline.hasSteps else {
      throw UsageError("--step \(step): \(timeline.recording.name) is a dump, one moment: it has no steps")
    }
    let steps = timeline.recording.steps
    let index = steps.index(ofNumber: step)
    guard index < steps.count, steps.number(at: index) == step else {
      throw UsageError("--step \(step): no such step; the recording has \(timeline.stepRange)")
    }
    machine = timeline.machine(at: index)
  }
}
