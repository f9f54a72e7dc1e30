import PageTables
import TestSupport
import Testing

@Suite struct SparseMemoryTests {
  private let base = ArrayMemory(first: FrameNumber(4), words: (0..<1024).map { $0 * 3 + 1 })

  @Test func lawsOfBothMemories() {
    PhysicalMemoryLaws.check(
      base, presentFrames: [FrameNumber(4), FrameNumber(5)],
      absentFrames: [
        FrameNumber(0), FrameNumber(3), FrameNumber(6), FrameNumber(1 << 40), FrameNumber(.max >> 12),
      ])
    PhysicalMemoryLaws.check(
      SparseMemory(), presentFrames: [], absentFrames: [FrameNumber(0), FrameNumber(4)])
    var memory = SparseMemory(base: base)
    memory.write(7, at: PhysicalAddress(0x4010))
    memory.write(8, at: PhysicalAddress(0x9ff8))
    memory.clear(FrameNumber(10))
    PhysicalMemoryLaws.check(
      memory, presentFrames: [4, 5, 9, 10].map { FrameNumber($0) },
      absentFrames: [0, 3, 6, 8, 11, 1 << 40].map { FrameNumber($0) })
  }

  @Test func writesShowThroughTheBase() {
    var memory = SparseMemory(base: base)
    #expect(memory.word(at: PhysicalAddress(0x4008)) == 4)
    let isWritten = memory.write(99, at: PhysicalAddress(0x4008))
    #expect(isWritten)
    #expect(memory.word(at: PhysicalAddress(0x4008)) == 99)
    #expect(memory.word(at: PhysicalAddress(0x4000)) == 1, "the rest of the frame is the base's")
    #expect(memory.word(at: PhysicalAddress(0x4ff8)) == 511 * 3 + 1)
    #expect(memory.changedFrames == [FrameNumber(4)])
    memory.clear(FrameNumber(5))
    #expect(memory.word(at: PhysicalAddress(0x5000)) == 0)
    #expect(base.word(at: PhysicalAddress(0x5000)) == 512 * 3 + 1)
  }

  @Test func misalignedWritesChangeNothing() {
    var memory = SparseMemory(base: base)
    for offset: UInt64 in 1...7 {
      let isWritten = memory.write(1, at: PhysicalAddress(0x4000 + offset))
      #expect(!isWritten)
    }
    #expect(memory.changedFrames.isEmpty)
    #expect(memory == SparseMemory())
  }

  @Test func copiesAreIndependent() {
    var first = SparseMemory()
    first.write(1, at: PhysicalAddress(0x1000))
    var second = first
    second.write(2, at: PhysicalAddress(0x1000))
    second.write(3, at: PhysicalAddress(0x2000))
    #expect(first.word(at: PhysicalAddress(0x1000)) == 1)
    #expect(first.word(at: PhysicalAddress(0x2000)) == nil)
    #expect(second.word(at: PhysicalAddress(0x1000)) == 2)
    #expect(first != second)
    second = first
    #expect(first == second)
  }

  /// A history of copies keeps every moment, whatever is written later.
  @Test func historyAgainstDictionaries() {
    withSeeds(20) { random in
      var memory = SparseMemory(base: base)
      var plain: [UInt64: UInt64] = [:]
      for index in 0..<1024 { plain[0x4000 + UInt64(index) * 8] = UInt64(index) * 3 + 1 }
      var history: [(SparseMemory, [UInt64: UInt64])] = []
      for _ in 0..<40 {
        let frame = UInt64(random.number(3...8))
        if random.oneIn(8) {
          memory.clear(FrameNumber(frame))
          for index in 0..<512 { plain[frame << 12 + UInt64(index) * 8] = 0 }
        } else {
          if plain[frame << 12] == nil { for index in 0..<512 { plain[frame << 12 + UInt64(index) * 8] = 0 } }
          let address = frame << 12 + UInt64(random.number(0...511)) * 8
          let word = random.next()
          memory.write(word, at: PhysicalAddress(address))
          plain[address] = word
        }
        history.append((memory, plain))
      }
      for (memory, plain) in history {
        for _ in 0..<50 {
          let address = UInt64(random.number(2 << 9...10 << 9)) << 3
          #expect(memory.word(at: PhysicalAddress(address)) == plain[address])
        }
      }
    }
  }
}
