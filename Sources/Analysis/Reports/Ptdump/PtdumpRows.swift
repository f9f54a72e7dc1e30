import PageTables

/// Joins notes to rows and prints them with the headings.
///
/// Linux 6.12 arch/x86/mm/dump_pagetables.c, note_page and printk_prot: a row ends where a note differs or
/// where the next heading's address is reached, and then at most one heading is passed; so headings can lag
/// behind their addresses.
struct PtdumpRows {
  private let markers: [PtdumpMarker]
  private let isLong: Bool
  private let columns = PtdumpColumns()
  private var marker = 0
  private var rowsBelowMarker = 0
  private var start: UInt64 = 0
  private var current: PtdumpNote?
  /// The number of rows so far, printed or not.
  private(set) var rowCount = 0

  init(markers: [PtdumpMarker], mode: PagingMode) {
    self.markers = markers
    isLong = mode == .fiveLevel
  }

  /// Where the next heading stands; the top of the address space if there is none.
  private var nextMarker: UInt64 {
    marker + 1 < markers.count ? markers[marker + 1].start.rawValue : .max
  }

  /// Whether rows are only counted at the moment.
  private var isSilent: Bool {
    guard marker < markers.count, let limit = markers[marker].rowLimit else { return false }
    return rowsBelowMarker >= limit
  }

  /// What begins at `address`.
  mutating func note(_ note: PtdumpNote, at address: UInt64, to sink: inout ByteSink) {
    guard let current else {
      start = address
      self.current = note
      return printMarker(to: &sink)
    }
    guard note != current || address >= nextMarker else { return }
    endRow(current, at: address, to: &sink)
    start = address
    self.current = note
  }

  /// Notes a whole subtree that was seen before, if that is possible without looking into it.
  mutating func note(
    _ summary: PtdumpSummary, from address: UInt64, through last: UInt64, to sink: inout ByteSink
  ) -> Bool {
    guard current != nil, nextMarker > last, summary.breaks == 0 || isSilent else { return false }
    note(summary.first, at: address, to: &sink)
    if summary.breaks > 0 {
      rowsBelowMarker += summary.breaks
      rowCount += summary.breaks
      start = address &+ summary.lastStart
      current = summary.last
    }
    return true
  }

  /// Ends the last row at `address`; 0 is the top of the address space.
  mutating func finish(at address: UInt64, to sink: inout ByteSink) {
    guard let current else { return }
    endRow(current, at: address, to: &sink)
    self.current = nil
  }

  private mutating func endRow(_ note: PtdumpNote, at end: UInt64, to sink: inout ByteSink) {
    if !isSilent || note.missing != nil { printRow(note, end: end, to: &sink) }
    rowsBelowMarker += 1
    rowCount += 1
    guard end >= nextMarker else { return }
    if let limit = markers[marker].rowLimit, rowsBelowMarker > limit {
      let skipped = rowsBelowMarker - limit
      sink.append("... \(skipped) entr\(skipped == 1 ? "y" : "ies") skipped ... \n")
    }
    marker += 1
    rowsBelowMarker = 0
    printMarker(to: &sink)
  }

  private func printMarker(to sink: inout ByteSink) {
    guard marker < markers.count else { return }
    sink.append("---[ ")
    sink.append(markers[marker].name)
    sink.append(" ]---\n")
  }

  private func printRow(_ note: PtdumpNote, end: UInt64, to sink: inout ByteSink) {
    sink.append(address: start)
    sink.append(byte: 0x2d)
    sink.append(address: end)
    sink.append("   ")
    sink.append(size: end &- start, width: 10)
    sink.append(byte: 0x20)
    if let table = note.missing {
      sink.append("! no table ")
      sink.append(address: table.address.rawValue)
      sink.append(byte: 0x20)
    } else {
      columns.print(note, to: &sink)
    }
    sink.append(name(of: note.level))
    sink.endLine()
  }

  /// Linux's name of a level; with four levels the PML4 is the pgd, and there is no p4d.
  private func name(of level: Level) -> String {
    switch level {
    case .pt: "pte"
    case .pd: "pmd"
    case .pdpt: "pud"
    case .pml4: isLong ? "p4d" : "pgd"
    case .pml5: "pgd"
    }
  }
}
