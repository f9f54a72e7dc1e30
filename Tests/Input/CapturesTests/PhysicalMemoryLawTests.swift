import Bytes
import Captures
import PageTables
import TestSupport
import Testing

/// The laws of PhysicalMemory, on the memories of this target.
struct PhysicalMemoryLawTests {
  /// Checks the laws around `frames`, some of which should be present and some not.
  private func check(_ memory: some PhysicalMemory, _ frames: some Sequence<UInt64>) {
    var outcomes: Set<Bool> = []
    for number in frames {
      let frame = FrameNumber(number)
      let words = (0..<512).map { memory.word(at: frame.wordAddress($0)) }
      #expect(words == (0..<512).map { memory.word(at: frame.wordAddress($0)) })
      for offset in 1..<8 as Range<UInt64> {
        #expect(memory.word(at: PhysicalAddress(frame.address.rawValue + offset)) == nil)
      }
      var table = [UInt64](repeating: 0, count: 512)
      let isWhole = memory.readTable(frame, into: &table)
      outcomes.insert(isWhole)
      #expect(isWhole == !words.contains(nil))
      if isWhole { #expect(table == words.compactMap { $0 }) }
    }
    #expect(outcomes == [true, false])
  }

  @Test func aDumpInPieces() throws {
    let sizes = [
      (0x1000, 0x1000), (0x2000, 0x800), (0x2800, 0x800), (0x3004, 0x1ffc), (0x6000, 0x10), (0x7000, 0x2008),
    ]
    let pieces = sizes.map { start, size in
      ELFWriter.Piece(
        physical: UInt64(start), bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ start) })
    }
    check(try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).memory, 0..<12)
  }

  @Test func aCapture() throws {
    check(try CoreDump(FileBytes.open(Samples.path("dump/core-user.elf"))).memory, 0x0f8..<0x150)
  }

  @Test func wholeFrames() {
    check(FrameMemory([FrameNumber(3): (0..<512).map { UInt64($0) }, FrameNumber(4): [1]]), 2..<6)
  }
}
