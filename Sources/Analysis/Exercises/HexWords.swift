/// Numbers as sheets print them.
extension UInt64 {
  /// "0x7ff": as short as it can be.
  var hex: String { "0x" + String(self, radix: 16) }

  /// "0x00007fff12345678": 16 digits.
  var hexWord: String { padded(16) }

  /// "0x" and at least so many digits.
  func padded(_ digits: Int) -> String {
    let text = String(self, radix: 16)
    return "0x" + String(repeating: "0", count: Swift.max(digits - text.count, 0)) + text
  }
}
