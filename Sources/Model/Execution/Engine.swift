import Isolation
import KernelCode
import PageTables
import Recordings
import ScenarioModel

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
  /// The broken invariants so far, the first of each kind.
  private(set) var violations: [Violation] = []
  /// How many of the injections have happened.
  private(set) var nextInjection = 0

  /// Starts at the scenario's beginning; `injections` ascend by their steps.
  /// With a `counter` no step is kept.
  init(_ kernel: Kernel, injections: [Injection] = [], counter: StepCounter? = nil) {
    self.init(kernel, injections: injections, at: Keyframe(number: 0, nextInjection: 0, system: System(kernel)))
    if counter != nil { recorder = StepRecorder(kernel, counter: counter) }
  }

  /// Goes on from a moment that was kept.
  init(_ kernel: Kernel, injections: [Injection], at keyframe: Keyframe) {
    self.kernel = kernel
    self.injections = injections
    system = keyframe.system
    number = keyframe.number
    nextInjection = keyframe.nextInjection
    recorder = StepRecorder(kernel)
    walker = Walker(memory: system.memory, controls: kernel.controls.with(cr3: system.cpu.cr3))
  }

  /// A moment to go on from.
  var keyframe: Keyframe { Keyframe(number: number, nextInjection: nextInjection, system: system) }

  /// Runs one step; does nothing once the run has halted.
  ///
  /// The two CPUs of a core take turns, an instruction each; one that has nothing to do, or is held, is passed over.
  mutating func step() {
    noteViolation()
    let first = advance()
    guard system.sibling != nil else {
      if case .nothing(let operation) = first { finish(operation) }
      return
    }
    guard case .nothing(let operation) = first else { return swapCPUs() }
    swapCPUs()
    guard case .nothing(let other) = advance() else { return swapCPUs() }
    // Neither goes on.
    if changeCookie() { return step() }
    if system.cpu.number == 0 { return finish(other) }
    swapCPUs()
    finish(operation)
  }

  /// What the CPU whose turn it is has done.
  enum Progress {
    /// A step, or the run has halted.
    case step
    /// Nothing: it waits before this instruction.
    case nothing(Operation)
  }

  /// Runs one step of the CPU whose turn it is.
  private mutating func advance() -> Progress {
    while system.halt == nil {
      takeHold()
      let frame = system.frame
      let operations = kernel.programs[frame.program].operations
      guard frame.next < operations.count else {
        if endProgram(frame) { continue }
        return .nothing(operations[operations.count - 1])
      }
      if frame.kind == .base && frame.next == 0 && isUserThread {
        if beginHeldInterrupt() || beginNextEvent() { continue }
        return .nothing(operations[0])
      }
      let operation = operations[frame.next]
      guard holds(operation.condition, frame), !isForgotten(operation, frame) else {
        if frame.holdsSibling { dropHold(before: operation) }
        system.frame.next += 1
        continue
      }
      if beginHeldInterrupt() { continue }
      if let event = dueEvent(before: operation) {
        come(event)
        continue
      }
      if waits(before: operation, frame) { return .nothing(operation) }
      if holdsFirst(before: operation, frame) { continue }
      execute(operation)
      return .step
    }
    return .step
  }

  /// Lets an event come, now or as soon as it can; one of the other CPU there.
  private mutating func come(_ event: ScenarioEvent) {
    let kind = heldKind(of: event)
    if event.cpu != system.cpu.number, event.cpu == system.sibling?.number {
      system.sibling?.held.append(event, kind)
    } else if isHeld(event) {
      system.cpu.held.append(event, kind)
    } else {
      begin(event)
    }
  }

  /// Lets come what has waited, if it can now.
  ///
  /// A thread that was woken by it holds the sibling first.
  private mutating func beginHeldInterrupt() -> Bool {
    guard !system.cpu.held.isEmpty, system.frame.program != kernel.hold.sender else { return false }
    // Not `where: canCome`, which would copy the engine.
    let kinds = HeldEvents.Kind.allCases.filter { canCome($0) }
    guard let event = system.cpu.held.takeFirst(where: { kinds.contains($0) }) else { return false }
    begin(event)
    return true
  }

  /// Whether an interrupt can come, by EFLAGS.IF, or an NMI, by whether one is handled. What user code does by
  /// itself waits for user code.
  func canCome(_ kind: HeldEvents.Kind) -> Bool {
    switch kind {
    case .nmi: !system.handlesNMI(kernel)
    case .interrupt: system.cpu.interruptsOn
    case .userWork: system.cpu.cpl == 3
    case .other: true
    }
  }

  /// What an event waits for.
  private func heldKind(of event: ScenarioEvent) -> HeldEvents.Kind {
    switch event.kind {
    case .nmi: .nmi
    case .interrupt(let name) where kernel.entry(name, .interrupt) != nil: .interrupt
    case .syscall, .demandFault, .probe: event.cpu == 0 ? .other : .userWork
    default: .other
    }
  }

  /// Whether the running thread has user code.
  var isUserThread: Bool { kernel.scenario.threads[system.cpu.current].process != nil }

  /// Goes back to what called; false if there is nothing left to do.
  mutating func endProgram(_ frame: Frame) -> Bool {
    guard frame.kind == .base else {
      system.threads[system.cpu.current].frames.removeLast()
      if frame.program == kernel.schedule.program { system.cpu.interruptsOn = frame.interruptsWereOn }
      return true
    }
    // A kernel thread has done its work once; something happens, and it begins again.
    if wakesToHold() { return true }
    system.frame.next = 0
    if beginHeldInterrupt() || beginNextEvent() { return true }
    system.frame.next = frame.next
    return false
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
    guard !system.cpu.triggers.isEmpty else { return nil }
    return system.cpu.triggers.take(at: recorder.steps.sites[operation.site].symbol, of: system.frame.event)
  }

  /// Whether an event has to wait.
  ///
  /// An interrupt that a scenario puts into the function of a handler comes there: handlers may switch interrupts
  /// on, as softirqs do. Entry code, the scheduler and an NMI's handler may not.
  private func isHeld(_ event: ScenarioEvent) -> Bool {
    guard !canCome(heldKind(of: event)) else { return false }
    if case .nmi = event.kind { return true }
    let frame = system.frame
    return frame.kind != .call || frame.program == kernel.schedule.program || system.handlesNMI(kernel)
  }

  /// The bug of a scenario: an exit whose flip is not there.
  private func isForgotten(_ operation: Operation, _ frame: Frame) -> Bool {
    guard frame.missesExitFlip, case .flip(let id, _) = operation.effect else { return false }
    return id == .sysretExit || id == .iretExit || id == .restrictedEnter
  }

  func isFatal(_ fault: Frame.Fault) -> Bool {
    switch fault {
    case .badPointer, .noSession: true
    // Only where there are gates is it a bug: other designs count on page faults.
    case .missingGate: kernel.settings.faults == .strict && kernel.design.flipsAtGates
    case .none, .demand, .badAccess, .missedFlip, .delivery: false
    }
  }

  func isPrivate(_ frame: Frame) -> Bool {
    if case .entry(let index) = frame.kind { kernel[index].isPrivate } else { false }
  }

  /// The process of the thread that a scheduler's frame is about to run.
  func pickedProcess(_ frame: Frame) -> Int? {
    frame.picked.flatMap { kernel.scenario.threads[$0].process }
  }

  /// Keeps what must never be, once for each sentence, at most eight.
  mutating func addViolation(_ text: String, at step: Int? = nil) {
    guard violations.count < 8, !violations.contains(where: { $0.text == text }) else { return }
    violations.append(Violation(step: step ?? number, text: text))
  }
}
