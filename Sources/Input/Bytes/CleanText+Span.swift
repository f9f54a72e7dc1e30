extension CleanText {
  /// The text in a range of `bytes`, cleaned; empty if the range reaches outside.
  package static func clean(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return "" }
    var isPlain = true
    // Copied before it is looked at: another program may change a mapped file at any moment.
    let text = unsafe String(unsafeUninitializedCapacity: range.count) { copy in
      unsafe bytes.withUnsafeBytes { all in
        // The range lies inside the span, and the copy has room for it.
        unsafe UnsafeMutableRawBufferPointer(copy).copyMemory(from: UnsafeRawBufferPointer(rebasing: all[range]))
      }
      // Without an early end, so that many bytes are looked at at once.
      for index in unsafe copy[..<range.count].indices { isPlain = unsafe copy[index] &- 0x20 < 0x5f && isPlain }
      return range.count
    }
    return isPlain ? text : clean(text)
  }
}
