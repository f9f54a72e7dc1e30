import Diagnostics
import PageTables
import Recordings

/// What happened to the page tables between the dumps of a log's first and last row.
///
/// A log has no written values, but the two dumps have both ends: the last row that writes an entry which
/// differs switches it from the value at the start to the value at the end. An entry that differs and that no
/// row writes keeps its first value.
struct TableChanges {
  /// The entries that differ, with their value at the end.
  private var entries: [PhysicalAddress: UInt64] = [:]
  /// How they differ only in the accessed and dirty bits, which the processor sets itself.
  private var marksOnly: Set<PhysicalAddress> = []
  /// Of each frame the entries that differ and whose last writer is not known yet.
  private var open: [FrameNumber: OpenWords] = [:]
  /// Table frames that only the end has and that no entry of the start leads to; they start as zeros.
  private(set) var newFrames: [FrameNumber] = []
  /// The last row that writes each entry.
  private var writers: [PhysicalAddress: Int] = [:]

  /// Compares the tables below `roots` at the start and at the end.
  init(from start: any PhysicalMemory, to end: any PhysicalMemory, roots: Set<FrameNumber>, mode: PagingMode) {
    let old = TableFrames(start, roots: roots, mode: mode)
    // What the start refers to is no new table: what was in it is not known.
    let tables = old.frames.union(TableFrames(end, roots: roots, mode: mode).frames).subtracting(old.missing)
    var before = [UInt64](repeating: 0, count: 512)
    var after = before
    for frame in tables.sorted() where end.readTable(frame, into: &after) {
      if !start.readTable(frame, into: &before) {
        before = [UInt64](repeating: 0, count: 512)
        newFrames.append(frame)
      }
      guard before != after else { continue }
      var words = OpenWords()
      for index in 0..<512 where before[index] != after[index] {
        entries[frame.wordAddress(index)] = after[index]
        words.add(index)
        let marks = Entry.Bit.accessed.mask | Entry.Bit.dirty.mask
        if (before[index] ^ after[index]) & ~marks == 0 { marksOnly.insert(frame.wordAddress(index)) }
      }
      open[frame] = words
    }
  }

  /// Finds the rows that write the entries, by translating their accesses through the tables of the start: from the
  /// last row to the first, so that each entry is found once.
  mutating func findWriters(in steps: StepTable, start: any PhysicalMemory, controls: Controls) {
    var translator = PageTranslator(memory: start, spaces: steps.cr3s.map { controls.with(cr3: $0) })
    for row in (0..<steps.count).reversed() {
      guard !open.isEmpty else { return }
      // The accesses of a faulting instruction do not complete; it runs again later.
      guard steps.note(at: row)?.flags.contains(.faults) != true else { continue }
      let cr3 = steps.cr3Index(at: row)
      for access in steps.accesses(at: row) where access.kind == .write {
        var address = access.address.rawValue
        var left = UInt64(access.size)
        while left > 0 {
          let part = min(left, 4096 - (address & 0xfff))
          if let physical = translator.physical(VirtualAddress(address), in: cr3) { note(physical, part, row) }
          address &+= part
          left -= part
        }
      }
    }
  }

  /// Remembers that `row` writes `size` bytes at `physical`, inside of one frame.
  private mutating func note(_ physical: PhysicalAddress, _ size: UInt64, _ row: Int) {
    let frame = physical.frame
    guard var words = open[frame] else { return }
    let first = Int(physical.rawValue & 0xfff) / 8
    let last = Int(physical.rawValue & 0xfff + size - 1) / 8
    let written = words.remove(first...last)
    guard !written.isEmpty else { return }
    for word in written { writers[frame.wordAddress(word)] = row }
    open[frame] = words.isEmpty ? nil : words
  }

  /// The writes, in the order of their rows.
  var writes: [Recording.TableWrite] {
    writers.compactMap { address, row in
      entries[address].map { Recording.TableWrite(step: row, address: address, value: $0) }
    }.sorted { ($0.step, $0.address) < ($1.step, $1.address) }
  }

  /// What remains unexplained.
  var notices: [Notice] {
    let unwritten = entries.keys.filter { writers[$0] == nil }
    let marks = unwritten.filter { marksOnly.contains($0) }.count
    var notices: [Notice] = []
    if marks > 0 {
      notices.append(
        Notice(
          .note, "accessed or dirty bits of \(marks) entries change during the log: the first values are used"
        ))
    }
    if unwritten.count > marks {
      notices.append(
        Notice(
          .note,
          "\(unwritten.count - marks) entries change during the log and no row writes them: they keep "
            + "their first values"))
    }
    return notices
  }
}

/// Some of the 512 words of a table.
private struct OpenWords {
  /// A bit a word.
  private var bits = SIMD8<UInt64>.zero

  var isEmpty: Bool { bits == .zero }

  mutating func add(_ word: Int) { bits[word / 64] |= 1 << UInt64(word % 64) }

  /// Takes out those of a range, 0 to 511, and returns them.
  mutating func remove(_ range: ClosedRange<Int>) -> [Int] {
    var removed: [Int] = []
    for lane in range.lowerBound / 64...range.upperBound / 64 {
      let low = max(range.lowerBound - lane * 64, 0)
      let high = min(range.upperBound - lane * 64, 63)
      var found = bits[lane] & (UInt64.max << UInt64(low)) & (UInt64.max >> UInt64(63 - high))
      bits[lane] &= ~found
      while found != 0 {
        removed.append(lane * 64 + found.trailingZeroBitCount)
        found &= found - 1
      }
    }
    return removed
  }
}
