import PageTables
import Synchronization
import TestSupport
import Testing

@Suite struct LeafVisitorTests {
  private func leaves(_ tables: NaiveTables, limit: UInt64 = .max) -> (all: Bool, [Leaf]) {
    var found: [Leaf] = []
    let all = tables.memory.forEachLeaf(controls: tables.controls, limit: limit) {
      found.append($0)
      return true
    }
    return (all, found)
  }

  /// Without malformed entries: every leaf of every path, in the order of addresses.
  @Test func equalsTheNaiveForest() {
    var used = 0
    let isFullRun = withSeeds(60) { random in
      var tables = NaiveTables.random(&random)
      tables.physicalBits = 52
      tables.noExecute = true
      guard let forest = tables.forest(limit: 3000), forest.malformed.isEmpty else { return }
      used += 1
      let (all, found) = leaves(tables)
      #expect(all)
      #expect(found.map(\.address.rawValue) == forest.leaves.map(\.address))
      let pages = found.map { $0.entry.pageAddress(at: $0.level).rawValue }
      #expect(pages == forest.leaves.map(\.physical))
      #expect(found.map { $0.level.pageSize?.bytes } == forest.leaves.map(\.size))
    }
    if isFullRun { #expect(used >= 15) }
  }

  @Test func limit() {
    var tables = NaiveTables(root: 1)
    tables.frames[1] = [UInt64](repeating: 0x1007, count: 512)
    for limit: UInt64 in [0, 1, 511, 513, 5000] {
      let (all, found) = leaves(tables, limit: limit)
      #expect(!all)
      #expect(found.map(\.address.rawValue) == (0..<limit).map { $0 << 12 })
    }
    tables.frames[1] = [0x2007] + [UInt64](repeating: 0, count: 511)
    tables.frames[2] = [0x3007] + [UInt64](repeating: 0, count: 511)
    tables.frames[3] = [0x4007] + [UInt64](repeating: 0, count: 511)
    tables.frames[4] = [0x5007, 0x6007, 0x7007] + [UInt64](repeating: 0, count: 509)
    #expect(leaves(tables, limit: 2).all == false)
    #expect(leaves(tables, limit: 3).all)
    #expect(leaves(tables, limit: 3).1.count == 3)
  }

  @Test func stopsWhenTold() {
    let tables = NaiveTables(frames: [1: [UInt64](repeating: 0x1007, count: 512)], root: 1)
    var count = 0
    let all = tables.memory.forEachLeaf(controls: tables.controls) { _ in
      count += 1
      return count < 10
    }
    #expect(!all)
    #expect(count == 10)
  }

  @Test func throwsOn() {
    struct Full: Error {}
    let tables = NaiveTables(frames: [1: [UInt64](repeating: 0x1007, count: 512)], root: 1)
    #expect(throws: Full.self) {
      try tables.memory.forEachLeaf(controls: tables.controls) { _ in throw Full() }
    }
  }

  /// What stands in memory is shown, even below an entry that every access would fault on.
  @Test func belowReservedBits() {
    var tables = NaiveTables(root: 1)
    for frame in 1...4 { tables.frames[frame] = [UInt64](repeating: 0, count: 512) }
    tables.frames[1]?[256] = 0x2087
    tables.frames[2]?[0] = 0x3007
    tables.frames[3]?[0] = 0x4007
    tables.frames[4]?[0] = 0x5007
    #expect(leaves(tables).1.map(\.address.rawValue) == [0xffff_8000_0000_0000])
    #expect(Mappings(memory: tables.memory, controls: tables.controls).isEmpty)
  }

  @Test func missingTablesArePassedOver() {
    var tables = NaiveTables(root: 1)
    tables.frames[1] = [0x2007, 0x9007, 0x3007] + [UInt64](repeating: 0, count: 509)
    tables.frames[2] = [0xc000_0083] + [UInt64](repeating: 0, count: 511)
    tables.frames[3] = [0x8000_0083] + [UInt64](repeating: 0, count: 511)
    let (all, found) = leaves(tables)
    #expect(all)
    #expect(found.map(\.address.rawValue) == [0, 2 << 39])
    #expect(leaves(NaiveTables(root: 7)).1.isEmpty)
  }

  /// 4,096 paths without a leaf cost four tables.
  @Test func barrenTablesAreReadOnce() {
    var tables = NaiveTables(root: 1)
    for frame in 1...3 {
      tables.frames[frame] = (0..<512).map { $0 < 16 ? UInt64(frame + 1) << 12 | 7 : 0 }
    }
    tables.frames[4] = [UInt64](repeating: 0, count: 512)
    let memory = CountingMemory(tables.memory)
    let all = memory.forEachLeaf(controls: tables.controls) { _ in true }
    #expect(all)
    #expect(memory.count.withLock { $0 } == 4)
    tables.frames[4] = nil
    #expect(leaves(tables).1.isEmpty)
  }
}

/// Counts how often a table is read.
private final class CountingMemory: PhysicalMemory {
  let count = Mutex(0)
  private let memory: SparseMemory

  init(_ memory: SparseMemory) {
    self.memory = memory
  }

  func word(at address: PhysicalAddress) -> UInt64? { memory.word(at: address) }

  func readTable(_ frame: FrameNumber, into words: inout [UInt64]) -> Bool {
    count.withLock { $0 += 1 }
    return memory.readTable(frame, into: &words)
  }
}
