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

  /// Pieces of any size at any distance, so that the buckets of the look-up are small and large, against a
  /// scan of the pieces. A word of which two pieces have a part is not asked for.
  @Test func randomPieces() throws {
    try withSeeds(8) { random in
      let reach = random.pick([16, 24, 34, 44, 63], or: 24)
      var pieces = [ELFWriter.Piece(physical: 0x12_3450, bytes: [1, 2, 3, 4, 5, 6, 7, 8])]
      for _ in 0..<random.number(1...12) {
        let start = UInt64.random(in: 0..<1 << reach, using: &random) & ~UInt64(random.pick([0, 7, 0xfff], or: 0))
        let bytes = (0..<random.number(1...9000)).map { _ in UInt8.random(in: 0...255, using: &random) }
        pieces.append(ELFWriter.Piece(physical: start, bytes: bytes))
      }
      let memory = try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).memory
      func holder(of address: UInt64) -> Int? {
        pieces.firstIndex { $0.physical <= address && address - $0.physical < $0.bytes.count }
      }
      for piece in pieces {
        let start = piece.physical & ~7
        for address in stride(from: max(start, 0x2000) - 0x2000, to: start + 0x4000, by: 8) {
          let holders = Set((0..<8).map { holder(of: address + $0) })
          guard holders.count == 1, let only = holders.first else { continue }
          let expected = only.map { number in
            (0..<8).reversed().reduce(UInt64(0)) { word, index in
              word << 8 | UInt64(pieces[number].bytes[Int(address - pieces[number].physical) + index])
            }
          }
          #expect(memory.word(at: PhysicalAddress(address)) == expected, "0x\(String(address, radix: 16))")
        }
        for number in start >> 12...start >> 12 + 2 {
          let words = (0..<512).map { memory.word(at: FrameNumber(number).wordAddress($0)) }
          var table = [UInt64](repeating: 0, count: 512)
          #expect(memory.readTable(FrameNumber(number), into: &table) == !words.contains(nil))
          if !words.contains(nil) { #expect(table == words.compactMap { $0 }) }
        }
      }
    }
  }

  /// A piece whose distance from the file is the very number that stands for a mixed bucket.
  @Test func aPieceAtTheSentinelsDistance() throws {
    let bytes = (0..<3 * 4096).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    let start: UInt64 = 1 << 63 + 64 + 56
    let memory = try CoreDump(FileBytes(name: "t.elf", ELFWriter([.init(physical: start, bytes: bytes)]).file)).memory
    for offset in stride(from: 0, to: 3 * 4096 - 8, by: 8) {
      let expected = (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[offset + $1]) }
      #expect(memory.word(at: PhysicalAddress(start + UInt64(offset))) == expected)
    }
  }

  @Test func aCapture() throws {
    check(try CoreDump(FileBytes.open(Samples.path("dump/core-user.elf"))).memory, 0x0f8..<0x150)
  }

  @Test func wholeFrames() {
    check(FrameMemory([FrameNumber(3): (0..<512).map { UInt64($0) }, FrameNumber(4): [1]]), 2..<6)
  }
}
