import Isolation
import PageTables
import Recordings

/// Finds the entries to the kernel in a recording, and to which of them each step belongs.
///
/// A step belongs to the innermost event that has been entered and not left on its process. An event is
/// left when CPL becomes 3 or, for a nested one, by its iretq.
struct EventFinder {
  private(set) var events: [KernelEvent] = []
  /// For each step the position of its event in `events`; -1 for none.
  private(set) var membership: [Int32] = []

  private let steps: StepTable
  private let spaces: Spaces
  private var open: [Int: [Int32]] = [:]
  private let isEntrySymbol: [Bool]
  private let isInterruptReturn: [Bool]
  private let process: [Int]
  private let hasDeliveries: Bool

  init(steps: StepTable, spaces: Spaces) {
    self.steps = steps
    self.spaces = spaces
    isEntrySymbol = steps.sites.map { Self.isEntry($0.symbol) }
    isInterruptReturn = steps.sites.map(\.isInterruptReturn)
    process = steps.cr3s.map { spaces.space(of: $0)?.process ?? -1 }
    hasDeliveries = steps.notes.contains { $0.flags.contains(.delivery) }
    membership.reserveCapacity(steps.count)
    for index in 0..<steps.count { visit(index) }
  }

  private mutating func visit(_ index: Int) {
    let owner = process[steps.cr3Index(at: index)]
    let cpl = steps.cpl(at: index)
    let previousCPL = index == 0 ? cpl : steps.cpl(at: index - 1)
    if cpl == 3 {
      open[owner] = nil
    } else if index > 0 && isInterruptReturn[steps.siteIndex(at: index - 1)] && previousCPL == 0
      && wasExecuted(index - 1), let last = open[owner]?.last, events[Int(last)].fromCPL != 3
    {
      // What came in user code ends there: an IRET to the kernel itself, as in sync_core, does not end it.
      _ = open[owner]?.popLast()
    }
    if isEntry(index, cpl: cpl, previousCPL: previousCPL) {
      events.append(event(at: index, fromCPL: previousCPL))
      open[owner, default: []].append(Int32(truncatingIfNeeded: events.count - 1))
    }
    membership.append(open[owner]?.last ?? -1)
  }

  private func wasExecuted(_ index: Int) -> Bool {
    steps.note(at: index)?.flags.isDisjoint(with: [.notExecuted, .faults]) ?? true
  }

  /// Whether a symbol is the first instruction of an entry through the IDT, or by FRED: not all that begins with "asm_" is.
  /// Linux 6.12 arch/x86/include/asm/idtentry.h and arch/x86/entry/entry_64_fred.S.
  private static func isEntry(_ symbol: String) -> Bool {
    !symbol.contains("+")
      && [
        "asm_exc_", "asm_sysvec_", "asm_common_interrupt", "asm_spurious_interrupt", "asm_int80_emulation",
        "asm_xenpv_", "asm_fred_entrypoint_",
      ].contains(where: symbol.hasPrefix)
  }

  private func isEntry(_ index: Int, cpl: Int, previousCPL: Int) -> Bool {
    if steps.note(at: index)?.flags.contains(.delivery) ?? false { return true }
    if cpl == 3 { return false }
    if previousCPL == 3 && index > 0 { return true }
    return !hasDeliveries && index > 0 && isEntrySymbol[steps.siteIndex(at: index)]
      && steps.siteIndex(at: index) != steps.siteIndex(at: index - 1)
  }

  private func event(at index: Int, fromCPL: Int) -> KernelEvent {
    let symbol = steps.site(at: index).symbol
    let note = steps.note(at: index)
    let number = events.count + 1
    let words = KernelEvent.words(ofHandler: symbol)
    func made(_ kind: KernelEvent.Kind, _ name: String) -> KernelEvent {
      KernelEvent(number: number, kind: kind, name: name, firstStep: index, fromCPL: fromCPL)
    }
    if let vector = note?.vector {
      if vector == 2 { return made(.nmi, "NMI") }
      if vector < 32 { return made(.exception, KernelEvent.mnemonic(ofVector: vector) ?? "vector \(vector)") }
      return made(.interrupt, "irq \(vector) \(words)")
    }
    // Under FRED everything comes there. Linux 6.12 arch/x86/entry/entry_64_fred.S.
    let isFRED = symbol.hasPrefix("asm_fred_entrypoint_")
    if isFRED && !isSyscall(index - 1) { return made(.entry, words) }
    if isFRED || ["entry_SYS", "entry_INT80", "asm_int80"].contains(where: symbol.hasPrefix) {
      return made(.syscall, syscallName(before: index))
    }
    if symbol.hasPrefix("asm_exc_nmi") { return made(.nmi, "NMI") }
    if symbol.hasPrefix("asm_exc_page_fault") { return made(.exception, "#PF") }
    if symbol.hasPrefix("asm_exc_") { return made(.exception, words) }
    if symbol.hasPrefix("asm_") { return made(.interrupt, "irq \(words)") }
    return made(.entry, symbol.isEmpty ? "kernel entry" : words)
  }

  /// "syscall getpid" if the remark on the syscall instruction says which.
  private func isSyscall(_ index: Int) -> Bool {
    guard index >= 0 else { return false }
    let name = steps.site(at: index).parts?.name ?? ""
    return ["syscall", "sysenter"].contains(name) || steps.note(at: index)?.text.hasPrefix("syscall ") ?? false
  }

  private func syscallName(before index: Int) -> String {
    guard index > 0, let note = steps.note(at: index - 1), note.text.hasPrefix("syscall ") else {
      return "syscall"
    }
    return String(note.text.prefix { $0 != ":" && $0 != "(" && $0 != ";" })
  }
}
