import Isolation
import KernelCode
import PageTables
import ScenarioMemory
import ScenarioModel

extension Engine {
  /// Does what an instruction does besides its accesses, and records its step.
  mutating func perform(_ operation: Operation, _ moment: Moment) {
    if case .flip(let id, let to) = operation.effect {
      if id == .restrictedExit { warnOfCriticalSection() }
      let written = writtenValue(at: id, to: to)
      record(operation, moment, .writes(written))
      return write(written)
    }
    record(operation, moment, operation.note.map { .note($0) } ?? .none)
    switch operation.effect {
    case .none, .flip: break
    case .syscall(let entry), .raise(let entry): enter(entry)
    case .call(let program): push(.call, program: program)
    case .dispatch:
      if case .entry(let index) = system.frame.kind { push(.call, program: kernel[index].function) }
    case .verw: clearBuffers()
    case .leave: leave()
    case .switchThread: switchThread()
    case .interrupts(let isOn): system.cpu.interruptsOn = isOn
    case .mapPage: mapPage()
    case .protect(let starts): protect(starts)
    case .sendHold: sendHold()
    case .awaitAck, .awaitSafe: break
    case .change(.session(let change)): self.change(change)
    case .change(.target(let change)): self.change(change)
    case .stop: system.halt = .stopped(stopReason)
    case .sleep: sleep()
    }
  }

  /// Adds the step of an instruction; the system is still as before it.
  mutating func record(_ operation: Operation, _ moment: Moment, _ remark: StepRecorder.Remark) {
    recorder.add(system, site: operation.site, moment: moment, remark)
    number += 1
    countDown()
  }

  /// Back to what was interrupted; an instruction of user code that was refused for good is passed over.
  private mutating func leave() {
    let frame = system.frame
    dropFrame()
    if !system.cpu.triggers.isEmpty {
      for nested in system.cpu.triggers.drop(frame.event) { recorder.miss(nested, in: frame.event) }
    }
    system.cpu.cpl = frame.fromCPL
    system.cpu.interruptsOn = frame.fromCPL == 3 || frame.interruptsWereOn
    if frame.fault == .badAccess { system.frame.next += 1 }
    if frame.fault == .delivery { system.halt = .stopped("double fault: what came could not be delivered") }
  }

  /// Ends the innermost frame, with what it owes.
  mutating func dropFrame() {
    if system.frame.owesClear { system.cpu.owedClears -= 1 }
    system.threads[system.cpu.current].frames.removeLast()
  }

  private mutating func switchThread() {
    guard let picked = system.frame.picked else { return }
    system.frame.picked = nil
    system.cpu.current = picked
    pickCookie()
  }

  /// VERW, and what waited for it: siblings may run again.
  private mutating func clearBuffers() {
    system.buffers.verw()
    recorder.counter?.counts.count(.clears)
    guard system.frame.owesClear else { return }
    if flushesL1D {
      system.buffers.flushL1D()
      recorder.counter?.counts.count(.cacheFlushes)
    }
    system.frame.owesClear = false
    system.cpu.owedClears -= 1
    endPrivate()
  }

  /// Whether the end of private work flushes the level 1 data cache: if the scope asks for it, and the processor
  /// and the page tables need it.
  private var flushesL1D: Bool {
    kernel.scenario.scope.vulnerabilities.contains(.l1tf) && kernel.settings.l1tfCPU && !kernel.settings.pteInversion
  }

  /// Siblings have to be held from now on.
  mutating func startPrivate() {
    system.cpu.privateCount += 1
  }

  /// Siblings may run again.
  mutating func endPrivate() {
    system.cpu.privateCount = max(system.cpu.privateCount - 1, 0)
  }

  /// Kernel protection counts, and then holds a sibling that runs user code.
  private mutating func protect(_ starts: Bool) {
    guard starts else { return endPrivate() }
    let isFirst = system.privateCount == 0
    startPrivate()
    let isInHold = system.frame.program == kernel.hold.program
    if isFirst && !isInHold && kernel.holdsSiblings && system.sibling?.cpl == 3 {
      push(.call, program: kernel.hold.sender)
    }
  }

  /// An idle thread is trusted and holds nothing.
  private mutating func sleep() {
    system.cpu.isAsleep = true
    if kernel.design.holdsSiblings && system.cpu.spaceKind == .private { endPrivate() }
  }

  private var stopReason: String {
    let path = system.threads[system.cpu.current].frames.map { kernel.programs[$0.program].name }
    let place = path.dropLast().last ?? "user code"
    return switch system.frame.fault {
    case .missingGate: "BUG in \(place): exposed code reached for what is private; a gate is missing"
    case .noSession: "BUG in \(place): a page fault in I, and no session to abort"
    default: "BUG in \(place): a pointer leads nowhere"
    }
  }

  /// Writes the entry of the page that user code touched first.
  private mutating func mapPage() {
    guard let place = demandEntry else { return }
    let frame = FrameNumber(ScenarioLayout.demandFrame.rawValue + UInt64(system.cpu.loadedProcess))
    let value = Entry.Bit.noExecute.mask | frame.address.rawValue | 0x67
    system.memory.write(value, at: place)
    recorder.addWrite(at: place, value)
    resetWalker()
  }

  /// Where the entry of that page stands; nil if a table on the way is not there.
  var demandEntry: PhysicalAddress? {
    let address = ScenarioLayout.demandPage
    var table = ScenarioTables.root(of: system.cpu.loadedProcess, kernel.design.userSpaceKind, kernel.design)
    for level in [Level.pml4, .pdpt, .pd] {
      let entry = Entry(system.memory.word(at: table.wordAddress(address.index(at: level))) ?? 0)
      guard entry[.present] else { return nil }
      table = entry.tableFrame
    }
    return table.wordAddress(address.index(at: .pt))
  }
}
