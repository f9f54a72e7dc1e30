import PageTables

/// The thirty columns of a row's flags.
///
///     USR RW PWT PCD PSE PAT GLB NX
///         ro                     x
///
/// Linux 6.12 arch/x86/mm/dump_pagetables.c, printk_prot. The kernel masks bit 12 away, so that the PAT bit
/// of a large page is never printed.
struct PtdumpColumns {
  private struct Column {
    let set: Literal
    let clear: Literal
    /// The bit in a PTE and in the entries of other levels; 0 if it is never printed there.
    let masks: (pte: UInt64, other: UInt64)

    init(_ set: Literal, _ clear: Literal, _ bit: Entry.Bit, inPTE: Bool = true, inOthers: Bool = true) {
      self.set = set
      self.clear = clear
      masks = (inPTE ? bit.mask : 0, inOthers ? bit.mask : 0)
    }
  }

  private let columns = [
    Column("USR ", "    ", .user),
    Column("RW ", "ro ", .writable),
    Column("PWT ", "    ", .writeThrough),
    Column("PCD ", "    ", .cacheDisable),
    Column("PSE ", "    ", .pageSize, inPTE: false),
    Column("PAT ", "    ", .pageSize, inOthers: false),
    Column("GLB ", "    ", .global),
    Column("NX ", "x  ", .noExecute),
  ]

  /// Prints the flags of a note, or spaces if its entry is not present.
  func print(_ note: PtdumpNote, to sink: inout ByteSink) {
    guard Entry(note.flags)[.present] else { return sink.pad(30) }
    for column in columns {
      let mask = note.level == .pt ? column.masks.pte : column.masks.other
      sink.append(note.flags & mask != 0 ? column.set : column.clear)
    }
  }
}
