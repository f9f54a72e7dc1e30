import PageTables
import Reports
import Testing

@Suite struct PtdumpReportTests {
  /// The lines of a report without headings, and what it lost.
  static func rows(
    _ tables: TableBuilder, _ root: FrameNumber, markers: [PtdumpMarker] = [PtdumpMarker(0, "All")],
    limits: PtdumpLimits = PtdumpLimits()
  ) -> (lines: [String], loss: PtdumpLoss) {
    var controls = Controls.linux(cr3: CR3(root.address.rawValue))
    if tables.mode == .fiveLevel { controls.cr4 |= 1 << 12 }
    let report = PtdumpReport(memory: tables.memory, controls: controls, markers: markers, limits: limits)
    var loss = PtdumpLoss()
    let text = ByteSink.text { loss = report.write(to: &$0) }
    return (text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("---") }, loss)
  }

  @Test func printsEveryFlag() throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    let flags: [UInt64] = [0x1, 0x8000_0000_0000_01ff, 0x81, 0x41, 0x201]
    for (page, flags) in flags.enumerated() {
      try tables.map(
        VirtualAddress(UInt64(page) << 12), to: PhysicalAddress(0), flags: Entry(flags), under: root)
    }
    #expect(
      Array(Self.rows(tables, root).lines.prefix(6)) == [
        "0x0000000000000000-0x0000000000001000           4K     ro                     x  pte",
        "0x0000000000001000-0x0000000000002000           4K USR RW PWT PCD     PAT GLB NX pte",
        "0x0000000000002000-0x0000000000003000           4K     ro             PAT     x  pte",
        // Dirty and software bits end a row though nothing else shows them.
        "0x0000000000003000-0x0000000000004000           4K     ro                     x  pte",
        "0x0000000000004000-0x0000000000005000           4K     ro                     x  pte",
        "0x0000000000005000-0x0000000000200000        2028K                               pte",
      ])
  }

  @Test func neverPrintsThePATOfALargePage() throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    try tables.map(
      VirtualAddress(0), to: PhysicalAddress(0), size: .oneGiB, flags: Entry(0x1001), under: root)
    let table = try tables.table(of: .pdpt, for: VirtualAddress(0), under: root)
    tables.write(Entry(0x1081), at: 0, of: table)
    #expect(
      Self.rows(tables, root).lines.first
        == "0x0000000000000000-0x0000000040000000           1G     ro         PSE         x  pud")
  }

  @Test func endsARowWhereOnlyTheRightsAboveChange() throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    for address: UInt64 in [0x1f_f000, 0x20_0000] {
      try tables.map(
        VirtualAddress(address), to: PhysicalAddress(address), flags: Entry(7), under: root)
    }
    let table = try tables.table(of: .pd, for: VirtualAddress(0), under: root)
    let entry = try #require(tables.memory.word(at: table.wordAddress(1)))
    tables.write(Entry(entry & ~4), at: 1, of: table)
    #expect(
      Array(Self.rows(tables, root).lines[1...2]) == [
        "0x00000000001ff000-0x0000000000200000           4K USR RW                     x  pte",
        "0x0000000000200000-0x0000000000201000           4K USR RW                     x  pte",
      ])
  }

  @Test func namesFiveLevels() throws {
    var tables = TableBuilder(mode: .fiveLevel, firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    try tables.map(
      VirtualAddress(0xff11_0000_0000_0000), to: PhysicalAddress(0), size: .twoMiB,
      flags: Entry(0x8000_0000_0000_0163), under: root)
    var controls = Controls.linux(cr3: CR3(root.address.rawValue))
    controls.cr4 |= 1 << 12
    let report = PtdumpReport(memory: tables.memory, controls: controls)
    // 256 root entries, the hole of 0xfe10... bytes, then the LDT's entry, by the rules of note_page.
    #expect(
      ByteSink.text { _ = report.write(to: &$0) } == """
        ---[ User Space ]---
        0x0000000000000000-0xff10000000000000       16324P                               pgd
        ---[ Kernel Space ]---
        0xff10000000000000-0xff11000000000000         256T                               pgd
        ---[ LDT remap ]---
        0xff11000000000000-0xff11000000200000           2M     RW         PSE     GLB NX pmd
        ---[ Low Kernel Mapping ]---
        0xff11000000200000-0xff11000040000000        1022M                               pmd
        0xff11000040000000-0xff11008000000000         511G                               pud
        0xff11008000000000-0xff12000000000000      261632G                               p4d
        0xff12000000000000-0xffa0000000000000       36352T                               pgd
        ---[ vmalloc() Area ]---
        0xffa0000000000000-0xffd4000000000000          13P                               pgd
        ---[ Vmemmap ]---
        0xffd4000000000000-0x0000000000000000          11P                               pgd

        """)
  }

  @Test func countsTheRowsBelowALimitedHeading() throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    for page: UInt64 in [1, 3, 5] {
      try tables.map(
        VirtualAddress(page << 12), to: PhysicalAddress(0x9000), flags: Entry(1), under: root)
    }
    func skipped(_ limit: Int) -> [String] {
      Self.rows(
        tables, root,
        markers: [PtdumpMarker(0, "A", rowLimit: limit), PtdumpMarker(0x6000, "B")]
      ).lines.filter { $0.hasPrefix("...") }
    }
    // Rows below A: hole, 1, 2, 3, 4, 5, since the heading B is passed at the end of page 5's row.
    #expect(skipped(2) == ["... 4 entries skipped ... "])
    #expect(skipped(5) == ["... 1 entry skipped ... "])
    #expect(skipped(6) == [])
  }

  @Test func saysWhichTableIsMissing() throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    let table = try tables.table(of: .pd, for: VirtualAddress(0), under: root)
    tables.write(Entry(0x55_5067), at: 1, of: table)
    let (lines, loss) = Self.rows(tables, root)
    #expect(
      Array(lines[..<3]) == [
        "0x0000000000000000-0x0000000000200000           2M                               pmd",
        "0x0000000000200000-0x0000000000400000           2M ! no table 0x0000000000555000 pte",
        "0x0000000000400000-0x0000000040000000        1020M                               pmd",
      ])
    #expect(loss.unreadable == [PtdumpLoss.Table(FrameNumber(0x555), .pt)])
    #expect(loss.stoppedAt == nil)
  }
}
