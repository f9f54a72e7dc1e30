import Isolation
import KernelCode
import PageTables
import ScenarioMemory

extension Engine {
  /// The value that a site writes, with bit 63; takes a pending flush if the site looks for one.
  mutating func writtenValue(at id: FlipSite.ID, to: SpaceKind?) -> CR3 {
    let pcid = kernel.settings.pcid
    guard let to else { return switchedValue() }
    if restores(id) && kernel.settings.asiD2 && system.frame.aborts {
      // The register that was saved is not the one that held CR3: it holds the address of the registers' frame.
      return CR3(system.frame.wrongRegister)
    }
    if restores(id) && !beganExposed(system.frame) {
      // The old RESTORE_CR3, which writes what it saved whatever it is; behind an abort that is what asi3 saved. To
      // the kernel's half it keeps the TLB.
      return system.frame.aborts
        ? kernel.value(.private, of: system.cpu.loadedProcess, slot: slot, flushes: false)
        : system.frame.savedCR3.toPrivateHalf(pcid: pcid)
    }
    if !kernel.design.usesRootPair {
      let isStale = to == .exposed && pcid && system.cpu.asids.takePendingFlush(of: system.cpu.cr3)
      return kernel.value(to, of: system.cpu.loadedProcess, slot: slot, flushes: !kernel.settings.gasiTLB || isStale)
    }
    switch to {
    case .private where isOfSession(id):
      return kernel.value(.private, of: system.cpu.loadedProcess, slot: slot, flushes: true)
    case .private: return system.cpu.cr3.toPrivateHalf(pcid: pcid)
    case .isolated: return kernel.value(.isolated, of: system.cpu.loadedProcess, slot: slot, flushes: true)
    case .exposed:
      // An NMI gives back what it saved. Everything else is rebuilt: its thread may have been switched away,
      // and have another ASID now.
      let base = restores(id) ? system.frame.savedCR3 : system.cpu.cr3
      let flushes = pcid && system.cpu.asids.takePendingFlush(of: system.cpu.cr3)
      return base.toExposedHalf(pcid: pcid, flushes: flushes, sharesPCID: kernel.settings.sharedPCID)
    }
  }

  /// The ASID slot of the loaded process; 0 for one that has none.
  private var slot: Int { system.cpu.asids.slots.firstIndex(of: system.cpu.loadedProcess) ?? 0 }

  /// Whether a site gives back what was saved.
  private func restores(_ id: FlipSite.ID) -> Bool { id == .paranoidExit || id == .paranoidReturn }

  /// Whether a site writes what the session of asi3 saved: no PCID logic, so that it flushes.
  private func isOfSession(_ id: FlipSite.ID) -> Bool {
    switch id {
    case .asiExit, .asiAbort, .asiStartAbort, .asiStartAbortParanoid: true
    default: false
    }
  }

  /// `switch_mm_irqs_off`: the private space of the picked process under an ASID of its own.
  private mutating func switchedValue() -> CR3 {
    let process = pickedProcess(system.frame) ?? system.cpu.loadedProcess
    system.cpu.loadedProcess = process
    system.cpu.kept.target?.taints.insert([.otherData, .otherControl])
    guard kernel.settings.pcid else { return kernel.value(.private, of: process, slot: 0, flushes: true) }
    let (slot, flushes) = system.cpu.asids.choose(for: process)
    return kernel.value(.private, of: process, slot: slot, flushes: flushes)
  }

  /// Writes CR3, and does what is owed before and after.
  mutating func write(_ value: CR3) {
    guard isValid(value) else { return }
    let before = system.cpu.spaceKind
    let after = ScenarioTables.spaceKind(ofRoot: value.root, kernel.design)
    let entersPrivate = before != .private && after == .private
    let leavesPrivate = before == .private && after != .private
    // Siblings are held before the private space is there, and let go after the buffers are cleared.
    if kernel.design.holdsSiblings && entersPrivate && !system.frame.holdsSibling { startPrivate() }
    system.frame.holdsSibling = false
    if entersPrivate || leavesPrivate { system.frame.passedGate = entersPrivate }
    taint(entersPrivate: entersPrivate, leavesPrivate: leavesPrivate)
    system.cpu.tlb.write(value, tagged: kernel.settings.pcid)
    system.cpu.cr3 = value.readBack
    system.cpu.spaceKind = after
    resetWalker()
    guard kernel.design.holdsSiblings, leavesPrivate else { return }
    if kernel.settings.clearsBuffers {
      if !system.frame.owesClear { system.cpu.owedClears += 1 }
      system.frame.owesClear = true
    } else {
      endPrivate()
    }
  }

  /// Walks with what is loaded now.
  mutating func resetWalker() {
    walker = Walker(memory: system.memory, controls: walker.controls.with(cr3: system.cpu.cr3))
  }

  /// Whether a value names a space; else the processor raises #GP, or walks tables that are none.
  private mutating func isValid(_ value: CR3) -> Bool {
    if kernel.isRoot(value.root) && (value.rawValue & 0x7ff0_0000_0000_0000) == 0 { return true }
    let text = "0x\(String(value.rawValue, radix: 16))"
    addViolation(
      "the NMI gives back CR3 \(text), which is no space: it was saved from the wrong register (defect D2)",
      at: number - 1)
    system.halt = .stopped("CR3 was to become \(text), which names no page table")
    return false
  }
}
