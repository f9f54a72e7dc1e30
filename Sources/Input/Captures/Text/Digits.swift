/// Reads numbers from bytes.
enum Digits {
  /// The value of "0x" and hexadecimal digits; nil if it is not that or does not fit in 64 bits.
  static func prefixedHexadecimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    guard range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "0"),
      bytes[range.lowerBound &+ 1] | 0x20 == UInt8(ascii: "x")
    else { return nil }
    return hexadecimal(bytes, range.lowerBound &+ 2..<range.upperBound)
  }

  /// The value of hexadecimal digits; nil if there are none or the value does not fit in 64 bits.
  static func hexadecimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    guard !range.isEmpty else { return nil }
    var value: UInt64 = 0
    for index in range {
      guard let digit = hexadecimalDigit(bytes[index]), value &>> 60 == 0 else { return nil }
      value = value &<< 4 | digit
    }
    return value
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

  @inline(__always)
  private static func hexadecimalDigit(_ byte: UInt8) -> UInt64? {
    let decimal = byte &- UInt8(ascii: "0")
    if decimal <= 9 { return UInt64(decimal) }
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    return letter <= 5 ? UInt64(letter &+ 10) : nil
  }
}
