package import PageTables

/// Every leaf of a space as the lines that QEMU's monitor prints for `info tlb`.
///
///     0000000060001000: 0000000001bde000 ----A--U-
///      address           frame           XGPDACTUW   the leaf's own bits 63, 8, 7, 6, 5, 4, 3, 2, 1
///
/// QEMU 7.2 target/i386/monitor.c, print_pte and tlb_info_la48: bit 7 prints "P" for a large page only, since the
/// caller masks PG_PSE_MASK out of a PTE, where the bit is PAT; frame bits 51 and 50 are not printed; a CPU with
/// CR0.PG=0 has one line (hmp_info_tlb). Lines end as the monitor ends them (monitor/monitor.c,
/// monitor_puts_locked), with CR LF, unless stated.
package struct TlbReport<Memory: PhysicalMemory> {
  /// How lines end.
  package enum LineEnd: Sendable {
    /// CR LF, as a monitor's socket or serial line gives it.
    case monitor
    /// LF, as other tools on the same machine expect it.
    case lineFeed
  }

  /// Where the tables are.
  package let memory: Memory
  /// The registers, CR3 among them.
  package let controls: Controls
  /// The most lines that are written.
  package let limit: UInt64
  /// How lines end.
  package let lineEnd: LineEnd

  /// Prepares a report of at most `limit` lines.
  package init(
    memory: Memory, controls: Controls, limit: UInt64 = 1 << 24, lineEnd: LineEnd = .monitor
  ) {
    self.memory = memory
    self.controls = controls
    self.limit = limit
    self.lineEnd = lineEnd
  }

  /// Writes the lines; returns false if there are more than the limit.
  package func write(to sink: inout ByteSink) -> Bool {
    guard controls.pagingEnabled else {
      sink.append("PG disabled")
      endLine(&sink)
      return true
    }
    var isComplete = true
    var remaining = limit
    _ = memory.forEachLeaf(controls: controls) { leaf in
      guard remaining > 0, sink.isOpen else {
        isComplete = remaining > 0
        return false
      }
      remaining -= 1
      write(leaf, to: &sink)
      return true
    }
    return isComplete
  }

  private func write(_ leaf: Leaf, to sink: inout ByteSink) {
    sink.append(hex: leaf.address.rawValue)
    sink.store(0x203a, count: 2)
    sink.append(hex: leaf.entry.rawValue & 0x0003_ffff_ffff_f000 & ~(leaf.level.span &- 1))
    sink.append(byte: 0x20)
    let bits = leaf.level == .pt ? leaf.entry.rawValue & ~Entry.Bit.pageSize.mask : leaf.entry.rawValue
    sink.append(byte: bits >> 63 != 0 ? 0x58 : 0x2d)
    // G, P, D, A, C, T, U, W for bits 8 down to 1, the first in the lowest byte.
    let letters: UInt64 = 0x5755_5443_4144_5047
    var word: UInt64 = 0
    for place in 0..<UInt64(8) {
      let isSet = bits &>> (8 &- place) & 1 != 0
      word |= (isSet ? letters &>> (place &* 8) & 0xff : 0x2d) &<< (place &* 8)
    }
    sink.store(word, count: 8)
    endLine(&sink)
  }

  private func endLine(_ sink: inout ByteSink) {
    switch lineEnd {
    case .monitor: sink.store(0x0a0d, count: 2)
    case .lineFeed: sink.endLine()
    }
  }
}
