package import Bytes
package import Diagnostics
package import Isolation

/// Baselines in files: a line a kind of finding, with tabs between its six columns.
///
///     rule  from  its section  to  its section  how many
///
/// Lines that begin with `#` are comments. Names hold no tabs, since these are cleaned away where names are read.
package enum BaselineFile {
  /// Reads a baseline; throws at the first line that is none.
  package static func read(_ bytes: FileBytes) throws(ParseError) -> Baseline {
    try bytes.withBytes { (span) throws(ParseError) in
      var baseline = Baseline()
      var number = 1
      var start = 0
      while start < span.count {
        let lineFeed = UInt8(ascii: "\n")
        let end = span.firstIndex(of: lineFeed, or: lineFeed, in: start..<span.count)
        if end > start, span[start] != UInt8(ascii: "#") {
          let line = Line(file: bytes.name, number: number, start: start, fields: fields(of: span, start..<end))
          if let problem = line.problem {
            throw line.error(problem, CleanText.clean(span, start..<min(end, start + 240)))
          }
          baseline.add(line.finding, count: line.count ?? 1)
        }
        start = end + 1
        number += 1
      }
      return baseline
    }
  }

  private static func fields(of bytes: Span<UInt8>, _ line: Range<Int>) -> [Line.Field] {
    var fields: [Line.Field] = []
    var start = line.lowerBound
    let tab = UInt8(ascii: "\t")
    // One more than there may be says that there are too many.
    while fields.count <= Line.columns {
      let end = bytes.firstIndex(of: tab, or: tab, in: start..<line.upperBound)
      fields.append((CleanText.clean(bytes, start..<end), start))
      guard end < line.upperBound else { break }
      start = end + 1
    }
    return fields
  }
}

/// A line with findings.
private struct Line {
  typealias Field = (text: String, place: Int)
  static let columns = 6

  let file: String
  let number: Int
  /// Where it and each field of it start, in bytes from the start of the file.
  let start: Int
  let fields: [Field]

  var finding: Baseline.Line {
    Baseline.Line(
      rule: fields[0].text, from: fields[1].text, in: fields[2].text, to: fields[3].text, in: fields[4].text)
  }

  /// The last column; nil if it is no number from 1.
  var count: Int? {
    let text = fields[5].text
    guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let count = Int(text), count > 0 else { return nil }
    return count
  }

  /// What is wrong with it, at which field; nil if nothing is.
  var problem: (found: String, expected: String, field: Int)? {
    guard fields.count == Self.columns else {
      let count = fields.count > Self.columns ? "more than \(Self.columns)" : "\(fields.count)"
      return (
        "\(count) column\(fields.count == 1 ? "" : "s")",
        "\(Self.columns) with tabs between them: rule, from, its section, to, its section, how many", 0
      )
    }
    if fields[0].text.isEmpty { return ("no rule", "the name of one, such as DATA", 0) }
    if count == nil { return ("'\(fields[5].text.prefix(40))' for how many", "a number from 1 to \(Int.max)", 5) }
    return nil
  }

  func error(_ problem: (found: String, expected: String, field: Int), _ text: String) -> ParseError {
    ParseError(
      file: file, at: .line(number, column: fields[problem.field].place - start + 1), found: problem.found,
      expected: problem.expected, line: text)
  }
}
