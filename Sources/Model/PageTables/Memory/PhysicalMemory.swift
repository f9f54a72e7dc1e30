/// Memory as the page walk sees it: eight-byte words at physical addresses, some of them absent.
///
/// Laws, checked by `PhysicalMemoryLaws` in the tests for every conformer: the same address always gives
/// the same word; an address that is not a multiple of 8 gives nil; `readTable` copies exactly what
/// `word(at:)` gives, and says false if any word of the frame is absent.
public protocol PhysicalMemory: Sendable {
  /// The little-endian word at `address`; nil if the memory does not hold it or it is not aligned to 8.
  func word(at address: PhysicalAddress) -> UInt64?

  /// Copies the 512 words of `frame` to `words`, which has room for 512.
  ///
  /// Returns false, with `words` in any state, if some word of the frame is absent.
  func readTable(_ frame: FrameNumber, into words: inout [UInt64]) -> Bool
}

extension PhysicalMemory {
  /// Copies word by word; conformers with contiguous frames do better.
  public func readTable(_ frame: FrameNumber, into words: inout [UInt64]) -> Bool {
    for index in 0..<512 {
      guard let word = word(at: frame.wordAddress(index)) else { return false }
      words[index] = word
    }
    return true
  }
}
