import Diagnostics

extension CSVReader {
  /// The 64-bit number, with 0x, in the column at `position`; `what` names it in messages.
  func address(in position: Int, _ what: String, _ bytes: Span<UInt8>) throws(ParseError) -> UInt64 {
    guard let value = Digits.prefixedHexadecimal(bytes, fields[position].range) else {
      throw problem(in: position, what, expected: "0x and up to 16 hexadecimal digits", bytes)
    }
    return value
  }

  /// The number from 0 up in the column at `position`.
  func number(in position: Int, _ what: String, _ bytes: Span<UInt8>) throws(ParseError) -> Int {
    guard let value = Digits.decimal(bytes, fields[position].range) else {
      throw problem(in: position, what, expected: "a decimal number", bytes)
    }
    return value
  }

  /// The range of addresses, not empty, whose start and end are in two columns.
  func addresses(from start: Int, to end: Int, _ bytes: Span<UInt8>) throws(ParseError) -> Range<UInt64> {
    let lower = try address(in: start, "start", bytes)
    let upper = try address(in: end, "end", bytes)
    guard lower < upper else { throw problem(in: end, "end", expected: "an address above the start", bytes) }
    return lower..<upper
  }

  /// The error for a value that is not what it should be.
  func problem(
    in position: Int, _ what: String, expected: String, _ bytes: Span<UInt8>
  ) -> ParseError {
    let field = fields[position]
    let shown = CSVField(start: field.start, end: min(field.end, field.start + 80)).text(bytes)
    return problem(at: field.start, "\(what) \"\(shown)\"", expected: expected, bytes)
  }
}
