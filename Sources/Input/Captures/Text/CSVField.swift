import Bytes

/// Where one field of a CSV row stands in the file, without its quotes.
struct CSVField: Hashable, Sendable {
  /// The offset of the first byte.
  var start: Int
  /// The offset after the last byte.
  var end: Int
  /// Whether quotes inside are doubled.
  var hasDoubledQuotes = false

  /// The bytes as they stand in the file.
  var range: Range<Int> { start..<end }

  /// Whether nothing stands there.
  var isEmpty: Bool { start == end }

  /// The most bytes of a name that are read: it is shown at every row that is about it. The kernel has no longer ones:
  /// Linux 6.12 include/linux/kallsyms.h, KSYM_NAME_LEN.
  private static let nameLimit = 512

  /// The field's text as a name: the rest of a longer one is cut off.
  func name(_ bytes: Span<UInt8>) -> String {
    CSVField(start: start, end: min(end, start + Self.nameLimit), hasDoubledQuotes: hasDoubledQuotes).text(bytes)
  }

  /// The field's text as words: with a blank in the place of each tab.
  func words(_ bytes: Span<UInt8>) -> String {
    guard range.contains(where: { bytes[$0] == UInt8(ascii: "\t") }) else { return text(bytes) }
    let blanks = range.map { bytes[$0] == UInt8(ascii: "\t") ? UInt8(ascii: " ") : bytes[$0] }
    return CSVField(start: 0, end: blanks.count, hasDoubledQuotes: hasDoubledQuotes).text(blanks.span)
  }

  /// The field's text, cleaned, with doubled quotes made single.
  func text(_ bytes: Span<UInt8>) -> String {
    guard hasDoubledQuotes else { return CleanText.clean(bytes, range) }
    var field: [UInt8] = []
    field.reserveCapacity(end - start)
    var index = start
    while index < end {
      field.append(bytes[index])
      index += bytes[index] == CSVReader.quote ? 2 : 1
    }
    return CleanText.clean(field)
  }
}
