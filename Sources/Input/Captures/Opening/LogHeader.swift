import Bytes
import Diagnostics

/// Whether a file begins as a step log does, and what is wrong with one that nearly does.
enum LogHeader {
  /// The first line of a step log ends before this byte.
  private static let limit = 1 << 16
  /// Where headers that are not in the first line are looked for.
  private static let lineLimit = 16

  /// Whether the first line names two or more of the columns that every step log has: enough to say what is wrong with
  /// the others. Throws if the names are there but for case or blanks, or if lines end in a way that is not read.
  static func isHeader(_ bytes: FileBytes) throws(ParseError) -> Bool {
    // A scenario may begin with a comment about such columns.
    guard bytes.byte(at: 0) != UInt8(ascii: "#"), let end = endOfFirstLine(bytes) else { return false }
    switch bytes.withBytes({ header($0.extracting(0..<end), of: bytes.name, $0) }) {
    case .stepLog: return true
    case .misspelled(let problem): throw problem
    case .other: return false
    }
  }

  private enum Found {
    case stepLog
    case misspelled(ParseError)
    case other
  }

  /// A file of holes has no end of a line for gigabytes.
  private static func endOfFirstLine(_ bytes: FileBytes) -> Int? {
    let count = min(bytes.count, limit)
    let end = (0..<count).first { bytes.byte(at: $0) == 0x0a || bytes.byte(at: $0) == 0x0d }
    return end ?? (bytes.count <= limit ? count : nil)
  }

  /// `line` is the first line of `bytes`.
  private static func header(_ line: Span<UInt8>, of file: String, _ bytes: Span<UInt8>) -> Found {
    var csv = CSVReader(file: file, line)
    guard (try? csv.readRow(line)) == true else { return .other }
    let fields = csv.fields.filter { $0.end - $0.start <= 64 }
    let names = fields.map { $0.text(line) }
    guard count(of: names.map(plain)) >= 2 else { return .other }
    let end = line.count
    if end < bytes.count, bytes[end] == 0x0d, end + 1 == bytes.count || bytes[end + 1] != 0x0a {
      return .misspelled(
        csv.problem(at: end, "a line that ends with CR alone", expected: "LF or CR LF (tr '\\r' '\\n')", line))
    }
    // Other columns may be called anything.
    let columns = StepLogReader.requiredColumns + StepLogReader.optionalColumns
    guard
      let index = names.indices.first(where: { names[$0] != plain(names[$0]) && columns.contains(plain(names[$0])) })
    else { return .stepLog }
    let name = plain(names[index])
    return .misspelled(
      csv.problem(
        at: fields[index].start, "a column \"\(names[index])\"",
        expected: "\"\(name)\": names of columns are in lower case, without blanks", line))
  }

  /// How many of the columns that every log has are among `names`.
  private static func count(of names: [String]) -> Int {
    Set(names).intersection(StepLogReader.requiredColumns).count
  }

  /// A name in lower case, without the blanks around it.
  private static func plain(_ name: String) -> String {
    // Cleaning has put U+FFFD in the place of tabs.
    let blanks: Set<Character> = [" ", "\u{fffd}"]
    let tail = name.drop { blanks.contains($0) }
    return tail.lastIndex { !blanks.contains($0) }.map { tail[...$0].lowercased() } ?? ""
  }
}

// What people have who come from a spreadsheet or another tool: for a file that is nothing else.
extension LogHeader {
  /// Throws if a file of no known kind is nearly a step log: in UTF-16, divided by something else than commas, with lines
  /// above its header, or without one.
  static func refuse(_ bytes: FileBytes) throws(ParseError) {
    if [[0xff, 0xfe], [0xfe, 0xff]].contains([bytes.byte(at: 0), bytes.byte(at: 1)]) {
      throw ParseError(file: bytes.name, found: "is text in UTF-16", expected: "UTF-8 (iconv -f UTF-16 -t UTF-8)")
    }
    let start = bytes.withBytes { span in (0..<min(span.count, limit)).map { span[$0] } }
    let lines = start.split(separator: 0x0a, maxSplits: lineLimit, omittingEmptySubsequences: false)
    for (index, line) in lines.prefix(lineLimit).enumerated() {
      if let problem = problem(with: line, at: index, of: bytes.name) { throw problem }
    }
  }

  private static func problem(with line: ArraySlice<UInt8>, at index: Int, of file: String) -> ParseError? {
    func text(_ bytes: ArraySlice<UInt8>) -> String {
      CleanText.clean(Array(bytes.filter { $0 != 0x0d && $0 != UInt8(ascii: "\"") }))
    }
    let line = line.prefix(240)
    func error(_ column: Int, _ found: String, _ expected: String) -> ParseError {
      ParseError(file: file, at: .line(index + 1, column: column), found: found, expected: expected, line: text(line))
    }
    let columns = StepLogReader.requiredColumns.joined(separator: ",")
    for (separator, words) in [(UInt8(ascii: ","), ""), (0x3b, "semicolons"), (0x09, "tabs"), (0x7c, "\"|\"")] {
      let fields = line.split(separator: separator, omittingEmptySubsequences: false)
      let names = fields.map { plain(text($0)) }
      guard count(of: names) < 2 else {
        guard words.isEmpty else {
          return error(fields[0].count + 1, "columns divided by \(words)", "commas: \(columns)")
        }
        return error(1, "names of columns", index > 0 ? "them in the first line" : "a first line such as \(columns)")
      }
      guard index == 0, names.count >= StepLogReader.requiredColumns.count, Int(names[0]) != nil,
        names[1].hasPrefix("0x")
      else { continue }
      return error(1, "a row without a header above it", "a first line such as \(columns)")
    }
    return nil
  }
}
