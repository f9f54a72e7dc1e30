import PageTables
import TestSupport
import Testing

/// Random forests of tables: the mappings, unfolded, are the leaves of the naive walk over every path.
@Suite struct MappingsPropertyTests {
  @Test func equalsTheNaiveForest() {
    var used = 0
    var repeated = 0
    let isFullRun = withSeeds(150) { random in
      let tables = NaiveTables.random(&random)
      guard let forest = tables.forest(limit: 2_000) else { return }
      used += 1
      let mappings = Mappings(memory: tables.memory, controls: tables.controls)
      if mappings.contains(where: { $0.repeatCount > 1 }) { repeated += 1 }
      expect(mappings, equal: forest)
    }
    guard isFullRun else { return }
    #expect(used >= 70, "most random forests must be small enough")
    #expect(repeated >= 50, "many random forests must have aliases")
  }

  /// A page table at as many irregular places as there are, so that repeats have no stride.
  @Test func irregularlyShared() throws {
    try withSeeds(8) { random in
      var tables = NaiveTables()
      tables.root = 1
      tables.frames[1] = [UInt64](repeating: 0, count: 512)
      tables.frames[2] = [UInt64](repeating: 0, count: 512)
      tables.frames[3] = [UInt64](repeating: 0, count: 512)
      tables.frames[4] = [UInt64](repeating: 0, count: 512)
      tables.frames[1]?[0] = 0x2007
      tables.frames[2]?[0] = 0x3007
      for index in 0..<512 where random.oneIn(2) { tables.frames[3]?[index] = 0x4007 }
      tables.frames[3]?[100] = 0x0400_0087
      for index in 20..<30 { tables.frames[4]?[index] = 0x50_0007 + UInt64(index) << 12 }
      let forest = try #require(tables.forest(limit: 20_000))
      let mappings = Mappings(memory: tables.memory, controls: tables.controls)
      #expect(mappings.contains { $0.stride == nil })
      expect(mappings, equal: forest)
    }
  }
}

/// Checks everything that mappings promise against the naive forest.
func expect(_ mappings: Mappings, equal forest: NaiveForest) {
  #expect(mappings.leafCount == UInt64(forest.leaves.count))
  #expect(mappings.tableCount == forest.tables.count)
  let missing = mappings.unreadable.map { [$0.level.rawValue, Int($0.table.rawValue)] }
  #expect(missing.count == forest.missing.count && Set(missing) == forest.missing)
  let malformed = mappings.malformed.map(\.address.rawValue)
  #expect(malformed.count == min(forest.malformed.count, 1000))
  #expect(Set(malformed).isSubset(of: forest.malformed))

  var unfolded: [NaiveLeaf] = []
  var irregular: UInt64 = 0
  for mapping in mappings {
    if mapping.stride == nil {
      irregular += mapping.pages * mapping.repeatCount
    } else {
      unfolded += mapping.leaves
    }
  }
  unfolded.sort { $0.address < $1.address }
  if irregular == 0 {
    if unfolded != forest.leaves {
      let place = zip(unfolded, forest.leaves).prefix { $0 == $1 }.count
      Issue.record(
        """
        \(unfolded.count) leaves, \(forest.leaves.count) expected; the first difference is at \(place):
        found    \(unfolded.dropFirst(place).first.map { "\($0)" } ?? "-")
        expected \(forest.leaves.dropFirst(place).first.map { "\($0)" } ?? "-")
        """)
    }
  } else {
    #expect(UInt64(unfolded.count) + irregular == UInt64(forest.leaves.count))
    #expect(Set(unfolded).isSubset(of: Set(forest.leaves)))
  }

  let pairs = zip(mappings, mappings.dropFirst())
  #expect(pairs.first { $0.start >= $1.start } == nil, "sorted by start")
  #expect(pairs.first { $0.isContinued(by: $1) } == nil, "two are one")
}

extension Mapping {
  /// Whether two unrepeated mappings should have been one.
  func isContinued(by next: Mapping) -> Bool {
    repeatCount == 1 && next.repeatCount == 1 && end == next.start
      && physical.rawValue + length == next.physical.rawValue && pageSize == next.pageSize
      && rights == next.rights && isGlobal == next.isGlobal && peer == next.peer
  }

  /// Every page of every repeat.
  var leaves: [NaiveLeaf] {
    (0..<repeatCount).flatMap { turn in
      (0..<pages).map { page in
        NaiveLeaf(
          address: start.rawValue &+ turn &* (stride ?? 0) &+ page &* pageSize.bytes,
          physical: physical.rawValue + page * pageSize.bytes, size: pageSize.bytes,
          write: rights.contains(.write), user: rights.contains(.user), execute: rights.contains(.execute),
          global: isGlobal)
      }
    }
  }
}
