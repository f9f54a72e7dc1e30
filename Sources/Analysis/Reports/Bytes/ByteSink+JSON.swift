extension ByteSink {
  /// Appends a JSON string with its quotes. Control characters become \u00xx (RFC 8259, section 7).
  package mutating func append(json text: String) {
    append(byte: 0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5c:
        append(byte: 0x5c)
        append(byte: byte)
      case 0..<0x20, 0x7f:
        append("\\u00")
        let digits = Array("0123456789abcdef".utf8)
        append(byte: digits[Int(byte >> 4)])
        append(byte: digits[Int(byte & 15)])
      default:
        append(byte: byte)
      }
    }
    append(byte: 0x22)
  }

  /// Appends a JSON string, or `null`.
  package mutating func append(json text: String?) {
    guard let text else { return append("null") }
    append(json: text)
  }

  /// Appends a 64-bit value as the JSON string "0x%016x".
  package mutating func append(jsonAddress value: UInt64) {
    append(byte: 0x22)
    append(address: value)
    append(byte: 0x22)
  }

  /// Appends `true` or `false`.
  package mutating func append(json flag: Bool) {
    append(flag ? "true" : "false")
  }

  /// Appends a number, or `null`.
  package mutating func append(json number: UInt64?) {
    guard let number else { return append("null") }
    append(decimal: number)
  }

  /// Appends a JSON array, one line an element, with `body` writing each element.
  package mutating func appendLines<Items: Sequence>(
    of items: Items, _ body: (inout ByteSink, Items.Element) -> Void
  ) {
    append(byte: 0x5b)
    var isFirst = true
    for item in items {
      guard isOpen else { break }
      if !isFirst { append(byte: 0x2c) }
      endLine()
      body(&self, item)
      isFirst = false
    }
    if !isFirst { endLine() }
    append(byte: 0x5d)
  }
}
