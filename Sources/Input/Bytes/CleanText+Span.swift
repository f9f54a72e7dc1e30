extension CleanText {
  /// The text in a range of `bytes`, cleaned; empty if the range reaches outside.
  package static func clean(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return "" }
    let text = unsafe bytes.withUnsafeBytes { all in
      // The range lies inside the span.
      unsafe String(decoding: UnsafeRawBufferPointer(rebasing: all[range]), as: UTF8.self)
    }
    var isPlain = true
    for index in range { isPlain = isPlain && bytes[index] &- 0x20 < 0x5f }
    return isPlain ? text : clean(text)
  }
}
