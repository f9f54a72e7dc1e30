import Isolation
import KernelCode
import PageTables
import Recordings
import ScenarioMemory
import ScenarioModel

extension Engine {
  /// Runs one instruction: its fetch, its accesses, then what else it does. One that faults does nothing else.
  mutating func execute(_ operation: Operation) {
    let moment = moment
    wake()
    let fetch = Access(.fetch, cpl: system.cpu.cpl)
    let rip = recorder.steps.sites[operation.site].rip
    if let fault = fault(of: fetch, at: rip, label: label(ofCode: rip)) { return raise(fault, operation, moment) }
    var read: LabelSet = []
    var written: LabelSet = []
    for operand in operation.operands {
      let address = address(of: operand)
      let label = label(of: operand)
      recorder.add(operand, at: address)
      if let fault = fault(of: access(operand, operation), at: address, label: label) {
        return raise(fault, operation, moment)
      }
      if operand.kind == .read { read.formUnion(label) } else { written.formUnion(label) }
    }
    // In the place of a guest's code user code leaves what is the guest's, and no secret to it.
    if system.cpu.cpl == 0 || kernel.scenario.scope.adversary == .user {
      system.buffers.note(read: read, written: written, mapped: reachable(by: operation))
    }
    system.frame.next += 1
    system.frame.faultsInARow = 0
    perform(operation, moment)
  }

  /// What speculation can touch during an instruction. The return to user code, behind VERW, is the moment at
  /// which Linux takes the buffers as clean.
  private func reachable(by operation: Operation) -> LabelSet {
    if system.cpu.cpl == 3 { return userLabels }
    if case .leave = operation.effect, system.frame.fromCPL == 3 { return [] }
    if case .sleep = operation.effect { return [] }
    return mappedLabels
  }

  /// What the loaded half maps.
  var mappedLabels: LabelSet { kernel.mapped[system.cpu.loadedProcess][system.cpu.spaceKind] ?? [] }

  private var userLabels: LabelSet { .user(system.cpu.loadedProcess) }

  /// What decides who could read what now.
  var moment: Moment {
    Moment(
      buffers: system.buffers, cpu: system.cpu.state(kernel.settings), sibling: system.sibling?.state(kernel.settings),
      privateCount: system.privateCount)
  }

  private func address(of operand: Operand) -> VirtualAddress {
    switch operand.owner {
    case .one: VirtualAddress(operand.base)
    case .process(let bytes): VirtualAddress(operand.base &+ bytes &* UInt64(owner))
    case .thread(let bytes): VirtualAddress(operand.base &+ bytes &* UInt64(system.cpu.current))
    case .pageTableEntry: VirtualAddress(operand.base &+ (demandEntry?.rawValue ?? 0))
    }
  }

  /// Whose memory the running thread works on: its own, or what a kernel thread borrows.
  private var owner: Int { kernel.scenario.threads[system.cpu.current].process ?? system.cpu.loadedProcess }

  private func label(of operand: Operand) -> LabelSet {
    if case .thread = operand.owner, !isUserThread { return .privateKernel }
    return operand.sectionClass.label(owner: owner)
  }

  /// Whose text an instruction is: the process's, the entry code's, or that of the rest of the kernel.
  private func label(ofCode rip: VirtualAddress) -> LabelSet {
    if system.cpu.cpl == 3 { return userLabels }
    return kernel.entryText.contains(rip.rawValue) ? .entry : .text
  }

  private func access(_ operand: Operand, _ operation: Operation) -> Access {
    if operand.isImplicit { return Access(operand.kind, .implicitSupervisor) }
    if system.cpu.cpl == 3 { return Access(operand.kind, .user) }
    return Access(operand.kind, .supervisor(alignmentCheck: operation.alignmentCheck))
  }

