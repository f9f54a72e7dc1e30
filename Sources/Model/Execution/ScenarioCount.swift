package import Diagnostics
package import Isolation
import KernelCode
import PageTables
package import ScenarioModel

/// A scenario that was run for its numbers alone: no step is kept, so that it can have many millions of them.
///
/// Workloads repeat themselves: what was done before from the same state and with the same events ahead is not run a
/// second time but counted again, so that most events cost a look-up. See ``EventCounting``.
package struct ScenarioCount: Sendable {
  /// What was run, and how.
  package let setup: ScenarioRun.Setup
  /// What it did.
  package let counts: RunCounts
  /// Every moment that appears, in the order of `counts.momentSteps`.
  package let moments: [Moment]
  /// Why the run ended.
  package let halt: System.Halt
  /// How many steps were really made: no more than there are, and far fewer if events repeat themselves.
  package let stepsMade: Int

  private let kernel: Kernel

  /// More steps than this are not made, those of repeated events not counted.
  package static let stepLimit = 2_000_000

  /// What is kept of what was done takes no more than this, 64 bytes each.
  package static let memoryLimit = 500_000

  /// Runs a scenario; `progress` is told how many of its events have begun. Throws if the scenario names what is not
  /// there, or its switches make no sense.
  ///
  /// Whatever `memory` is, 64 bytes each, what is counted is the same; with 0 every step is made.
  package init(
    _ setup: ScenarioRun.Setup, memory: Int = memoryLimit, progress: WorkProgress = .unwatched
  ) throws(ScenarioError) {
    for injection in setup.injections { try setup.scenario.check(injection.event) }
    var kernel = try Kernel(setup.scenario, design: setup.design, settings: setup.settings)
    if setup.injections.contains(where: { Kernel.lacksFlip($0.event) }) { kernel.lacksFlip = true }
    func counting(_ kernel: Kernel) -> EventCounting {
      var counting = EventCounting(
        Engine(kernel, injections: setup.injections, counter: StepCounter()), memory: memory, progress: progress)
      counting.run(stepLimit: Self.stepLimit)
      return counting
    }
    var result = counting(memory > 0 ? kernel.sharingWork() ?? kernel : kernel)
    // Why the kernel stopped may name the system call that met it.
    if case .stopped = result.engine.system.halt, !result.isInterrupted { result = counting(kernel) }
    self.setup = setup
    self.kernel = kernel
    counts = result.total
    moments = result.engine.recorder.moments
    halt = result.engine.system.halt ?? .stopped("the run was stopped after \(Self.stepLimit) steps")
    stepsMade = result.stepsMade
  }

  /// The labels of what a space of a process maps.
  package func mappedLabels(process: Int, spaceKind: SpaceKind) -> LabelSet {
    kernel.mapped[process][spaceKind] ?? []
  }
}
