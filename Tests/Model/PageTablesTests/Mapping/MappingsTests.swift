import PageTables
import TestSupport
import Testing

@Suite struct MappingsTests {
  private let root = FrameNumber(1)
  private let controls = Controls(cr0: 0x1_0000, cr3: CR3(0x1000), cr4: 0xa0)

  /// "0x1000 -> 0x2000, 3 x 4K rw- user, global, 2 times at 0x10000".
  private func text(_ mapping: Mapping) -> String {
    func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
    var text = "\(hex(mapping.start.rawValue)) -> \(hex(mapping.physical.rawValue)), "
    text += "\(mapping.pages) x \(mapping.pageSize.name) \(mapping.rights.letters)"
    if mapping.rights.contains(.user) { text += " user" }
    if mapping.isGlobal { text += ", global" }
    if mapping.repeatCount > 1 {
      text += ", \(mapping.repeatCount) times at \(mapping.stride.map(hex) ?? "different distances")"
    }
    return text
  }

  private func mappings(_ builder: TableBuilder) -> [String] {
    Mappings(memory: builder.memory, controls: controls).map(text)
  }

  private func map(
    _ builder: inout TableBuilder, _ start: UInt64, _ physical: UInt64, pages: UInt64 = 1,
    _ flags: UInt64 = 3,
    size: PageSize = .fourKiB
  ) throws {
    for page in 0..<pages {
      try builder.map(
        VirtualAddress(start + page * size.bytes), to: PhysicalAddress(physical + page * size.bytes),
        size: size,
        flags: Entry(flags), under: root)
    }
  }