  /// Makes an access by the TLB, or by the tables if that does not know; nil if it is done.
  private mutating func fault(of access: Access, at address: VirtualAddress, label: LabelSet) -> Frame.Fault? {
    let pcid = system.cpu.pcid(kernel.settings)
    if let cached = system.cpu.tlb.entry(address, pcid: pcid), cached.rights.allow(access, controls: walker.controls) {
      return nil
    }
    guard let found = walker.translate(address), found.rights.allow(access, controls: walker.controls) else {
      if recorder.counter != nil && worksElsewhere(access, at: address) {
        recorder.counter?.counts.count(.designFaults)
      }
      return reason(ofFault: access, at: address)
    }
    let isGlobal = walker.walk(address).visits.last?.entry[.global] ?? false
    system.cpu.tlb.insert(
      TLB.Entry(page: address.pageStart, pcid: pcid, isGlobal: isGlobal, rights: found.rights, label: label))
    return nil
  }

  private func reason(ofFault access: Access, at address: VirtualAddress) -> Frame.Fault {
    if system.cpu.cpl == 3 {
      if access.kind == .fetch && system.cpu.spaceKind != kernel.design.userSpaceKind { return .missedFlip }
      return address.pageStart == ScenarioLayout.demandPage ? .demand : .badAccess
    }
    // A page that is there but does not allow this, such as a write to read-only data, is no matter of spaces.
    if walker.translate(address) != nil { return .badPointer }
    // Nobody looks here: the session leaves its third space, and lets the code try again.
    if system.cpu.spaceKind == .isolated { return holds(.sessionStarted, system.frame) ? .missingGate : .noSession }
    let isMapped = system.cpu.spaceKind == .exposed && walker(of: .private).translate(address) != nil
    return isMapped ? .missingGate : .badPointer
  }

  /// An instruction that faults more often in a row would do so for ever: what a handler mends, it mends at once.
  private static let faultLimit = 8

  /// Delivers #PF: the instruction does nothing else, and runs again when the handler is done. If the fault comes
  /// while something is delivered, that never begins: it is a double fault, and if that is what was delivered the end.
  /// Intel SDM vol. 3A, section 6.15, interrupt 8.
  private mutating func raise(_ fault: Frame.Fault, _ operation: Operation, _ moment: Moment) {
    record(operation, moment, .faults)
    if kernel.settings.asiD1 && system.cpu.kept.session != nil && system.cpu.cpl == 0
      && system.cpu.spaceKind == .exposed
    {
      addViolation(
        "the session is read while CR3 is U, which does not map it (defect D1): the page fault reads it too, and "
          + "faults again", at: number - 1)
    }
    system.frame.faultsInARow += 1
    guard system.frame.faultsInARow <= Self.faultLimit else {
      let name = kernel.programs[system.frame.program].name
      system.halt = .stopped("\(name) faults for ever: no handler mends it")
      return
    }
    let isDelivery = if case .entry = system.frame.kind { system.frame.next == 0 } else { false }
    guard !isDelivery || system.frame.fault != .delivery else {
      system.halt = .stopped("a double fault cannot be delivered: the processor shuts down")
      return
    }
    let doubles = isDelivery || faultDepth >= 4
    guard let entry = doubles ? kernel.doubleFault : kernel.entry("page-fault", .exception), faultDepth < 5 else {
      system.halt = .stopped("a fault that nothing can handle: the processor shuts down")
      return
    }
    // What is pending belongs to a fault only if user code was to make it.
    if system.cpu.cpl == 0 { system.cpu.pending = nil }
    if isDelivery { dropFrame() }
    enter(entry, fault: doubles ? .delivery : fault)
  }

  /// Whether another space of the process allows an access: then the design causes the fault.
  private func worksElsewhere(_ access: Access, at address: VirtualAddress) -> Bool {
    kernel.design.spaces.contains { space in
      let other = walker(of: space.kind)
      return other.translate(address)?.rights.allow(access, controls: other.controls) ?? false
    }
  }

  /// Walks with another space of the loaded process.
  private func walker(of spaceKind: SpaceKind) -> Walker<SparseMemory> {
    let root = ScenarioTables.root(of: system.cpu.loadedProcess, spaceKind, kernel.design)
    return Walker(memory: system.memory, controls: walker.controls.with(cr3: CR3(root.address.rawValue)))
  }

  private var faultDepth: Int {
    system.threads[system.cpu.current].frames.reduce(0) { $0 + ($1.fault == .none ? 0 : 1) }
  }
}
