import Isolation
import PageTables
import TestSupport
import Testing

/// The spaces of one process side by side, on tables that are written here.
@Suite struct ProcessMapTests {
  private static let noExecute = Entry.Bit.noExecute.mask
  private static let kernel = Space(name: "K", letter: .private, cr3: CR3(0x4000))
  private static let user = Space(name: "U", letter: .user, cr3: CR3(0x5000))

  private static func map(_ builder: TableBuilder, _ spaces: [Space] = [user, kernel]) -> ProcessMap {
    ProcessMap(
      spaces: spaces, exposed: spaces[0], memory: builder.memory, controls: .linux(cr3: kernel.cr3))
  }

  /// "U user 400000-401fff r-x r-- 2000 1", a line a row.
  private static func lines(_ map: ProcessMap) -> [String] {
    map.rows.map { row in
      let rights = row.rights.map { $0?.letters ?? "." }.joined(separator: " ")
      let (start, last) = (String(row.start.rawValue, radix: 16), String(row.last.rawValue, radix: 16))
      let tail = row.repeatCount > 1 ? " x\(row.repeatCount)" : ""
      return "\(row.pageClass?.letter ?? "?") \(row.region.rawValue) \(start)-\(last) \(rights) "
        + "\(String(row.bytes, radix: 16)) \(row.pieces)" + tail
    }
  }

  private static func page(
    _ builder: inout TableBuilder, _ address: UInt64, _ physical: UInt64, _ flags: UInt64, _ space: Space,
    size: PageSize = .fourKiB
  ) throws {
    try builder.map(
      VirtualAddress(address), to: PhysicalAddress(physical), size: size, flags: Entry(flags),
      under: space.cr3.root)
  }

