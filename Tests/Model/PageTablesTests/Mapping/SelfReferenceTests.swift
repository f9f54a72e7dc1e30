import PageTables
import TestSupport
import Testing

/// Tables that contain themselves: a walk costs what its distinct tables cost, not what its paths would.
@Suite struct SelfReferenceTests {
  private func allThemselves(levels: Int) -> NaiveTables {
    NaiveTables(frames: [1: [UInt64](repeating: 0x1007, count: 512)], root: 1, levels: levels)
  }

  @Test(arguments: [(4, 36), (5, 45)])
  func everyEntryIsTheRoot(levels: Int, bits: UInt64) {
    let tables = allThemselves(levels: levels)
    let found = Mappings(memory: tables.memory, controls: tables.controls)
    #expect(found.leafCount == 1 << bits)
    #expect(found.tableCount == 1)
    #expect(found.reduce(0) { $0 + $1.pages * $1.repeatCount } == 1 << bits)
    #expect(found.count <= 2, "one in each half of the address space")
    #expect(found.allSatisfy { $0.physical == PhysicalAddress(0x1000) && $0.stride == 0x1000 })
    #expect(found.first?.start == VirtualAddress(0))
  }

  /// Every path ends in a frame that is the table itself or one of the few pages.
  @Test func recursiveSlot() throws {
    var tables = NaiveTables(root: 1)
    for frame in 1...4 { tables.frames[frame] = [UInt64](repeating: 0, count: 512) }
    tables.frames[1]?[0] = 0x2007
    tables.frames[1]?[510] = 0x1007
    tables.frames[2]?[3] = 0x3007
    tables.frames[3]?[5] = 0x4007
    for index in 0..<9 { tables.frames[4]?[index] = UInt64(0x50_0000 + index * 0x1000) | 5 }
    let forest = try #require(tables.forest(limit: 1000))
    // The nine pages, and each of the four tables once at the level where it is seen as a page.
    #expect(forest.leaves.count > 9)
    expect(Mappings(memory: tables.memory, controls: tables.controls), equal: forest)
  }

  @Test func recursiveSlotOfFullTables() {
    var tables = allThemselves(levels: 4)
    for index in 256..<512 { tables.frames[1]?[index] = 0 }
    let found = Mappings(memory: tables.memory, controls: tables.controls)
    #expect(found.leafCount == 1 << 32)
    #expect(found.reduce(0) { $0 + $1.pages * $1.repeatCount } == 1 << 32)
  }

  /// A chain of tables, all of whose entries lead to the next: 2^36 leaves of a 512-page run.
  @Test func chainOfSharedTables() {
    var tables = NaiveTables(root: 1)
    for frame in 1...3 { tables.frames[frame] = [UInt64](repeating: UInt64(frame + 1) << 12 | 7, count: 512) }
    tables.frames[4] = (0..<512).map { 0x80_0007 + UInt64($0) << 12 }
    let found = Mappings(memory: tables.memory, controls: tables.controls)
    #expect(found.leafCount == 1 << 36)
    #expect(found.map(\.pages) == [512, 512])
    #expect(found.map(\.repeatCount) == [1 << 26, 1 << 26])
    #expect(found.map(\.stride) == [0x20_0000, 0x20_0000])
    #expect(found.map(\.start.rawValue) == [0, 0xffff_8000_0000_0000])
  }

  /// Two tables that point to each other in turns.
  @Test func twoInTurns() {
    var tables = NaiveTables(root: 1)
    tables.frames[1] = (0..<512).map { $0 % 2 == 0 ? 0x1007 : 0x2005 }
    tables.frames[2] = (0..<512).map { $0 % 3 == 0 ? 0x1003 : 0x2007 }
    let found = Mappings(memory: tables.memory, controls: tables.controls)
    #expect(found.leafCount == 1 << 36)
    #expect(found.reduce(0) { $0 + $1.pages * $1.repeatCount } == 1 << 36)
    #expect(found.count < 100_000)
  }
}
