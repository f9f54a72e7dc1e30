package import Diagnostics
package import Isolation
import KernelCode
import PageTables
package import Recordings
import ScenarioMemory
package import ScenarioModel

/// A scenario that was run under one design: what a recording of it knows beyond its steps.
package final class ScenarioRun: Sendable {
  /// What is run, and how.
  package struct Setup: Equatable, Sendable {
    /// The kernel, the threads and the events.
    package var scenario: Scenario
    /// The design.
    package var design: Design
    /// The switches.
    package var settings: Settings
    /// What was put in, ascending by step.
    package var injections: [Injection] = []

    /// As the scenario opens.
    package init(_ scenario: Scenario) {
      self.scenario = scenario
      design = scenario.design
      settings = scenario.settings
    }
  }

  /// More steps than this are not run; the recording says so.
  package static let stepLimit = 1_000_000

  /// What was run.
  package let setup: Setup
  /// The machine at time 0 and the steps that the run made.
  package let recording: Recording
  /// The spaces of all processes.
  package let spaces: Spaces
  /// All kernel entries, in order.
  package let events: [KernelEvent]
  /// For each step the position of its event in `events`; -1 for none.
  package let membership: [Int32]
  /// Whether the core has a second thread.
  package var hasSibling: Bool { kernel.firstThreadOfSibling != nil }
  /// The broken invariants, at most eight.
  package let violations: [Violation]
  /// Why the run ended.
  package let halt: System.Halt

  private let kernel: Kernel
  private let moments: [Moment]
  private let momentIndices: [UInt32]
  private let keyframes: [Keyframe]

  private init(_ setup: Setup, engine: Engine, keyframes: [Keyframe], start: System) {
    self.setup = setup
    kernel = engine.kernel
    spaces = Self.spaces(of: setup)
    events = engine.recorder.events
    membership = engine.recorder.membership
    moments = engine.recorder.moments
    momentIndices = engine.recorder.momentIndices
    halt = engine.system.halt ?? .stopped("the run was stopped after \(Self.stepLimit) steps")
    violations = engine.violations
    self.keyframes = keyframes
    var recording = Recording(
      name: setup.scenario.name,
      start: Machine(
        controls: kernel.controls.with(cr3: start.cpu.cr3), cpl: start.cpu.cpl,
        rip: VirtualAddress(0), memory: start.memory),
      hasTables: true, steps: engine.recorder.steps, tableWrites: engine.recorder.tableWrites)
    recording.notices = setup.scenario.notices + Self.notices(halt, engine.recorder, violations)
    self.recording = recording
  }

  /// Why the run ended early, what never came in it, and what was broken.
  private static func notices(_ halt: System.Halt, _ recorder: StepRecorder, _ violations: [Violation]) -> [Notice] {
    var texts: [String] = []
    if case .stopped(let reason) = halt { texts.append("the run ends early: \(reason)") }
    texts += recorder.missed
    if recorder.missedCount > recorder.missed.count {
      texts.append("\(recorder.missedCount - recorder.missed.count) more events never came")
    }
    texts += violations.map { "broken before step \($0.step): \($0.text)" }
    return texts.map { Notice(.warning, $0) }
  }

  /// Runs a scenario; `progress` is told how many of its events have begun. Throws if it names what is not there, or
  /// its switches make no sense.
  package static func record(
    _ setup: Setup, progress: WorkProgress = .unwatched
  ) throws(ScenarioError) -> ScenarioRun {
    for injection in setup.injections { try setup.scenario.check(injection.event) }
    var kernel = try Kernel(setup.scenario, design: setup.design, settings: setup.settings)
    if setup.injections.contains(where: { Kernel.lacksFlip($0.event) }) { kernel.lacksFlip = true }
    var engine = Engine(kernel, injections: setup.injections)
    let start = engine.system
    var keyframes: [Keyframe] = []
    while engine.system.halt == nil && engine.number < stepLimit {
      if engine.number % Keyframe.distance == 0 && keyframes.count <= engine.number / Keyframe.distance {
        keyframes.append(engine.keyframe)
      }
      engine.step()
      guard engine.number % Keyframe.distance == 0 else { continue }
      engine.halt(unless: progress)
    }
    return ScenarioRun(setup, engine: engine, keyframes: keyframes, start: start)
  }

  /// The invariant that is broken before the step at `index`; nil if none is, or if an earlier step has reported it.
  package func violation(at index: Int) -> Violation? { violations.first { $0.step == index } }

  /// About how many bytes the kernel takes that was assembled for it, beside the steps.
  package var kernelSize: Int { kernel.programs.reduce(0) { $0 + $1.operations.count } * 256 }

  /// The index of the last step.
  package var lastStep: Int { momentIndices.count - 1 }

  /// What decides who could read what before the step at `index`.
  package func moment(at index: Int) -> Moment { moments[Int(momentIndices[index])] }

  /// The position of a step's moment among all that differ.
  package func momentIndex(at index: Int) -> Int { Int(momentIndices[index]) }

  /// How many different moments there are.
  package var momentCount: Int { moments.count }

  /// A moment by its position.
  package func moment(_ position: Int) -> Moment { moments[position] }

  /// The labels of what a half of a process maps.
  package func mappedLabels(process: Int, spaceKind: SpaceKind) -> LabelSet { kernel.mapped[process][spaceKind] ?? [] }

  /// The system before the step at `index`, with the turn at the CPU that makes it, run again from the nearest keyframe.
  package func system(at index: Int) -> System {
    let number = min(max(index, 0), max(momentIndices.count - 1, 0))
    let keyframe = keyframes[min(number / Keyframe.distance, keyframes.count - 1)]
    var engine = Engine(kernel, injections: setup.injections, at: keyframe)
    while engine.number < number && engine.system.halt == nil { engine.step() }
    if engine.system.cpu.number != moment(at: number).cpu.number { engine.system.swapCPUs() }
    return engine.system
  }

  /// Whether an NMI has come and its IRET has not before the step at `index`: the next one waits for that.
  package func handlesNMI(at index: Int) -> Bool {
    // Most runs have no NMI, and need not be run again for that.
    guard events.contains(where: { $0.kind == .nmi && $0.firstStep <= index }) else { return false }
    return system(at: index).handlesNMI(kernel)
  }

  private static func spaces(of setup: Setup) -> Spaces {
    let processes = (0..<setup.scenario.processCount).map { process in
      setup.design.spaceKinds.map { spaceKind in
        Space(
          name: setup.design.spaceName(spaceKind), letter: setup.design.letter(spaceKind),
          cr3: CR3(ScenarioTables.root(of: process, spaceKind, setup.design).address.rawValue), process: process)
      }
    }
    return Spaces(design: setup.design, ofProcesses: processes)
  }
}
