import Isolation
import PageTables

extension Engine {
  /// Begins the scenario's next event; false if there is none.
  mutating func beginNextEvent() -> Bool {
    guard system.nextEvent < kernel.scenario.events.count else { return false }
    system.nextEvent += 1
    begin(kernel.scenario.events[system.nextEvent - 1])
    return true
  }

  /// Begins an event, wherever the running thread is.
  mutating func begin(_ event: ScenarioEvent) {
    system.pending = event
    let isInUserCode = system.cpl == 3
    switch event.kind {
    case .syscall(let name):
      act(kernel.entry(name, .syscall).flatMap { kernel.actions.syscalls[$0] })
    case .interrupt(let name):
      begin(kernel.entry(name, .interrupt, .exception), isInUserCode: isInUserCode)
    case .nmi(let name):
      begin(kernel.entry(name, .nmi), isInUserCode: isInUserCode)
    case .demandFault: act(kernel.actions.touch)
    case .end: system.halt = .done
    case .probe(let name): act(kernel.actions.probes[name])
    case .schedule(let name):
      guard isInUserCode else { return schedule(name) }
      var tick = ScenarioEvent(.interrupt("reschedule"), during: event.during)
      tick.during.append(.init(at: "irqentry_exit_to_user_mode", ScenarioEvent(event.kind)))
      begin(tick)
    }
  }

  /// An interrupt that comes in user code comes behind an instruction of it.
  private mutating func begin(_ entry: Int?, isInUserCode: Bool) {
    guard let entry else { return }
    if isInUserCode {
      act(kernel.actions.interrupted[entry])
    } else {
      enter(entry)
    }
  }

  /// Lets user code do something.
  private mutating func act(_ program: Int?) {
    guard let program, system.cpl == 3 else { return }
    push(.call, program: program)
  }

  private mutating func schedule(_ name: String) {
    guard let index = kernel.scenario.threads.firstIndex(where: { $0.name == name }), index != system.current else {
      return
    }
    system.pending = nil
    push(.call, program: kernel.schedule.program)
    system.frame.picked = index
    // The run queue is locked with interrupts off, until the thread runs again.
    system.frame.interruptsWereOn = system.interruptsOn
    system.interruptsOn = false
  }

  /// Calls a program, as a part of the event that runs.
  mutating func push(_ kind: Frame.Kind, program: Int) {
    system.threads[system.current].frames.append(
      Frame(kind: kind, program: program, fromCPL: system.cpl, savedCR3: system.cr3, event: system.frame.event))
  }

  /// Enters the kernel.
  mutating func enter(_ index: Int, fault: Frame.Fault = .none) {
    let entry = kernel.entries[index]
    let pending = system.pending
    system.pending = nil
    let number = recorder.addEvent(
      KernelEvent.Kind(entry.point.kind), name: Self.name(of: entry.point), fromCPL: system.cpl)
    let program =
      system.cpl == 0
      ? entry.fromKernel : pending?.returnsWithIret ?? false ? entry.fromUserWithIret : entry.fromUser
    var frame = Frame(
      kind: .entry(index), program: program, fromCPL: system.cpl, savedCR3: system.cr3, event: number)
    frame.fault = fault
    frame.interruptsWereOn = system.interruptsOn
    frame.missesExitFlip = pending?.missesExitFlip ?? false
    system.threads[system.current].frames.append(frame)
    system.triggers += (pending?.during ?? []).map { .init(at: $0.at, event: $0.event, depth: number) }
    system.cpl = 0
    system.interruptsOn = false
  }

  /// A thread that slept is private work again before the first instruction of its interrupt.
  mutating func wake() {
    guard system.isAsleep else { return }
    system.isAsleep = false
    if kernel.design == .unified && system.spaceKind == .private { system.privateCount += 1 }
  }

  /// The words for an entry, as recordings have them.
  private static func name(of point: EntryPoint) -> String {
    switch point.kind {
    case .syscall: "syscall \(point.name)"
    case .interrupt: "irq \(point.vector) \(point.name)"
    case .nmi: "NMI"
    case .exception: KernelEvent.mnemonic(ofVector: point.vector) ?? "vector \(point.vector)"
    }
  }
}

extension KernelEvent.Kind {
  /// The kind of an entry of the table.
  init(_ kind: EntryPoint.Kind) {
    switch kind {
    case .syscall: self = .syscall
    case .interrupt: self = .interrupt
    case .nmi: self = .nmi
    case .exception: self = .exception
    }
  }
}
