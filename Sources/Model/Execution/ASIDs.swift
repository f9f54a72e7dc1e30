package import PageTables

/// Which address-space identifiers a CPU has given to which processes, and what is still to be flushed.
///
/// Linux 6.12 arch/x86/mm/tlb.c: six dynamic slots, kernel PCID = slot + 1, user PCID = kernel PCID with bit 11
/// under page-table isolation. Round robin, without a look at which slot was used last.
package struct ASIDs: Hashable, Sendable {
  /// TLB_NR_DYN_ASIDS.
  package static let count = 6

  /// For each slot the process that it is given to; nil for none.
  package private(set) var slots = [Int?](repeating: nil, count: count)
  /// `user_pcid_flush_mask`: bit n is set if the user half's translations under kernel PCID n are stale.
  package private(set) var userFlushMask: UInt16 = 0
  private var next = 0

  /// No slot is given away.
  package init() {}

  /// `choose_new_asid`: the slot for a process, and whether its translations have to be dropped. They are those of
  /// another process if the slot is given away anew; no event here changes tables so that they would be stale.
  mutating func choose(for process: Int) -> (slot: Int, flushes: Bool) {
    if let slot = slots.firstIndex(of: process) { return (slot, false) }
    let slot = assume(process: process)
    markStale(pcid: slot + 1)
    return (slot, true)
  }

  /// Gives a slot whose translations are all valid, as for what ran before the scenario began.
  @discardableResult
  mutating func assume(process: Int) -> Int {
    let slot = next
    next = (next + 1) % Self.count
    slots[slot] = process
    return slot
  }

  /// Marks the user half's translations of a kernel PCID as stale.
  package mutating func markStale(pcid: Int) { userFlushMask |= 1 << UInt16(pcid & 15) }

  /// Whether the user half of this CR3 has to be flushed; the answer is yes once.
  package mutating func takePendingFlush(of cr3: CR3) -> Bool {
    let bit: UInt16 = 1 << UInt16(cr3.pcid & 0x7ff & 15)
    defer { userFlushMask &= ~bit }
    return userFlushMask & bit != 0
  }
}

extension CR3 {
  /// The value that SWITCH_TO_KERNEL_CR3 writes: bits 12 and 11 clear, and with PCIDs bit 63 set.
  /// Linux 6.12 arch/x86/entry/calling.h.
  package func toPrivateHalf(pcid: Bool) -> CR3 {
    CR3(rawValue & ~0x1800 & ~(1 << 63) | (pcid ? 1 << 63 : 0))
  }

  /// The value that SWITCH_TO_USER_CR3 writes: bit 12 set, with PCIDs bit 11 and, unless a flush is due, bit 63.
  /// Linux 6.12 arch/x86/entry/calling.h.
  package func toExposedHalf(pcid: Bool, flushes: Bool, sharesPCID: Bool = false) -> CR3 {
    var value = rawValue & ~(1 << 63) | 0x1000
    if pcid && !sharesPCID { value |= 0x800 }
    if pcid && !flushes { value |= 1 << 63 }
    return CR3(value)
  }
}
