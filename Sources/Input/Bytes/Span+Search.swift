extension Span where Element == UInt8 {
  /// The offset of the first byte in `range` that is `a` or `b`; the end of the range if there is none.
  ///
  /// The range is cut to the bytes that there are. Eight bytes at a time: the lowest bit that
  /// `(x - 0x01..) & ~x & 0x80..` sets belongs to the first byte of x that is 0.
  package func firstIndex(of a: UInt8, or b: UInt8, in range: Range<Int>) -> Int {
    let end = Swift.min(range.upperBound, count)
    var index = Swift.min(Swift.max(range.lowerBound, 0), end)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let allA = ones &* UInt64(a)
    let allB = ones &* UInt64(b)
    // A view of the same bytes, with the same lifetime.
    let raw = unsafe bytes
    // The last word may reach past the range, but not past the bytes.
    while index < end, index <= count &- 8 {
      // 0 <= index <= count - 8.
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
      let x = word ^ allA
      let y = word ^ allB
      let found = ((x &- ones) & ~x | (y &- ones) & ~y) & tops
      if found != 0 { return Swift.min(index &+ found.trailingZeroBitCount &>> 3, end) }
      index &+= 8
    }
    while index < end, self[index] != a, self[index] != b { index &+= 1 }
    return Swift.min(index, end)
  }

  /// The eight bytes that end before `end`, the first of them lowest; nil if they are not all there.
  @inlinable
  package func word(before end: Int) -> UInt64? {
    guard end >= 8, end <= count else { return nil }
    // A view of the same bytes; 0 <= end - 8 and end <= count.
    return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: end &- 8, as: UInt64.self).littleEndian
  }
}
