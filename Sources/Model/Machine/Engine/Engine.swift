import Isolation
import PageTables

/// Runs a kernel from one step to the next.
///
/// Everything that changes is in `system`; the same system and the same events ahead give the same steps.
struct Engine {
  let kernel: Kernel
  var system: System
  var recorder: StepRecorder
  /// What is put in before the step of a number, besides the scenario; by that number, ascending.
  let injections: [Injection]

  /// Walks with the loaded CR3 and memory.
  var walker: Walker<SparseMemory>
  /// The number of the next step.
  var number = 0
  private var nextInjection = 0

  /// Starts at the scenario's beginning; `injections` ascend by their steps.
  init(_ kernel: Kernel, injections: [Injection] = []) {
    self.init(kernel, injections: injections, at: Keyframe(number: 0, nextInjection: 0, system: System(kernel)))
  }

  /// Goes on from a moment that was kept.
  init(_ kernel: Kernel, injections: [Injection], at keyframe: Keyframe) {
    self.kernel = kernel
    self.injections = injections
    system = keyframe.system
    number = keyframe.number
    nextInjection = keyframe.nextInjection
    recorder = StepRecorder(kernel)
    walker = Walker(memory: system.memory, controls: kernel.controls.with(cr3: system.cr3))
  }

  /// A moment to go on from.
  var keyframe: Keyframe { Keyframe(number: number, nextInjection: nextInjection, system: system) }

  /// Runs one step; does nothing once the run has halted.
  mutating func step() {
    assert(violation == nil, "\(violation ?? "") before step \(number) of \(kernel.scenario.name)")
    while system.halt == nil {
      let frame = system.frame
      let operations = kernel.programs[frame.program].operations
      guard frame.next < operations.count else {
        endProgram(frame)
        continue
      }
      if frame.kind == .base && frame.next == 0 && isUserThread {
        if beginHeldInterrupt() || beginNextEvent() { continue }
        return finish(operations[0])
      }
      let operation = operations[frame.next]
      guard holds(operation.condition, frame), !isForgotten(operation, frame) else {
        system.frame.next += 1
        continue
      }
      if beginHeldInterrupt() { continue }
      if let event = dueEvent(before: operation) {
        if isHeld(event) { system.held.append(event) } else { begin(event) }
        continue
      }
      return execute(operation)
    }
  }

  /// Lets come what has waited, if it can now.
  private mutating func beginHeldInterrupt() -> Bool {
    guard let index = system.held.firstIndex(where: { canCome($0) }) else { return false }
    begin(system.held.remove(at: index))
    return true
  }

  /// Whether an interrupt can come, by EFLAGS.IF, or an NMI, by whether one is handled.
  private func canCome(_ event: ScenarioEvent) -> Bool {
    switch event.kind {
    case .nmi: !handlesNMI
    case .interrupt(let name) where kernel.entry(name, .interrupt) != nil: system.interruptsOn
    default: true
    }
  }

  /// Whether an NMI has come and its IRET has not: the processor holds the next one until then.
  private var handlesNMI: Bool {
    system.threads[system.current].frames.contains { frame in
      if case .entry(let index) = frame.kind { kernel.entries[index].point.kind == .nmi } else { false }
    }
  }

  /// Whether the running thread has user code.
  var isUserThread: Bool { kernel.scenario.threads[system.current].process != nil }

  private mutating func endProgram(_ frame: Frame) {
    guard frame.kind == .base else {
      system.threads[system.current].frames.removeLast()
      if frame.program == kernel.schedule.program { system.interruptsOn = frame.interruptsWereOn }
      return
    }
    // A kernel thread has done its work once; something happens, and it begins again.
    system.frame.next = 0
    if !beginNextEvent(), let last = kernel.programs[frame.program].operations.last { finish(last) }
  }

  private mutating func finish(_ operation: Operation) {
    record(operation, moment, .last)
    system.halt = .done
  }

  /// What happens before this instruction: what was put in, or what waited for it.
  private mutating func dueEvent(before operation: Operation) -> ScenarioEvent? {
    if nextInjection < injections.count, injections[nextInjection].step <= number {
      nextInjection += 1
      return injections[nextInjection - 1].event
    }
    guard !system.triggers.isEmpty else { return nil }
    let symbol = recorder.steps.sites[operation.site].symbol
    let bare = symbol.prefix { $0 != "+" }
    let event = system.frame.event
    guard
      let index = system.triggers.firstIndex(where: { ($0.at == symbol || $0.at == bare) && $0.depth == event })
    else { return nil }
    return system.triggers.remove(at: index).event
  }

  /// Whether an event has to wait.
  ///
  /// An interrupt that a scenario puts into the function of a handler comes there: handlers may switch interrupts
  /// on, as softirqs do. Entry code, the scheduler and an NMI's handler may not.
  private func isHeld(_ event: ScenarioEvent) -> Bool {
    guard !canCome(event) else { return false }
    if case .nmi = event.kind { return true }
    let frame = system.frame
    return frame.kind != .call || frame.program == kernel.schedule.program || handlesNMI
  }

  /// Whether a condition holds now.
  private func holds(_ condition: Operation.Condition, _ frame: Frame) -> Bool {
    switch condition {
    case .always: true
    case .inPrivate: system.spaceKind == .private
    case .inExposed: system.spaceKind == .exposed
    case .leftExposed:
      frame.savedCR3.isUserHalf && system.spaceKind == .private && frame.fault != .missingGate
    case .passedGate: frame.passedGate && system.spaceKind == .private
    case .clearOwed: frame.owesClear
    case .needsGate: system.spaceKind == .exposed && (isPrivate(frame) || frame.fault == .missingGate)
    case .switchesMM: pickedProcess(frame).map { $0 != system.loadedProcess } ?? false
    case .fatalFault: isFatal(frame.fault)
    case .passedFault: frame.fault == .missingGate && !isFatal(frame.fault)
    case .handled: frame.fault != .missingGate && !isFatal(frame.fault)
    }
  }

  /// The bug of a scenario: an exit whose flip is not there.
  private func isForgotten(_ operation: Operation, _ frame: Frame) -> Bool {
    guard frame.missesExitFlip, case .flip(let id) = operation.effect else { return false }
    return id == .sysretExit || id == .iretExit
  }

  private func isFatal(_ fault: Frame.Fault) -> Bool {
    switch fault {
    case .badPointer: true
    case .missingGate: kernel.settings.faults == .strict
    case .none, .demand, .badAccess, .missedFlip, .delivery: false
    }
  }

  private func isPrivate(_ frame: Frame) -> Bool {
    if case .entry(let index) = frame.kind { kernel.entries[index].isPrivate } else { false }
  }

  /// The process of the thread that a scheduler's frame is about to run.
  func pickedProcess(_ frame: Frame) -> Int? {
    frame.picked.flatMap { kernel.scenario.threads[$0].process }
  }
}