  @Test func runsCrossTables() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    try map(&builder, 0x3fff_e000, 0x10_0000, pages: 5)
    #expect(mappings(builder) == ["0x3fffe000 -> 0x100000, 5 x 4K rwx"])
  }

  @Test func whatSplitsARun() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    try map(&builder, 0x0000, 0x10_0000, 3)
    try map(&builder, 0x1000, 0x10_1000, 1)
    try map(&builder, 0x2000, 0x10_2000, 5)
    try map(&builder, 0x3000, 0x10_3000, 0x105)
    try map(&builder, 0x4000, 0x10_4000, 0x105 | 1 << 63)
    try map(&builder, 0x5000, 0x10_6000, 0x105 | 1 << 63)
    try map(&builder, 0x7000, 0x10_7000, 0x105 | 1 << 63)
    #expect(
      mappings(builder) == [
        "0x0 -> 0x100000, 1 x 4K rwx",
        "0x1000 -> 0x101000, 1 x 4K r-x",
        "0x2000 -> 0x102000, 1 x 4K r-x user",
        "0x3000 -> 0x103000, 1 x 4K r-x user, global",
        "0x4000 -> 0x104000, 1 x 4K r-- user, global",
        "0x5000 -> 0x106000, 1 x 4K r-- user, global",
        "0x7000 -> 0x107000, 1 x 4K r-- user, global",
      ])
  }

  /// Memory type, accessed, dirty, software bits and protection key do not split; neither does PAT.
  @Test func whatDoesNotSplitARun() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    for (page, flags) in [3, 0xb, 0x13, 0x23, 0x43, 0x83, 0xe03, 3 | 0x7ff << 52, 3].enumerated() {
      try map(&builder, UInt64(page) << 12, UInt64(page + 256) << 12, UInt64(flags))
    }
    #expect(mappings(builder) == ["0x0 -> 0x100000, 9 x 4K rwx"])
  }

  @Test func sizesAreKeptApart() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    try map(&builder, 0, 0, pages: 512)
    try map(&builder, 0x20_0000, 0x20_0000, pages: 511, size: .twoMiB)
    try map(&builder, 0x4000_0000, 0x4000_0000, pages: 2, size: .oneGiB)
    #expect(
      mappings(builder) == [
        "0x0 -> 0x0, 512 x 4K rwx", "0x200000 -> 0x200000, 511 x 2M rwx",
        "0x40000000 -> 0x40000000, 2 x 1G rwx",
      ])
  }

  /// Adjacent in memory, but not as addresses.
  @Test func theHoleIsNotCrossed() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    try map(&builder, 0x7fff_ffff_f000, 0x1000)
    try map(&builder, 0xffff_8000_0000_0000, 0x2000)
    try map(&builder, 0xffff_ffff_ffff_f000, 0x3000)
    try map(&builder, 0, 0x4000)
    #expect(
      mappings(builder) == [
        "0x0 -> 0x4000, 1 x 4K rwx", "0x7ffffffff000 -> 0x1000, 1 x 4K rwx",
        "0xffff800000000000 -> 0x2000, 1 x 4K rwx", "0xfffffffffffff000 -> 0x3000, 1 x 4K rwx",
      ])
  }

  @Test func globalNeedsPGE() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    try map(&builder, 0, 0x1000, 0x103)
    let off = Controls(cr0: 0, cr3: CR3(0x1000), cr4: 0x20)
    #expect(Mappings(memory: builder.memory, controls: off).map(\.isGlobal) == [false])
    #expect(Mappings(memory: builder.memory, controls: controls).map(\.isGlobal) == [true])
  }

  /// Linux's espfix: 65,536 addresses of one page, through four PDPTEs, 512 PDEs and 32 PTEs.
  @Test func espfix() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    let start = VirtualAddress(0xffff_ff00_0000_0000)
    let pdpt = try builder.table(of: .pdpt, for: start, under: root)
    let (pd, pt) = (builder.makeTable(), builder.makeTable())
    for index in 0..<4 { builder.write(Entry(pd.address.rawValue | 0x63), at: index, of: pdpt) }
    for index in 0..<512 { builder.write(Entry(pt.address.rawValue | 0x63), at: index, of: pd) }
    for index in 0..<32 { builder.write(Entry(0x80_0000_0055_5061 | 1 << 63), at: index * 16, of: pt) }
    let found = Mappings(memory: builder.memory, controls: controls)
    #expect(found.map(text) == ["0xffffff0000000000 -> 0x555000, 1 x 4K r--, 65536 times at 0x10000"])
    #expect(found.leafCount == 65_536)
    #expect(found.tableCount == 4)
  }

  @Test func aliasesAtADistance() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    for copy: UInt64 in 0..<5 {
      try map(&builder, copy << 16, 0x50_0000, pages: 3)
      try map(&builder, copy << 16 + 0x8000, 0x90_0000 + copy << 20)
    }
    #expect(mappings(builder).first == "0x0 -> 0x500000, 3 x 4K rwx, 5 times at 0x10000")
    #expect(mappings(builder).count == 6)
  }

  /// Two interleaved series of aliases of one frame that differ in their rights.
  @Test func aliasesWithDifferentRights() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    for copy: UInt64 in 0..<4 {
      try map(&builder, copy << 16, 0x50_0000, 3)
      try map(&builder, copy << 16 + 0x8000, 0x50_0000, 1)
    }
    #expect(
      mappings(builder) == [
        "0x0 -> 0x500000, 1 x 4K rwx, 4 times at 0x10000",
        "0x8000 -> 0x500000, 1 x 4K r-x, 4 times at 0x10000",
      ])
  }

  /// A table shared at irregular distances, with others between its places.
  @Test func sharedTableBetweenOthers() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    let pd = try builder.table(of: .pd, for: VirtualAddress(0), under: root)
    try map(&builder, 0, 0x10_0000, pages: 512)
    let shared = try builder.table(of: .pt, for: VirtualAddress(0), under: root)
    for index in [1, 5] { builder.write(Entry(shared.address.rawValue | 7), at: index, of: pd) }
    try map(&builder, 0x40_0000, 0x70_0000, pages: 512 * 3)
    #expect(
      mappings(builder) == [
        "0x0 -> 0x100000, 512 x 4K rwx, 2 times at 0x200000", "0x400000 -> 0x700000, 1536 x 4K rwx",
        "0xa00000 -> 0x100000, 512 x 4K rwx",
      ])
  }

  @Test func missingAndMalformedAreListedOnce() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    let pd = try builder.table(of: .pd, for: VirtualAddress(0), under: root)
    let shared = builder.makeTable()
    for index in [0, 1, 3] { builder.write(Entry(shared.address.rawValue | 7), at: index, of: pd) }
    for index in [5, 6] { builder.write(Entry(0x999_9007), at: index, of: pd) }
    builder.write(Entry(0x999_9001), at: 7, of: pd)
    let bad = Entry(0x0008_0000_0000_0001)
    builder.write(bad, at: 9, of: shared)
    var narrow = controls
    narrow.physicalBits = 46
    let found = Mappings(memory: builder.memory, controls: narrow)
    #expect(found.isEmpty && found.leafCount == 0)
    #expect(found.tableCount == 4)
    #expect(found.unreadable.map(\.table) == [FrameNumber(0x9999)])
    #expect(found.unreadable.map(\.level) == [.pt])
    #expect(found.malformed.map(\.address) == [shared.wordAddress(9)])
    #expect(found.malformed.map(\.entry) == [bad])
    #expect(found.malformed.map(\.level) == [.pt])
  }

  @Test func malformedEntriesAreLimited() {
    let words = [UInt64](repeating: 0x0008_0000_0000_0001, count: 512)
    var tables = NaiveTables(frames: [1: words, 2: words, 3: words], root: 1, physicalBits: 46)
    tables.frames[1]?[0] = 0x2007
    tables.frames[1]?[1] = 0x3007
    let found = Mappings(memory: tables.memory, controls: tables.controls)
    #expect(found.malformed.count == 1000)
  }

  @Test func noRoot() {
    let found = Mappings(memory: SparseMemory(), controls: controls)
    #expect(found.isEmpty && found.tableCount == 0 && found.leafCount == 0)
    #expect(found.unreadable.map(\.table) == [root])
    #expect(found.unreadable.map(\.level) == [.pml4])
  }

  @Test func lookUp() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x100))
    try map(&builder, 0x1000, 0x10_0000, pages: 2)
    try map(&builder, 0x8000, 0x20_0000)
    let found = Mappings(memory: builder.memory, controls: controls)
    for (address, index) in [(0, nil), (0x1000, 0), (0x2fff, 0), (0x3000, 0), (0x8000, 1), (.max, 1)]
      as [(UInt64, Int?)]
    {
      #expect(found.index(atOrBefore: VirtualAddress(address)) == index)
    }
    #expect(Mappings().index(atOrBefore: VirtualAddress(0)) == nil)
    #expect(found[0].contains(VirtualAddress(0x2fff)))
    #expect(!found[0].contains(VirtualAddress(0x3000)))
    #expect(!found[0].contains(VirtualAddress(0xfff)))
  }
}
