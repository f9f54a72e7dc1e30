package import PageTables

/// A memory of whole frames that are held as they are.
package struct FrameMemory: PhysicalMemory {
  private let frames: [FrameNumber: [UInt64]]

  /// Takes frames of 512 words each; others are left out.
  package init(_ frames: [FrameNumber: [UInt64]]) {
    self.frames = frames.filter { $0.value.count == 512 }
  }

  /// The word at `address`; nil if its frame is absent or it is not aligned to 8.
  package func word(at address: PhysicalAddress) -> UInt64? {
    guard address.rawValue & 7 == 0 else { return nil }
    return frames[address.frame]?[Int((address.rawValue >> 3) & 511)]
  }

  /// Copies the 512 words of `frame` to `words`; false if it is absent.
  package func readTable(_ frame: FrameNumber, into words: inout [UInt64]) -> Bool {
    guard let found = frames[frame] else { return false }
    words = found
    return true
  }
}
