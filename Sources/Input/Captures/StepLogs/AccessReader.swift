import Bytes
import Diagnostics
import PageTables
import Recordings

/// Reads the accesses of a row: `R|W:0xADDRESS:SIZE[:SYMBOL]`, joined with ";".
struct AccessReader: Sendable {
  private static let colon = UInt8(ascii: ":")
  private static let semicolon = UInt8(ascii: ";")
  /// The most bytes that one instruction touches here; the largest real one, XSAVE, is far below.
  private static let sizeLimit = 65536

  private var seen = RawInterner(bits: 14)
  private var texts: [String: TextID] = [:]
  private var row: [RecordedAccess] = []

  /// Adds the accesses in the column at `position` to `steps`, all or none.
  mutating func read(
    _ csv: CSVReader, _ position: Int, _ steps: inout StepTable, _ bytes: Span<UInt8>
  ) throws(ParseError) {
    row.removeAll(keepingCapacity: true)
    let field = csv.fields[position]
    var start = field.start
    while start < field.end {
      let end = Self.find(Self.semicolon, start..<field.end, bytes)
      let part = CSVField(start: start, end: end, hasDoubledQuotes: field.hasDoubledQuotes)
      guard let access = access(part, &steps, bytes) else {
        let shown = CSVField(start: start, end: min(end, start + 80)).text(bytes)
        throw csv.problem(
          at: start, "access \"\(shown)\"",
          expected:
            "R or W, :0x and an address, : and a size from 1 to \(Self.sizeLimit), and perhaps : and a symbol; ';' "
            + "between two of them",
          bytes)
      }
      row.append(access)
      start = end + 1
    }
    for access in row { steps.append(access) }
  }

  private mutating func access(
    _ part: CSVField, _ steps: inout StepTable, _ bytes: Span<UInt8>
  ) -> RecordedAccess? {
    guard part.end &- part.start > 2, bytes[part.start &+ 1] == Self.colon else { return nil }
    let kind: Access.Kind
    switch bytes[part.start] {
    case UInt8(ascii: "R"): kind = .read
    case UInt8(ascii: "W"): kind = .write
    default: return nil
    }
    let addressEnd = Self.find(Self.colon, part.start &+ 2..<part.end, bytes)
    let sizeStart = min(addressEnd &+ 1, part.end)
    let sizeEnd = Self.find(Self.colon, sizeStart..<part.end, bytes)
    guard let address = Digits.prefixedHexadecimal(bytes, part.start &+ 2..<addressEnd),
      let size = Digits.decimal(bytes, sizeStart..<sizeEnd), size >= 1, size <= Self.sizeLimit,
      !address.addingReportingOverflow(UInt64(size - 1)).overflow
    else { return nil }
    var symbol: TextID?
    if sizeEnd &+ 1 < part.end {
      let name = CSVField(start: sizeEnd &+ 1, end: part.end, hasDoubledQuotes: part.hasDoubledQuotes)
      symbol = text(RawInterner.Key(hint: address, first: name), &steps, bytes)
      if symbol == nil { return nil }
    }
    return RecordedAccess(
      kind: kind, address: VirtualAddress(address), size: UInt32(truncatingIfNeeded: size), symbol: symbol)
  }

  /// The text of a symbol; nil if it has another access in it, which was joined with something else.
  private mutating func text(
    _ key: RawInterner.Key, _ steps: inout StepTable, _ bytes: Span<UInt8>
  ) -> TextID? {
    if let known = seen.index(of: key, bytes) { return TextID(rawValue: UInt32(truncatingIfNeeded: known)) }
    let text = key.first.text(bytes)
    if text.contains("R:0x") || text.contains("W:0x") { return nil }
    let id = texts[text] ?? steps.add(text: text)
    texts[text] = id
    seen.remember(key, Int(id.rawValue))
    return id
  }

  /// The offset of the first `byte` in `range`, or its end.
  private static func find(_ byte: UInt8, _ range: Range<Int>, _ bytes: Span<UInt8>) -> Int {
    bytes.firstIndex(of: byte, or: byte, in: range)
  }
}