  /// Named parts cut the rows and give them their class; what lies around a part stays one row, and an address is
  /// in the smallest row that holds it.
  @Test func namedParts() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    try Self.page(&builder, 0xffff_8880_0020_0000, 0x20_0000, 0x3 | Self.noExecute, Self.kernel, size: .twoMiB)
    let parts = [
      ProcessMap.Part(0xffff_8880_0000_0000...0xffff_8880_03ff_ffff, name: "direct map", pageClass: .private),
      .init(0xffff_8880_0028_0000...0xffff_8880_0028_ffff, name: "slab", pageClass: .private),
      .init(0xffff_8880_0030_0000...0xffff_8880_0030_ffff, name: "task", pageClass: .exposed),
    ]
    let map = ProcessMap(
      spaces: [Self.kernel], exposed: Self.kernel, memory: builder.memory, controls: .linux(cr3: Self.kernel.cr3),
      parts: parts)
    #expect(map.rows.map(\.name) == ["direct map", "slab", "task"])
    #expect(map.rows.map(\.pageClass) == [.private, .private, .exposed])
    #expect(map.rows.map(\.bytes) == [0x1e_0000, 0x1_0000, 0x1_0000])
    #expect(map.rows[0].pieces == 3)
    #expect(map.row(at: VirtualAddress(0xffff_8880_0028_1000)) == 1)
    #expect(map.row(at: VirtualAddress(0xffff_8880_0031_0000)) == 0)
    #expect(map.row(at: VirtualAddress(0xffff_8880_0040_0000)) == nil)
  }

  /// The captures' README: user pages are NX under the kernel CR3; the per-CPU TSS page of the user half is
  /// part of a 2 MiB page of the kernel half.
  @Test func aSmallProcess() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    try Self.page(&builder, 0x40_0000, 0x10_0000, 0x5, Self.user)
    try Self.page(&builder, 0x40_1000, 0x10_1000, 0x5, Self.user)
    try Self.page(&builder, 0x40_0000, 0x10_0000, 0x5 | Self.noExecute, Self.kernel)
    try Self.page(&builder, 0x40_1000, 0x10_1000, 0x5 | Self.noExecute, Self.kernel)
    try Self.page(
      &builder, 0xffff_8880_07a0_0000, 0x7a0_0000, 0x3 | Self.noExecute, Self.kernel, size: .twoMiB)
    try Self.page(&builder, 0xffff_8880_07a0_6000, 0x7a0_6000, 0x3 | Self.noExecute, Self.user)
    try Self.page(&builder, 0xffff_ffff_8140_0000, 0x140_0000, 0x101, Self.user, size: .twoMiB)
    try Self.page(&builder, 0xffff_ffff_8140_0000, 0x140_0000, 0x101, Self.kernel, size: .twoMiB)
    let map = Self.map(builder)
    #expect(
      Self.lines(map) == [
        "U user 400000-401fff r-x r-- 2000 1",
        "P direct map ffff888007a00000-ffff888007a05fff . rw- 6000 1",
        "E direct map ffff888007a06000-ffff888007a06fff rw- rw- 1000 1",
        "P direct map ffff888007a07000-ffff888007bfffff . rw- 1f9000 1",
        "E kernel image ffffffff81400000-ffffffff815fffff r-x r-x 200000 1",
      ])
    #expect(map.unreadableTables == 0)
    #expect(map.row(at: VirtualAddress(0xffff_8880_07a0_6fff)) == 2)
    #expect(map.row(at: VirtualAddress(0xffff_8880_07a0_7000)) == 3)
    #expect(map.row(at: VirtualAddress(0x40_2000)) == nil)
  }

  /// The same address with another frame is not exposed.
  @Test func anotherFrameIsPrivate() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    try Self.page(&builder, 0xffff_ffff_8100_0000, 0x10_0000, 0x1, Self.user)
    try Self.page(&builder, 0xffff_ffff_8100_0000, 0x20_0000, 0x1, Self.kernel)
    #expect(
      Self.lines(Self.map(builder)) == ["P kernel image ffffffff81000000-ffffffff81000fff r-x r-x 1000 1"])
  }

  /// A page that only the user half maps is exposed: it is what CPL 3 runs with.
  @Test func onlyInTheUserHalf() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    builder.write(Entry(0), at: 0, of: Self.kernel.cr3.root)
    try Self.page(&builder, 0xffff_ffff_8100_0000, 0x10_0000, 0x1, Self.user)
    #expect(
      Self.lines(Self.map(builder)) == ["E kernel image ffffffff81000000-ffffffff81000fff r-x . 1000 1"])
  }

  /// Under nopti there is one space, which CPL 3 runs with: all of the kernel is exposed.
  @Test func oneSpace() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    try Self.page(&builder, 0x40_0000, 0x10_0000, 0x7, Self.kernel)
    try Self.page(&builder, 0xffff_ffff_8100_0000, 0x10_0000, 0x1, Self.kernel)
    #expect(
      Self.lines(Self.map(builder, [Self.kernel])) == [
        "U user 400000-400fff rwx 1000 1", "E kernel image ffffffff81000000-ffffffff81000fff r-x 1000 1",
      ])
  }

  /// Pieces that are treated alike are one row; a hole counts as a piece, a region's border cuts.
  @Test func piecesAndBorders() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    builder.write(Entry(0), at: 0, of: Self.user.cr3.root)
    for offset: UInt64 in [0, 0x1000, 0x3000, 0x9000] {
      try Self.page(&builder, 0xffff_c900_0000_0000 + offset, 0x50_0000 - offset, 0x3, Self.kernel)
    }
    try Self.page(&builder, 0xffff_ffff_bfff_f000, 0x60_0000, 0x3, Self.kernel)
    try Self.page(&builder, 0xffff_ffff_c000_0000, 0x60_1000, 0x3, Self.kernel)
    #expect(
      Self.lines(Self.map(builder)) == [
        "P vmalloc ffffc90000000000-ffffc90000009fff . rwx 4000 3",
        "P kernel image ffffffffbffff000-ffffffffbfffffff . rwx 1000 1",
        "P modules ffffffffc0000000-ffffffffc0000fff . rwx 1000 1",
      ])
  }

  /// One physical page that shared tables map again and again.
  @Test func repeats() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    builder.write(Entry(0), at: 0, of: Self.user.cr3.root)
    try Self.page(&builder, 0xffff_ff00_0000_0000, 0x70_0000, 0x1 | Self.noExecute, Self.kernel)
    let start = VirtualAddress(0xffff_ff00_0000_0000)
    let table = try builder.table(of: .pt, for: start, under: Self.kernel.cr3.root)
    let directory = try builder.table(of: .pd, for: start, under: Self.kernel.cr3.root)
    for index in 1..<4 { builder.write(Entry(table.address.rawValue | 7), at: index, of: directory) }
    #expect(Self.lines(Self.map(builder)) == ["P espfix ffffff0000000000-ffffff0000600fff . r-- 1000 1 x4"])
  }

  @Test func theLastPage() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    builder.write(Entry(0), at: 0, of: Self.user.cr3.root)
    try Self.page(&builder, 0xffff_ffff_ffff_f000, 0x70_0000, 0x1, Self.kernel)
    #expect(Self.lines(Self.map(builder)) == ["P unused fffffffffffff000-ffffffffffffffff . r-x 1000 1"])
  }

  @Test func missingTables() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    builder.write(Entry(0x999_9007), at: 273, of: Self.kernel.cr3.root)
    let map = Self.map(builder)
    #expect(map.unreadableTables == 2, "the user half's root, and a table of the kernel half")
    #expect(map.rows.isEmpty)
  }

  /// Where a table of the space that CPL 3 runs with is missing, or that space is not known, nobody knows the class of the
  /// kernel's pages; below other entries it is as the tables say.
  @Test func unknownClasses() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    try Self.page(&builder, 0x40_0000, 0x10_0000, 0x7, Self.kernel)
    try Self.page(&builder, 0xffff_8880_0020_0000, 0x20_0000, 0x3, Self.kernel, size: .twoMiB)
    try Self.page(&builder, 0xffff_ffff_8100_0000, 0x100_0000, 0x1, Self.kernel, size: .twoMiB)
    builder.write(Entry(0x999_9007), at: 511, of: Self.user.cr3.root)
    #expect(
      Self.lines(Self.map(builder)) == [
        "U user 400000-400fff . rwx 1000 1", "P direct map ffff888000200000-ffff8880003fffff . rwx 200000 1",
        "? kernel image ffffffff81000000-ffffffff811fffff . r-x 200000 1",
      ])
    let alone = ProcessMap(
      spaces: [Self.kernel], exposed: nil, memory: builder.memory, controls: .linux(cr3: Self.kernel.cr3))
    #expect(alone.rows.map(\.pageClass) == [.user, nil, nil])
  }
}
