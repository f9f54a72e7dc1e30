package import Isolation
import PageTables

/// A scenario that was run for its numbers alone: no step is kept, so that it can have many millions of them.
///
/// An event that begins in a state in which the same one began before does the same again: it is not run a second
/// time. Workloads repeat themselves, so that most events cost a look-up.
package struct ScenarioCount: Sendable {
  /// What was run, and how.
  package let setup: ScenarioRun.Setup
  /// What it did.
  package let counts: RunCounts
  /// Every moment that appears, in the order of `counts.momentSteps`.
  package let moments: [Moment]
  /// Why the run ended.
  package let halt: System.Halt

  private let kernel: Kernel

  /// More steps than this are not made, those of repeated events not counted.
  package static let stepLimit = 8_000_000

  /// Runs a scenario. Throws if it names what is not there, or its switches make no sense.
  package init(_ setup: ScenarioRun.Setup) throws(ScenarioError) {
    for injection in setup.injections { try setup.scenario.check(injection.event) }
    let kernel = try Kernel(setup.scenario, design: setup.design, settings: setup.settings)
    var counting = Counting(Engine(kernel, injections: setup.injections, counter: StepCounter()))
    counting.run()
    self.setup = setup
    self.kernel = kernel
    counts = counting.total
    moments = counting.engine.recorder.moments
    halt = counting.engine.system.halt ?? .stopped("the run was stopped after \(Self.stepLimit) steps")
  }

  /// The labels of what a space of a process maps.
  package func mappedLabels(process: Int, spaceKind: SpaceKind) -> LabelSet {
    kernel.mapped[process][spaceKind] ?? []
  }
}

/// Runs an engine from event to event, and remembers what each did.
private struct Counting {
  /// Everything that decides what an event does, but for the event.
  struct State: Hashable {
    var system: System
    let memory: StepCounter.Memory

    /// Few states differ in more than this.
    func hash(into hasher: inout Hasher) {
      hasher.combine(system.cpu.cr3.rawValue)
      hasher.combine(system.cpu.current)
      hasher.combine(system.cpu.tlb.count)
      hasher.combine(memory)
    }
  }

  /// What an event did that began in a state.
  struct Outcome {
    let end: Int
    let from: RunCounts
    let to: RunCounts
    var times = 0
  }

  struct Key: Hashable {
    let state: Int
    let event: Int
  }

  var engine: Engine
  private(set) var total = RunCounts()
  private var states: [State] = []
  private var numbers: [State: Int] = [:]
  private var outcomes: [Key: Outcome] = [:]
  /// For each of the CPU's events the number of the first that is equal.
  private let kinds: [Int]

  /// More states are not kept.
  private static let stateLimit = 4096

  init(_ engine: Engine) {
    self.engine = engine
    var first: [ScenarioEvent: Int] = [:]
    kinds = engine.kernel.events[0].enumerated().map { index, event in
      defer { if first[event] == nil { first[event] = index } }
      return first[event] ?? index
    }
  }

  mutating func run() {
    let repeats = engine.injections.isEmpty
    while engine.system.halt == nil && engine.number < ScenarioCount.stepLimit {
      if repeats, engine.isAtRest(), let state = number(of: engine) { runEvents(from: state) } else { engine.step() }
    }
    total.add(engine.recorder.counter?.counts ?? RunCounts(), since: RunCounts(), times: 1)
    for outcome in outcomes.values { total.add(outcome.to, since: outcome.from, times: outcome.times) }
  }

  /// Runs event after event, from a state whose number is known, until one is new or none is left.
  private mutating func runEvents(from start: Int) {
    var state = start
    var next = engine.system.cpu.nextEvent
    while next < kinds.count, let outcome = outcomes[Key(state: state, event: kinds[next])] {
      outcomes[Key(state: state, event: kinds[next])]?.times += 1
      state = outcome.end
      next += 1
    }
    engine.system = states[state].system
    engine.system.cpu.nextEvent = next
    engine.recorder.counter?.memory = states[state].memory
    engine.resetWalker()
    guard next < kinds.count else { return engine.step() }
    let from = engine.recorder.counter?.counts ?? RunCounts()
    repeat {
      engine.step()
    } while engine.system.halt == nil && !engine.isAtRest()
      && engine.number < ScenarioCount.stepLimit
    guard engine.system.halt == nil, engine.isAtRest(), let end = number(of: engine) else { return }
    // Several events may have run: one that does nothing leaves no step between.
    guard engine.system.cpu.nextEvent == next + 1 else { return }
    outcomes[Key(state: state, event: kinds[next])] = Outcome(
      end: end, from: from, to: engine.recorder.counter?.counts ?? RunCounts())
  }

  /// The number of the state that the engine is in; nil if there are too many.
  private mutating func number(of engine: Engine) -> Int? {
    var system = engine.system
    system.cpu.nextEvent = 0
    // Nothing waits for an instruction of these frames, so that nobody asks of which events they are.
    for thread in system.threads.indices {
      for frame in system.threads[thread].frames.indices { system.threads[thread].frames[frame].event = -1 }
    }
    let state = State(system: system, memory: engine.recorder.counter?.memory ?? StepCounter.Memory())
    if let number = numbers[state] { return number }
    guard states.count < Self.stateLimit else { return nil }
    states.append(state)
    numbers[state] = states.count - 1
    return states.count - 1
  }
}
