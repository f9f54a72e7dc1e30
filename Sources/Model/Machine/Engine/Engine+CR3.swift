import Isolation
import PageTables

extension Engine {
  /// The value that a site writes, with bit 63; takes a pending flush if the site looks for one.
  mutating func writtenValue(at id: FlipSite.ID) -> CR3 {
    let pcid = kernel.settings.pcid
    switch FlipSite(id).to {
    case .private?: return system.cr3.toPrivateHalf(pcid: pcid)
    case .exposed? where restores(id) && !system.frame.savedCR3.isUserHalf:
      // The old RESTORE_CR3, which writes what it saved whatever it is.
      return system.frame.savedCR3.toPrivateHalf(pcid: pcid)
    case .exposed?:
      // An NMI gives back what it saved. Everything else is rebuilt: its thread may have been switched away,
      // and have another ASID now.
      let base = restores(id) ? system.frame.savedCR3 : system.cr3
      let flushes = pcid && system.asids.takePendingFlush(of: system.cr3)
      return base.toExposedHalf(pcid: pcid, flushes: flushes, sharesPCID: kernel.settings.sharedPCID)
    case .isolated?: return system.cr3
    case nil: return switchedValue()
    }
  }

  /// Whether a site gives back what was saved.
  private func restores(_ id: FlipSite.ID) -> Bool { id == .paranoidExit || id == .paranoidReturn }

  /// `switch_mm_irqs_off`: the private half of the picked process under an ASID of its own.
  private mutating func switchedValue() -> CR3 {
    let process = pickedProcess(system.frame) ?? system.loadedProcess
    system.loadedProcess = process
    let root = ScenarioTables.root(of: process, .private).address.rawValue
    guard kernel.settings.pcid else { return CR3(root) }
    let (slot, flushes) = system.asids.choose(for: process)
    return CR3(root | UInt64(slot + 1) | (flushes ? 0 : 1 << 63))
  }

  /// Writes CR3, and does what is owed before and after.
  mutating func write(_ value: CR3) {
    let wasExposed = system.spaceKind == .exposed
    // Siblings are held before the private half is there, and let go after the buffers are cleared.
    let entersPrivate = wasExposed && !value.isUserHalf
    if kernel.design == .unified && entersPrivate { startPrivate() }
    if wasExposed == !value.isUserHalf { system.frame.passedGate = entersPrivate }
    system.tlb.write(value, tagged: kernel.settings.pcid)
    system.cr3 = value.readBack
    walker = Walker(memory: system.memory, controls: walker.controls.with(cr3: system.cr3))
    guard kernel.design == .unified, !wasExposed, value.isUserHalf else { return }
    if kernel.settings.clearsBuffers {
      system.frame.owesClear = true
    } else {
      endPrivate()
    }
  }
}
