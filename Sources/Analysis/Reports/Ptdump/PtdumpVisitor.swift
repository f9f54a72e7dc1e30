import PageTables

/// Visits tables in the order that the kernel does.
///
/// Linux 6.12 mm/pagewalk.c, walk_page_range_novma, over the two ranges of ptdump_walk_pgd_level_core: the
/// lower half, and the upper half from the end of the guard hole, 16 root entries above its start.
struct PtdumpVisitor {
  private struct Key: Hashable {
    let table: FrameNumber
    let level: Level
    let inherited: UInt64
  }

  private let memory: any PhysicalMemory
  private let mode: PagingMode
  private let limits: PtdumpLimits
  private var rows: PtdumpRows
  private var loss = PtdumpLoss()
  private var entries = 0
  private var missing: Set<FrameNumber> = []
  private var summaries: [Key: PtdumpSummary] = [:]
  private var buffers: [[UInt64]] = Array(repeating: [UInt64](repeating: 0, count: 512), count: 6)

  init(
    memory: any PhysicalMemory, mode: PagingMode, markers: [PtdumpMarker], limits: PtdumpLimits
  ) {
    self.memory = memory
    self.mode = mode
    self.limits = limits
    rows = PtdumpRows(markers: markers, mode: mode)
  }

  mutating func run(root: FrameNumber, to sink: inout ByteSink) -> PtdumpLoss {
    let level = mode.rootLevel
    let rootKey = Key(table: root, level: level, inherited: PtdumpNote.everything)
    _ = visit(rootKey, entries: 0..<256, base: 0, to: &sink)
    let upper = mode.canonical(level.span &* 272).rawValue
    if loss.stoppedAt == nil {
      _ = visit(rootKey, entries: 272..<512, base: upper, to: &sink)
    }
    guard let stop = loss.stoppedAt else {
      rows.finish(at: 0, to: &sink)
      return loss
    }
    rows.finish(at: stop.rawValue, to: &sink)
    sink.append("! stopped after \(entries) entries and \(rows.rowCount) rows: the rest is not shown\n")
    return loss
  }

  /// Visits some entries of a table; `base` is the address of the first. Nil if not all could be seen.
  private mutating func visit(
    _ key: Key, entries range: Range<Int>, base: UInt64, to sink: inout ByteSink
  ) -> PtdumpSummary? {
    guard memory.readTable(key.table, into: &buffers[key.level.rawValue]) else {
      if missing.insert(key.table).inserted {
        loss.unreadable.append(.init(key.table, key.level))
      }
      rows.note(PtdumpNote(missing: key.table, level: key.level), at: base, to: &sink)
      return nil
    }
    var whole: PtdumpSummary?
    var isWhole = true
    for index in range {
      let offset = UInt64(index - range.lowerBound) &* key.level.span
      guard hasRoom(at: base &+ offset, sink) else { return nil }
      let entry = Entry(buffers[key.level.rawValue][index])
      guard isNoted(entry, at: key.level),
        let part = visit(entry, below: key, at: base &+ offset, to: &sink)
      else {
        isWhole = false
        continue
      }
      if whole == nil { whole = part } else { whole?.append(part, at: offset) }
    }
    return isWhole ? whole : nil
  }

  /// Visits one entry and what is below it.
  private mutating func visit(
    _ entry: Entry, below key: Key, at address: UInt64, to sink: inout ByteSink
  ) -> PtdumpSummary? {
    guard let below = key.level.below, isTable(entry, at: key.level) else {
      // What the kernel takes for an empty entry above level 1 is noted as 0.
      let isLeaf = entry.isLeaf(at: key.level)
      let note = PtdumpNote(isLeaf ? entry : Entry(0), level: key.level, inherited: key.inherited)
      rows.note(note, at: address, to: &sink)
      return PtdumpSummary(note)
    }
    let inherited = PtdumpNote.narrow(key.inherited, by: entry)
    let child = Key(table: entry.tableFrame, level: below, inherited: inherited)
    let last = address &+ (key.level.span &- 1)
    if let known = summaries[child], rows.note(known, from: address, through: last, to: &sink) {
      return known
    }
    let found = visit(child, entries: 0..<512, base: address, to: &sink)
    if let found { summaries[child] = found }
    return found
  }

  private func isTable(_ entry: Entry, at level: Level) -> Bool {
    entry[.present] && !entry[.pageSize]
  }

  /// A swapped-out huge page has an entry that is neither 0 nor a table: the kernel passes over it.
  private func isNoted(_ entry: Entry, at level: Level) -> Bool {
    let erratum = Entry.Bit.accessed.mask | Entry.Bit.dirty.mask
    return level == .pt || level >= .pml4 || entry[.present] || entry[.pageSize]
      || entry.rawValue & ~erratum == 0
  }

  private mutating func hasRoom(at address: UInt64, _ sink: borrowing ByteSink) -> Bool {
    guard loss.stoppedAt == nil else { return false }
    guard entries < limits.entries, rows.rowCount < limits.rows, sink.isOpen else {
      loss.stoppedAt = VirtualAddress(address)
      return false
    }
    entries += 1
    return true
  }
}
