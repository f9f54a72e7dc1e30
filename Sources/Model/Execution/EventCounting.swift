import Diagnostics
import Isolation
import KernelCode

/// Runs an engine from event to event, and remembers what each did.
///
///     state 7 --(CPU 0 begins `read`; CPU 1 begins nothing, but has more)--> state 3, with what was counted
///     state 3 --(CPU 1 begins `read`; ...)--> state 7
///
/// A state is all of the system behind a step in which an event began, on whichever CPU and whatever is still going on;
/// how many events have begun is no part of it. What comes from there to the next such step is decided by the state, by
/// the events that begin until then, and by whether each CPU has further ones: nothing else is asked of what is ahead.
struct EventCounting {
  private(set) var engine: Engine
  /// What the run did; known when it has ended.
  private(set) var total = RunCounts()
  /// How many steps were really made.
  private(set) var stepsMade = 0

  /// Whether the run was ended since nobody wanted it to go on.
  private(set) var isInterrupted = false

  private let progress: WorkProgress
  private var known: KnownOutcomes
  /// How much of states may be looked at: more with every step, so that it costs no more than the steps do.
  private var credit = 1 << 20
  /// Steps, and repeated events, since the last look.
  private var sinceLook = 0

  /// How many steps, or repeated events, pass between two looks whether to go on.
  private static let lookDistance = 4096
  /// What is compared in the time of a step: so many times 64 bytes.
  private static let creditOfStep = 64

  /// Counts what an engine does, and keeps what takes about `memory`, 64 bytes each.
  init(_ engine: Engine, memory: Int, progress: WorkProgress) {
    self.engine = engine
    self.progress = progress
    known = KnownOutcomes(engine.kernel.events, limit: memory)
  }

  /// Runs to the end, to the limit, or until nobody wants it to go on.
  mutating func run(stepLimit: Int) {
    var state: Int?
    while engine.system.halt == nil && stepsMade < stepLimit {
      if known.isFull {
        known.settle(in: &total)
        state = nil
      }
      if let number = state { state = repeatEvents(from: number) }
      if engine.system.halt == nil { state = runToNextEvent(from: state, stepLimit: stepLimit) }
    }
    known.settle(in: &total)
    if let counter = engine.recorder.counter { total.add(counter.counts) }
  }

  /// Makes steps until an event has begun; gives the number of the state then, and remembers what was done.
  private mutating func runToNextEvent(from start: Int?, stepLimit: Int) -> Int? {
    let begun = engine.begun
    let injected = engine.nextInjection
    let number = engine.number
    let counts = engine.recorder.counter?.counts ?? RunCounts()
    engine.recorder.counter?.startPart()
    repeat {
      let made = engine.makeSteps(atMost: min(Self.lookDistance, stepLimit - stepsMade), beginning: begun)
      stepsMade += made
      look(after: made)
    } while engine.system.halt == nil && engine.begun == begun && stepsMade < stepLimit
    credit += (engine.number - number) * Self.creditOfStep
    guard engine.system.halt == nil, stepsMade < stepLimit, let end = currentState() else { return nil }
    // What is put in comes but once; and several events have begun on a CPU if one did nothing.
    guard let start, engine.nextInjection == injected,
      let cpus = BeginningCPUs(from: begun, to: engine.begun),
      let counter = engine.recorder.counter, counter.part.count <= StepCounter.partLimit
    else { return end }
    let part = RunCounts.Part(from: counts, to: counter.counts, moments: counter.part)
    known.add(.init(end: end, part: part), from: start, begun: begun, by: cpus)
    return end
  }

  /// Counts again what was done before, event after event, until something is new; gives the state then.
  private mutating func repeatEvents(from start: Int) -> Int {
    var state = start
    var begun = engine.begun
    let isLast = engine.nextInjection == engine.injections.count
    let limit = isLast ? Int.max : engine.injections[engine.nextInjection].step
    while engine.system.halt == nil, let next = known.repeatEvent(from: state, &begun, until: limit - engine.number) {
      engine.number += next.steps
      state = next.end
      look(after: 1, begun)
    }
    guard begun != engine.begun else { return state }
    let halt = engine.system.halt
    engine.goOn(from: known.states[state], begun: begun)
    engine.system.halt = halt
    return state
  }

  /// The number of the state that the engine is in; nil if to find out would take longer than the steps did.
  private mutating func currentState() -> Int? {
    let size = CountingState.size(of: engine)
    guard credit >= size else { return nil }
    credit -= size
    return known.number(of: CountingState(engine), size: size)
  }

  /// Tells what is done, now and then, and ends the run if nobody wants it.
  private mutating func look(after count: Int, _ begun: EventsBegun? = nil) {
    sinceLook += count
    guard sinceLook >= Self.lookDistance else { return }
    sinceLook = 0
    guard engine.system.halt == nil else { return }
    engine.halt(unless: progress, begun: begun)
    isInterrupted = engine.system.halt != nil
  }
}
