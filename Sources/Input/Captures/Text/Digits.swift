import Bytes

/// Reads numbers from bytes.
enum Digits {
  /// The value of "0x" and hexadecimal digits; nil if it is not that or does not fit in 64 bits.
  static func prefixedHexadecimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    guard range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "0"),
      bytes[range.lowerBound &+ 1] | 0x20 == UInt8(ascii: "x")
    else { return nil }
    return hexadecimal(bytes, range.lowerBound &+ 2..<range.upperBound)
  }

  /// The value of 1 to 16 hexadecimal digits; nil if it is not that.
  static func hexadecimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    let count = range.count
    guard count >= 1, count <= 16, let low = digits(min(count, 8), before: range.upperBound, bytes) else {
      return nil
    }
    if count <= 8 { return low }
    return digits(count &- 8, before: range.upperBound &- 8, bytes).map { $0 &<< 32 | low }
  }

  /// The value of 1 to 8 hexadecimal digits that end before `end`, worked out all at once.
  ///
  /// A letter has bit 6 set and 9 less in its low four bits than its value. A byte c below 0x80 is in a
  /// range if adding 0x80 - first sets bit 7 and adding 0x80 - last - 1 does not.
  private static func digits(_ count: Int, before end: Int, _ bytes: Span<UInt8>) -> UInt64? {
    var word: UInt64 = 0
    if let eight = bytes.word(before: end) {
      word = eight
    } else {
      // The first digits of a file have fewer than eight bytes before their end.
      for index in end &- count..<end { word = word &>> 8 | UInt64(bytes[index]) &<< 56 }
    }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones &* 0x80
    let others: UInt64 = count >= 8 ? 0 : UInt64.max &>> (UInt64(count) &* 8)
    word = word & ~others | ones &* 0x30 & others
    let lower = word | ones &* 0x20
    let decimal = (word &+ ones &* 0x50) & ~(word &+ ones &* 0x46)
    let letter = (lower &+ ones &* 0x1f) & ~(lower &+ ones &* 0x19)
    guard word & tops == 0, (decimal | letter) & tops == tops else { return nil }
    var value = ((word & (ones &* 0x0f)) &+ (word &>> 6 & ones) &* 9).byteSwapped
    value = (value | value &>> 4) & 0x00ff_00ff_00ff_00ff
    value = (value | value &>> 8) & 0x0000_ffff_0000_ffff
    return (value | value &>> 16) & 0xffff_ffff
  }

  /// The value of decimal digits; nil if there are none or the value does not fit in an Int.
  static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    var value = 0
    for index in range {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(digit))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }
}
