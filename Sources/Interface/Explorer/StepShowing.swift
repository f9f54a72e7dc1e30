package import Execution
package import Isolation
package import Recordings
package import Timelines

/// What shows a step of a timeline, and what can be said of the step alone: the explorer, and its panes.
package protocol StepShowing {
  /// What is explored.
  var timeline: Timeline { get }
  /// The index of the step.
  var step: Int { get }
}

extension StepShowing {
  /// What is known of the run, if this is a scenario.
  package var run: ScenarioRun? { timeline.run }

  /// The active space; nil for a CR3 that no space has.
  package var space: Space? { timeline.space(at: step) }

  /// The spaces of the current process, the user half first.
  package var processSpaces: [Space] {
    let process = space?.process ?? timeline.spaces.all.first?.process ?? 0
    return timeline.spaces.all.filter { $0.process == process }
  }

  /// The machine before the current step.
  package var machine: Machine { timeline.machine(at: step) }

  /// The flip at the current step, or the last one before it on the same CPU.
  package var lastFlip: Flip? {
    let position = timeline.flips.partitionPoint { $0.step <= step }
    guard run?.hasSibling ?? false else { return position > 0 ? timeline.flips[position - 1] : nil }
    let cpu = timeline.cpu(at: step)
    return timeline.flips[..<position].last { timeline.cpu(at: $0.step) == cpu }
  }

  /// The recording's own number of a step.
  package func stepNumber(_ index: Int) -> Int {
    timeline.hasSteps ? timeline.recording.steps.number(at: index) : 0
  }
}
