package import PageTables

/// Frames in one array, from `first` on: the plainest memory, which has the default `readTable`.
package struct ArrayMemory: PhysicalMemory {
  private let first: FrameNumber
  private let words: [UInt64]

  /// A memory of `words.count / 512` frames.
  package init(first: FrameNumber, words: [UInt64]) {
    self.first = first
    self.words = words
  }

  package func word(at address: PhysicalAddress) -> UInt64? {
    let index = address.rawValue &- first.address.rawValue
    guard index & 7 == 0, index / 8 < UInt64(words.count) else { return nil }
    return words[Int(index / 8)]
  }
}
