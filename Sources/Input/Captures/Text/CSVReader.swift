import Bytes
import Diagnostics

/// Splits comma-separated text into rows and fields, without copying any.
///
/// RFC 4180 but for line ends inside quotes, which no input here has: a quote must close on its line, so that
/// a torn line cannot swallow the next. A byte-order mark, CR LF, empty lines and a missing last line end are fine.
struct CSVReader: Sendable {
  static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The name for messages.
  let file: String
  /// The fields of the row last read.
  private(set) var fields: [CSVField] = []
  /// The line of the row last read, from 1.
  private(set) var line = 0
  /// Where that line starts.
  private(set) var lineStart = 0
  /// Whether that line has no line end, because the file stops.
  private(set) var isUnfinished = false
  /// The number of fields that a row may have; 64 until the header is known.
  var fieldLimit = 64

  private var next: Int

  /// Starts before the first row of `bytes`.
  init(file: String, _ bytes: Span<UInt8>) {
    self.file = file
    let hasMark = bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf
    next = hasMark ? 3 : 0
  }

  /// Reads the next row that is not empty; false at the end of the file.
  mutating func readRow(_ bytes: Span<UInt8>) throws(ParseError) -> Bool {
    while next < bytes.count {
      try readLine(bytes)
      if fields.count > 1 || !fields[0].isEmpty { return true }
    }
    return false
  }

  /// Reads one line into `fields`.
  private mutating func readLine(_ bytes: Span<UInt8>) throws(ParseError) {
    line += 1
    lineStart = next
    fields.removeAll(keepingCapacity: true)
    while true {
      guard fields.count < fieldLimit else {
        throw problem(
          at: next, "more than \(fieldLimit) fields", expected: "a row with at most so many", bytes)
      }
      let isQuoted = next < bytes.count && bytes[next] == Self.quote
      let field = isQuoted ? try quotedField(bytes) : plainField(bytes)
      fields.append(field)
      guard next < bytes.count else {
        isUnfinished = true
        return
      }
      next &+= 1
      if bytes[next &- 1] == Self.lineFeed { break }
    }
    isUnfinished = false
  }

  /// Reads up to a comma or the end of the line; `next` is there then.
  private mutating func plainField(_ bytes: Span<UInt8>) -> CSVField {
    let start = next
    let count = bytes.count
    let end = bytes.firstIndex(of: Self.comma, or: Self.lineFeed, in: start..<count)
    next = end
    let hasReturn =
      end > start && end < count && bytes[end] == Self.lineFeed && bytes[end &- 1] == Self.carriageReturn
    return CSVField(start: start, end: hasReturn ? end &- 1 : end)
  }

  /// Reads a quoted field and what may follow it; `next` is at the comma or the end of the line then.
  private mutating func quotedField(_ bytes: Span<UInt8>) throws(ParseError) -> CSVField {
    let count = bytes.count
    var field = CSVField(start: next + 1, end: next + 1)
    var end = next + 1
    while true {
      end = bytes.firstIndex(of: Self.quote, or: Self.lineFeed, in: end..<count)
      guard end < count, bytes[end] == Self.quote else {
        isUnfinished = end >= count
        throw problem(
          at: next, "a quote that is not closed", expected: "\" before the end of the line", bytes)
      }
      guard end + 1 < count, bytes[end + 1] == Self.quote else { break }
      field.hasDoubledQuotes = true
      end += 2
    }
    field.end = end
    end += 1
    if end + 1 < count, bytes[end] == Self.carriageReturn, bytes[end + 1] == Self.lineFeed { end += 1 }
    guard end >= count || bytes[end] == Self.comma || bytes[end] == Self.lineFeed else {
      throw problem(at: end, "text after a closing quote", expected: "a comma or the end of the line", bytes)
    }
    next = end
    return field
  }

  /// An error at a byte of the row last read.
  func problem(at offset: Int, _ found: String, expected: String, _ bytes: Span<UInt8>) -> ParseError {
    var shown: [UInt8] = []
    var index = lineStart
    while index < bytes.count, shown.count < 240, bytes[index] != Self.lineFeed {
      shown.append(bytes[index])
      index += 1
    }
    if shown.last == Self.carriageReturn { shown.removeLast() }
    return ParseError(
      file: file, at: .line(line, column: offset - lineStart + 1), found: found, expected: expected,
      line: CleanText.clean(shown))
  }
}
