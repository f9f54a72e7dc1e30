import PageTables
import TestSupport
import Testing

/// Which pages of one space another maps to the same frames.
@Suite struct PeerTests {
  private func space(_ tables: NaiveTables, root: Int) -> NaiveTables {
    var copy = tables
    copy.root = root
    return copy
  }

  /// The frame that a space has at an address; nil if none.
  private func frame(_ tables: NaiveTables, _ address: UInt64) -> UInt64? {
    if case .page(let physical, _) = tables.walk(address).end { physical } else { nil }
  }

  /// Two roots over the same random tables, so that subtrees are shared, copied and different.
  @Test func everyFrameOfRandomPairs() {
    var seen: Set<Mapping.PeerPresence> = []
    let isFullRun = withSeeds(60) { random in
      var tables = NaiveTables.random(&random)
      tables.levels = 4
      let pool = tables.frames.keys.sorted()
      let (first, second) = (random.pick(pool, or: 0), 0x7000_0000)
      tables.root = first
      // The peer starts as a copy of the root and is changed in a few places, at every level.
      tables.frames[second] = tables.frames[first]
      for index in 0..<512 where tables.frames[second]?[index] != 0 && random.oneIn(3) {
        tables.frames[second]?[index] = random.oneIn(3) ? 0 : UInt64(random.pick(pool, or: 0)) << 12 | 7
      }
      for (copy, table) in pool.enumerated() where table != first && random.oneIn(2) {
        let frame = 0x7100_0000 + copy
        tables.frames[frame] = tables.frames[table]
        for _ in 0..<random.number(0...3) {
          tables.frames[frame]?[random.number(0...511)] ^= 1 << (random.next() % 30)
        }
        for index in 0..<512 where NaiveTables.frame(tables.frames[second]?[index] ?? 0) == table {
          tables.frames[second]?[index] = UInt64(frame) << 12 | 7
        }
      }
      guard let forest = tables.forest(limit: 1000) else { return }
      let mappings = Mappings(
        memory: tables.memory, controls: tables.controls, peer: FrameNumber(UInt64(second)))
      expect(mappings, equal: forest)
      let peer = space(tables, root: second)
      for mapping in mappings where mapping.stride != nil {
        seen.insert(mapping.peer)
        for leaf in mapping.leaves.prefix(20) {
          #expect(presence(of: leaf, in: peer) == mapping.peer, "\(leaf)")
        }
      }
    }
    if isFullRun { #expect(seen == [.absent, .sameFrames, .unknown]) }
  }

  private func presence(of leaf: NaiveLeaf, in peer: NaiveTables) -> Mapping.PeerPresence {
    // The ends and some pages between; a page of 1 GiB has too many to try.
    let step: UInt64 = leaf.size == 0x1000 ? 0x1000 : leaf.size / 512
    var isKnown = true
    for offset in stride(from: 0, to: leaf.size, by: Int(step)) {
      switch peer.walk(leaf.address + offset).end {
      case .page(let physical, _) where physical == leaf.physical + offset: break
      case .missing: isKnown = false
      default: return .absent
      }
    }
    return isKnown ? .sameFrames : .unknown
  }

  /// A large page against the small pages of the peer: the shared parts are what the naive walk finds.
  @Test func partsOfLargePages() throws {
    try withSeeds(12) { random in
      var tables = NaiveTables(root: 1)
      for frame in 1...9 { tables.frames[frame] = [UInt64](repeating: 0, count: 512) }
      let large: UInt64 = 0x1234_0000_0000
      tables.frames[1]?[273] = 0x2007
      tables.frames[2]?[0] = 0x3007
      for index in 0..<3 { tables.frames[3]?[index] = (large + UInt64(index) << 21) | 0x83 }
      tables.frames[4]?[273] = 0x5007
      tables.frames[5]?[0] = 0x6007
      for index in 0..<3 { tables.frames[6]?[index] = UInt64(7 + index) << 12 | 7 }
      for table in 0..<2 {
        for index in 0..<512 where !random.oneIn(4) {
          let physical = large + UInt64(table) << 21 + UInt64(index) << 12
          tables.frames[7 + table]?[index] = (random.oneIn(4) ? physical ^ 0x1000 : physical) | 1
        }
      }
      for index in 0..<512 { tables.frames[9]?[index] = (large + 2 << 21 + UInt64(index) << 12) | 1 }
      let mappings = Mappings(memory: tables.memory, controls: tables.controls, peer: FrameNumber(4))
      #expect(mappings.map(\.peer) == [.absent, .sameFrames])
      #expect(mappings.map(\.pages) == [2, 1])

      let peer = space(tables, root: 4)
      let start: UInt64 = 0xffff_8880_0000_0000
      let expected = (0..<1024).map { start + UInt64($0) << 12 }
        .filter { frame(peer, $0) == large + ($0 - start) }
      let found = mappings.sharedParts.flatMap { part in
        stride(from: part.start.rawValue, to: part.end.rawValue, by: 4096).map { $0 }
      }
      try #require(!expected.isEmpty)
      #expect(found == expected)
    }
  }

  /// A 1 GiB page of which the peer has one 2 MiB page and one 4 KiB page.
  @Test func partsOfAGiB() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    let (own, peer) = (FrameNumber(1), FrameNumber(2))
    let start: UInt64 = 0xffff_8880_0000_0000
    try builder.map(
      VirtualAddress(start), to: PhysicalAddress(0x8000_0000), size: .oneGiB, flags: Entry(3), under: own)
    try builder.map(
      VirtualAddress(start + 0x40_0000), to: PhysicalAddress(0x8040_0000), size: .twoMiB, flags: Entry(1),
      under: peer)
    try builder.map(
      VirtualAddress(start + 0x60_0000), to: PhysicalAddress(0x8060_0000), flags: Entry(1), under: peer)
    try builder.map(
      VirtualAddress(start + 0x60_1000), to: PhysicalAddress(0x8060_2000), flags: Entry(1), under: peer)
    let found = Mappings(memory: builder.memory, controls: .linux(cr3: CR3(0x1000)), peer: peer)
    #expect(found.map(\.peer) == [.absent])
    #expect(found.sharedParts.map(\.start.rawValue) == [start + 0x40_0000])
    #expect(found.sharedParts.map(\.end.rawValue) == [start + 0x60_1000])
    // Seen from the peer, both pages that lie in the large one are the same; the third is not.
    let back = Mappings(memory: builder.memory, controls: .linux(cr3: CR3(0x2000)), peer: own)
    #expect(back.map(\.peer) == [.sameFrames, .sameFrames, .absent])
    #expect(back.sharedParts.isEmpty)
  }

  @Test func unknownWithoutPeerAndSameAsItself() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    try builder.map(VirtualAddress(0), to: PhysicalAddress(0x5000), flags: Entry(3), under: FrameNumber(1))
    let controls = Controls.linux(cr3: CR3(0x1000))
    #expect(Mappings(memory: builder.memory, controls: controls).map(\.peer) == [.unknown])
    #expect(
      Mappings(memory: builder.memory, controls: controls, peer: FrameNumber(1)).map(\.peer) == [.sameFrames])
    #expect(
      Mappings(memory: builder.memory, controls: controls, peer: FrameNumber(9)).map(\.peer) == [.unknown],
      "nobody knows what a peer maps that cannot be read")
  }
}
