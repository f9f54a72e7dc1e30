package import PageTables

/// A space as the text of the kernel's debugfs files page_tables/*.
///
///     0x0000000060001000-0x0000000060002000           4K USR ro                     x  pte
///
/// Linux 6.12 arch/x86/mm/dump_pagetables.c and mm/ptdump.c, byte for byte. A table that the input lacks is a
/// row that no kernel prints: it has `! no table 0x...` in place of the flags.
package struct PtdumpReport<Memory: PhysicalMemory> {
  /// Where the tables are.
  package let memory: Memory
  /// The registers; CR3 selects the half.
  package let controls: Controls
  /// The headings, in the order of their addresses; the first is printed at once.
  package let markers: [PtdumpMarker]
  /// What bounds the work.
  package let limits: PtdumpLimits

  /// Prepares a report; without `markers` they are those of Linux 6.12 in the paging mode of `controls`.
  package init(
    memory: Memory, controls: Controls, markers: [PtdumpMarker]? = nil, limits: PtdumpLimits = PtdumpLimits()
  ) {
    self.memory = memory
    self.controls = controls
    self.markers = markers ?? PtdumpMarker.linux(mode: controls.mode)
    self.limits = limits
  }

  /// Writes the text; returns what it lacks.
  package func write(to sink: inout ByteSink) -> PtdumpLoss {
    var visitor = PtdumpVisitor(memory: memory, mode: controls.mode, markers: markers, limits: limits)
    return visitor.run(root: controls.cr3.root, to: &sink)
  }
}

/// What bounds the work of a page-table text, since a table may contain itself.
package struct PtdumpLimits: Hashable, Sendable {
  /// The most entries that are looked at.
  package var entries: Int
  /// The most rows.
  package var rows: Int

  /// Bounds entries and rows; 2^26 entries map 256 GiB with 4 KiB pages.
  package init(entries: Int = 1 << 26, rows: Int = 1 << 22) {
    self.entries = entries
    self.rows = rows
  }
}

/// What a page-table text does not tell.
package struct PtdumpLoss: Equatable, Sendable {
  /// A table that the input lacks.
  package struct Table: Hashable, Sendable {
    /// Where it should be.
    package let table: FrameNumber
    /// Its level.
    package let level: Level

    /// Names a table.
    package init(_ table: FrameNumber, _ level: Level) {
      self.table = table
      self.level = level
    }
  }

  /// Tables that the input lacks, each once.
  package internal(set) var unreadable: [Table] = []
  /// Where the text ends because a limit was reached; nil if it is whole.
  package internal(set) var stoppedAt: VirtualAddress?

  /// Nothing lost.
  package init() {}
}
