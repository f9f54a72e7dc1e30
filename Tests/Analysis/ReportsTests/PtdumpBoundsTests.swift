import PageTables
import Reports
import Testing

/// Tables that contain themselves, and shared tables.
@Suite struct PtdumpBoundsTests {
  /// A root whose `slots` point to the root itself, with flags that differ from slot to slot.
  static func selfContaining(slots: Range<Int>) -> (TableBuilder, FrameNumber) {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    for slot in slots {
      let flags: UInt64 = slot % 2 == 0 ? 0x63 : 0x8000_0000_0000_0027
      tables.write(Entry(root.address.rawValue | flags), at: slot, of: root)
    }
    return (tables, root)
  }

  @Test func oneSelfReferenceIsFinite() {
    let (tables, root) = Self.selfContaining(slots: 300..<301)
    let (lines, loss) = PtdumpReportTests.rows(tables, root)
    #expect(loss == PtdumpLoss())
    // The only leaf: slot 300 at all four levels, 300 * (2^39 + 2^30 + 2^21 + 2^12) sign extended.
    #expect(
      lines.filter { $0.contains(" RW ") } == [
        "0xffff964b2592c000-0xffff964b2592d000           4K     RW                     x  pte"
      ])
  }

  @Test func manySelfReferencesStopAtTheLimitOfEntries() {
    let (tables, root) = Self.selfContaining(slots: 0..<512)
    let (lines, loss) = PtdumpReportTests.rows(
      tables, root, limits: PtdumpLimits(entries: 10_000, rows: 1 << 24))
    #expect(loss.stoppedAt != nil)
    #expect(lines.last?.hasPrefix("! stopped after 10000 entries and ") == true)
  }

  @Test func stopsAtTheLimitOfRows() {
    let (tables, root) = Self.selfContaining(slots: 0..<512)
    let (lines, loss) = PtdumpReportTests.rows(
      tables, root, limits: PtdumpLimits(entries: 1 << 24, rows: 100))
    // Page 100 ends the row of page 99; the loop stops before page 101.
    #expect(loss.stoppedAt == VirtualAddress(101 << 12))
    #expect(lines.count == 102)
  }

  @Test func aTableOfEqualPagesIsReadOnceForAllItsPlaces() {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    var below = tables.makeTable()
    for index in 0..<512 { tables.write(Entry(0x9063), at: index, of: below) }
    for _ in 0..<2 {
      let table = tables.makeTable()
      for index in 0..<512 { tables.write(Entry(below.address.rawValue | 0x63), at: index, of: table) }
      below = table
    }
    for index in 0..<256 { tables.write(Entry(below.address.rawValue | 0x63), at: index, of: root) }
    // 2^35 pages below the lower half, but only 3 tables and the 496 entries of the root.
    let (lines, loss) = PtdumpReportTests.rows(
      tables, root, limits: PtdumpLimits(entries: 3 * 512 + 496, rows: 10))
    #expect(loss == PtdumpLoss())
    #expect(
      lines == [
        "0x0000000000000000-0xffff880000000000    16777096T     RW                     x  pte",
        "0xffff880000000000-0x0000000000000000         120T                               pgd",
      ])
  }

  /// Shared tables below a heading that only counts: the count is that of a walk without memory.
  @Test func countsSharedRowsAsIfTheyWereRead() throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    let shared = try tables.table(of: .pt, for: VirtualAddress(0), under: root)
    for index in stride(from: 3, to: 512, by: 16) { tables.write(Entry(0x9001), at: index, of: shared) }
    let directory = try tables.table(of: .pd, for: VirtualAddress(0), under: root)
    for index in 0..<512 { tables.write(Entry(shared.address.rawValue | 0x63), at: index, of: directory) }
    let (lines, _) = PtdumpReportTests.rows(
      tables, root, markers: [PtdumpMarker(0, "A", rowLimit: 16), PtdumpMarker(0x4000_0000, "B")])
    // 32 pages in each of 512 places, a hole before each and one after the last.
    #expect(lines[16] == "... \(512 * 32 * 2 + 1 - 16) entries skipped ... ")
  }
}
