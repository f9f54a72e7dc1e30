import PageTables
import Testing

@Suite struct EntryTests {
  /// SDM vol. 3A, tables 4-15 to 4-20.
  @Test(
    arguments: [
      (Entry.Bit.present, 0x1), (.writable, 0x2), (.user, 0x4), (.writeThrough, 0x8), (.cacheDisable, 0x10),
      (.accessed, 0x20), (.dirty, 0x40), (.pageSize, 0x80), (.global, 0x100),
      (.noExecute, 0x8000_0000_0000_0000),
    ] as [(Entry.Bit, UInt64)])
  func bits(bit: Entry.Bit, mask: UInt64) {
    #expect(bit.mask == mask)
    #expect(Entry(mask)[bit])
    #expect(!Entry(~mask)[bit])
    var entry = Entry(0)
    entry[bit] = true
    #expect(entry.rawValue == mask)
    entry = Entry(.max)
    entry[bit] = false
    #expect(entry.rawValue == ~mask)
  }

  @Test(
    arguments: [
      (0, .pt, ""),
      (0x67, .pml4, "P RW US A D"),
      (0x8000_0000_0000_0063, .pt, "P RW A D XD"),
      (0x1e3, .pd, "P RW A D PS G"),
      (0x1e3, .pt, "P RW A D PAT G"),
      (0x10e1, .pd, "P A D PS PAT"),
      (0x1061, .pd, "P A D"),
      (0x1061, .pt, "P A D"),
      (0x1081, .pml4, "P PS"),
      (0x1f, .pdpt, "P RW US PWT PCD"),
      (.max, .pt, "P RW US PWT PCD A D PAT G XD"),
      (.max, .pdpt, "P RW US PWT PCD A D PS G PAT XD"),
    ] as [(UInt64, Level, String)])
  func flagNames(raw: UInt64, level: Level, text: String) {
    #expect(Entry(raw).flagNames(at: level).joined(separator: " ") == text)
  }

  @Test func leaves() {
    let (plain, large) = (Entry(0x1), Entry(0x81))
    #expect(Level.allCases.filter { plain.isLeaf(at: $0) } == [.pt])
    #expect(Level.allCases.filter { large.isLeaf(at: $0) } == [.pt, .pd, .pdpt])
  }

  @Test func addresses() {
    let entry = Entry(0xffff_ffff_ffff_ffff)
    #expect(entry.tableFrame == FrameNumber(0xff_ffff_ffff))
    #expect(entry.pageAddress(at: .pt) == PhysicalAddress(0x000f_ffff_ffff_f000))
    #expect(entry.pageAddress(at: .pd) == PhysicalAddress(0x000f_ffff_ffe0_0000))
    #expect(entry.pageAddress(at: .pdpt) == PhysicalAddress(0x000f_ffff_c000_0000))
  }

  @Test func keysAndSoftwareBits() {
    #expect(Entry(0x7800_0000_0000_0000).protectionKey == 15)
    #expect(Entry(0x87ff_ffff_ffff_ffff).protectionKey == 0)
    #expect(Entry(.max).softwareBits == 0x07f0_0000_0000_0e00)
  }

  @Test func rightsLetters() {
    #expect(Rights.all.letters == "rwx")
    #expect(Rights([]).letters == "r--")
    #expect(Rights.write.letters == "rw-")
    #expect(Rights([.execute, .user]).letters == "r-x")
  }

  @Test(
    arguments: [
      (7, true, 7), (5, true, 6), (3, true, 5), (1, true, 4), (0x8000_0000_0000_0007, true, 3),
      (0x8000_0000_0000_0007, false, 7), (0, true, 4),
    ] as [(UInt64, Bool, UInt8)])
  func narrowing(raw: UInt64, noExecute: Bool, expected: UInt8) {
    let controls = Controls(cr0: 0, cr3: CR3(0), cr4: 0, noExecuteEnabled: noExecute)
    #expect(Rights.all.narrowed(by: Entry(raw), controls: controls).rawValue == expected)
    #expect(Rights([]).narrowed(by: Entry(raw), controls: controls) == [])
  }
}
