import PageTables
import TestSupport
import Testing

/// `translate` against `walk`, on random tables with every kind of entry.
@Suite struct TranslateTests {
  @Test func equalsTheWalk() {
    var generator = SplitMix64(seed: 7)
    for round in 0..<200 {
      let isFive = round % 2 == 1
      let controls = Controls(
        cr0: 0x8005_0033, cr3: CR3(0x1000), cr4: isFive ? 0x1000 : 0, noExecuteEnabled: round % 3 != 0,
        physicalBits: 40)
      var memory = SparseMemory()
      // Eight tables that point at each other, with holes, large pages and reserved bits.
      for frame in 1...8 {
        for index in 0..<512 where generator.next() % 4 != 0 {
          var word = (generator.next() % 9 + 1) << 12 | generator.next() & 0x8000_0000_0000_0fff | 1
          if generator.next() % 16 == 0 { word |= 1 << (generator.next() % 52) }
          memory.write(word, at: FrameNumber(UInt64(frame)).wordAddress(index))
        }
      }
      let walker = Walker(memory: memory, controls: controls)
      for _ in 0..<200 {
        let address =
          generator.next() % 8 == 0
          ? VirtualAddress(generator.next()) : controls.mode.canonical(generator.next())
        let walk = walker.walk(address)
        let found = walker.translate(address)
        #expect(found?.physical == walk.physical)
        #expect(found?.size == walk.pageSize)
        if let found { #expect(found.rights == walk.rights) }
      }
    }
  }
}
