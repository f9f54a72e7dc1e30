/// Stands for a text when texts are only compared: 128 bits, which differ from one run of the program to the next, so that
/// nobody can make two texts that have the same.
package struct TextDigest: Hashable, Sendable {
  private let high: Int
  private let low: Int

  /// The digest of a text.
  package init(_ text: String) {
    var hashers = Self.hashers
    var text = text
    text.withUTF8 { bytes in
      // The bytes are there during the call.
      unsafe hashers.high.combine(bytes: UnsafeRawBufferPointer(bytes))
      unsafe hashers.low.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
    (high, low) = (hashers.high.finalize(), hashers.low.finalize())
  }

  /// The digest of the text that a range of bytes holds; that of no text if the range reaches outside.
  package init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var hashers = Self.hashers
    if range.lowerBound >= 0, range.upperBound <= bytes.count {
      unsafe bytes.withUnsafeBytes { all in
        // The range lies inside the span.
        let part = unsafe UnsafeRawBufferPointer(rebasing: all[range])
        unsafe hashers.high.combine(bytes: part)
        unsafe hashers.low.combine(bytes: part)
      }
    }
    (high, low) = (hashers.high.finalize(), hashers.low.finalize())
  }

  private static var hashers: (high: Hasher, low: Hasher) {
    var hashers = (high: Hasher(), low: Hasher())
    hashers.low.combine(1)
    return hashers
  }
}
