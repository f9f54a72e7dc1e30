package import PageTables
package import Testing

/// What every conformer of `PhysicalMemory` has to obey; run it on each of them.
package enum PhysicalMemoryLaws {
  /// Checks the laws on frames that `memory` holds whole and on frames that it does not hold at all.
  package static func check(
    _ memory: some PhysicalMemory, presentFrames: [FrameNumber], absentFrames: [FrameNumber],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for frame in presentFrames {
      let words = (0..<512).map { memory.word(at: frame.wordAddress($0)) }
      #expect(words.allSatisfy { $0 != nil }, "a present frame has 512 words", sourceLocation: sourceLocation)
      let again = (0..<512).map { memory.word(at: frame.wordAddress($0)) }
      #expect(words == again, "the same address gives the same word", sourceLocation: sourceLocation)
      var copy = [UInt64](repeating: 0xdead, count: 512)
      #expect(
        memory.readTable(frame, into: &copy), "a present frame is a table", sourceLocation: sourceLocation)
      #expect(copy.count == 512, "readTable keeps the count", sourceLocation: sourceLocation)
      #expect(copy == words, "readTable copies what word(at:) gives", sourceLocation: sourceLocation)
    }
    for frame in absentFrames {
      #expect(
        (0..<512).allSatisfy { memory.word(at: frame.wordAddress($0)) == nil }, "an absent frame has no word",
        sourceLocation: sourceLocation)
      var copy = [UInt64](repeating: 0xdead, count: 512)
      #expect(
        !memory.readTable(frame, into: &copy), "an absent frame is no table", sourceLocation: sourceLocation)
    }
    for frame in presentFrames + absentFrames {
      for offset: UInt64 in [1, 2, 4, 7, 9, 0xfff] {
        let address = PhysicalAddress(frame.address.rawValue + offset)
        #expect(memory.word(at: address) == nil, "a word is aligned to 8", sourceLocation: sourceLocation)
      }
    }
  }
}
