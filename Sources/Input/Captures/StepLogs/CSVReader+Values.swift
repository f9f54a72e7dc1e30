import Diagnostics

extension CSVReader {
  /// The 64-bit number, with 0x, in the column at `position`; `what` names it in messages.
  func address(in position: Int, _ what: String, _ bytes: Span<UInt8>) throws(ParseError) -> UInt64 {
    guard let value = Digits.prefixedHexadecimal(bytes, fields[position].range) else {
      throw problem(in: position, what, expected: "0x and up to 16 hexadecimal digits", bytes)
    }
    return value
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
