import Isolation
import KernelCode
import PageTables
import Recordings
import ScenarioModel

extension Engine {
  /// Begins the scenario's next event; false if there is none.
  mutating func beginNextEvent() -> Bool {
    let cpu = system.cpu.number
    guard system.cpu.nextEvent < kernel.events.count(of: cpu) else { return false }
    system.cpu.nextEvent += 1
    begin(kernel.events[cpu, system.cpu.nextEvent - 1])
    return true
  }

  /// Begins an event, wherever the running thread is.
  mutating func begin(_ event: ScenarioEvent) {
    system.cpu.pending = event
    let isInUserCode = system.cpu.cpl == 3
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
      var tick = ScenarioEvent(.interrupt("reschedule"), during: event.during, cpu: event.cpu)
      tick.during.append(.init(at: "irqentry_exit_to_user_mode", ScenarioEvent(event.kind, cpu: event.cpu)))
      begin(tick)
    }
  }

  /// An interrupt that comes in user code comes behind an instruction of it.
  private mutating func begin(_ entry: KernelEntryIndex?, isInUserCode: Bool) {
    guard let entry else { return }
    if isInUserCode {
      act(kernel.actions.interrupted[entry])
    } else {
      enter(entry)
    }
  }

  /// Lets user code do something.
  private mutating func act(_ program: Int?) {
    guard let program, system.cpu.cpl == 3 else { return }
    push(.call, program: program)
  }

  private mutating func schedule(_ name: String) {
    guard let index = kernel.scenario.threads.firstIndex(where: { $0.name == name }), index != system.cpu.current,
      kernel.scenario.threads[index].cpu == system.cpu.number || system.sibling == nil
    else { return }
    system.cpu.pending = nil
    push(.call, program: kernel.schedule.program)
    system.frame.picked = index
    // The run queue is locked with interrupts off, until the thread runs again.
    system.frame.interruptsWereOn = system.cpu.interruptsOn
    system.cpu.interruptsOn = false
  }

  /// Calls a program, as a part of the event that runs.
  mutating func push(_ kind: Frame.Kind, program: Int) {
    system.threads[system.cpu.current].frames.append(
      Frame(kind: kind, program: program, fromCPL: system.cpu.cpl, savedCR3: system.cpu.cr3, event: system.frame.event))
  }

  /// Enters the kernel.
  mutating func enter(_ index: KernelEntryIndex, fault: Frame.Fault = .none) {
    let entry = kernel[index]
    let pending = system.cpu.pending
    system.cpu.pending = nil
    let number = recorder.addEvent(
      KernelEvent.Kind(entry.point.kind), name: Self.name(of: entry.point), fromCPL: system.cpu.cpl,
      isOfDesign: index == kernel.hold.entry || fault.isOfDesign)
    let program =
      system.cpu.cpl == 0
      ? entry.fromKernel : pending?.returnsWithIret ?? false ? entry.fromUserWithIret : entry.fromUser
    var frame = Frame(
      kind: .entry(index), program: program, fromCPL: system.cpu.cpl, savedCR3: system.cpu.cr3, event: number)
    frame.fault = fault
    frame.interruptsWereOn = system.cpu.interruptsOn
    frame.missesExitFlip = pending?.missesExitFlip ?? false
    system.threads[system.cpu.current].frames.append(frame)
    system.cpu.triggers.add(pending?.during ?? [], of: number)
    system.cpu.cpl = 0
    system.cpu.interruptsOn = false
  }

  /// A thread that slept is private work again before the first instruction of its interrupt.
  mutating func wake() {
    guard system.cpu.isAsleep else { return }
    system.cpu.isAsleep = false
    if kernel.design.holdsSiblings && system.cpu.spaceKind == .private { startPrivate() }
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
