import Bytes
import Diagnostics

/// The names of the columns, from the first row of a CSV file.
struct CSVHeader: Sendable {
  private let names: [String]

  /// Reads the first row of `reader`, which must name all of `required`, in any order, and others no twice.
  init(_ reader: inout CSVReader, required: [String], _ bytes: Span<UInt8>) throws(ParseError) {
    let columns = "the columns \(required.joined(separator: ","))"
    guard try reader.readRow(bytes) else {
      throw ParseError(file: reader.file, found: "has no lines", expected: columns)
    }
    let names = reader.fields.map { $0.text(bytes) }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw reader.problem(
        at: reader.fields[index].start, "a second column \"\(name)\"", expected: "each once", bytes)
    }
    for name in required where !names.contains(name) {
      throw reader.problem(at: reader.lineStart, "no column \"\(name)\"", expected: columns, bytes)
    }
    self.names = names
    reader.fieldLimit = names.count
  }

  /// The number of columns.
  var count: Int { names.count }

  /// The position of a column; nil if the file has none of that name.
  func position(_ name: String) -> Int? {
    names.firstIndex(of: name)
  }

  /// A note that names the columns that are none of `known`, the first eight of them; nil if all are.
  func unread(besides known: [String]) -> Notice? {
    let others = names.filter { !known.contains($0) }
    guard !others.isEmpty else { return nil }
    let more = others.count > 8 ? " and \(others.count - 8) more" : ""
    return Notice(
      .note,
      "not read: \(others.count == 1 ? "the column" : "the columns") "
        + "\(others.prefix(8).map { "\"\($0)\"" }.joined(separator: ", "))\(more); "
        + "read are \(known.joined(separator: ","))")
  }

  /// Throws unless the row last read has a field for each column.
  func check(_ reader: CSVReader, _ bytes: Span<UInt8>) throws(ParseError) {
    guard reader.fields.count == names.count else {
      throw reader.problem(
        at: reader.lineStart, "\(reader.fields.count) fields", expected: "\(names.count), as in the header",
        bytes)
    }
  }
}
