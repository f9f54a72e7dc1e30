import Bytes
import Diagnostics

/// The lines of a tour: clean text without comments, with a line that ends in a backslash joined to the next.
///
///     say "One \           ->  one line, `say "One line."`, whose parts know where they stood
///       line."   # why         and the note "why"
struct TourText {
  /// A line with its place, or the parts of several that were joined.
  struct Line {
    /// The text without comment.
    var text: String
    /// What stands behind `#`; nil without one.
    var comment: String?
    /// Where the parts start: offsets in `text`, in bytes, with the number of the line and the byte in it.
    var parts: [(offset: Int, line: Int, column: Int)]

    /// Whether nothing but a comment is here, or nothing at all.
    var isBlank: Bool { text.allSatisfy { $0 == " " } }

    /// The number of the line, and the column, from 1, of the byte at an offset of `text`.
    func place(of offset: Int) -> (line: Int, column: Int) {
      let part = parts.last { $0.offset <= offset } ?? parts[0]
      return (part.line, part.column + offset - part.offset + 1)
    }
  }

  /// The most bytes of a line, with those that are joined to it: far more than fits on a screen.
  static let lengthLimit = 1 << 16

  private let bytes: FileBytes
  /// The number of the first line that is longer; nil if there was none. Of such a line only the beginning is read.
  private(set) var longLine: Int?
  private var next = 0
  private var number = 0
  /// Whether the end of the last line that was read stands in quotes.
  private var isQuoted = false

  /// The text of a file, which is read line by line.
  init(_ bytes: FileBytes) {
    self.bytes = bytes
    let hasMark = bytes.byte(at: 0) == 0xef && bytes.byte(at: 1) == 0xbb && bytes.byte(at: 2) == 0xbf
    if hasMark { next = 3 }
  }

  /// The next line; nil at the end.
  mutating func line() -> Line? {
    isQuoted = false
    guard var line = physicalLine() else { return nil }
    while line.comment == nil, line.text.utf8.last == UInt8(ascii: "\\"), let more = physicalLine() {
      // A scalar, not a character: one that joins the next (U+0600) stays.
      line.text.unicodeScalars.removeLast()
      let blanks = more.text.utf8.prefix { $0 == UInt8(ascii: " ") }.count
      while line.text.last == " " { line.text.removeLast() }
      line.text += " "
      line.parts.append((line.text.utf8.count, more.parts[0].line, blanks))
      line.text += more.text.dropFirst(blanks)
      line.comment = more.comment
      if line.text.utf8.count > Self.lengthLimit {
        longLine = longLine ?? line.parts[0].line
        break
      }
    }
    return line
  }

  /// The line with a number, as it stands in the file, for messages.
  static func line(_ number: Int, of bytes: FileBytes) -> String {
    var text = TourText(bytes)
    while let raw = text.rawLine() { if text.number == number { return raw } }
    return ""
  }

  private mutating func physicalLine() -> Line? {
    guard let text = rawLine() else { return nil }
    let cut = comment(in: text)
    let comment = cut.map { text[$0...].dropFirst().drop { $0 == " " } }
    return Line(
      text: String(cut.map { text[..<$0] } ?? text[...]), comment: comment.map(String.init),
      parts: [(0, number, 0)])
  }

  /// One line of the file, cleaned; tabs are blanks.
  private mutating func rawLine() -> String? {
    guard next < bytes.count else { return nil }
    var line: [UInt8] = []
    while next < bytes.count, let byte = bytes.byte(at: next) {
      next += 1
      if byte == 0x0a { break }
      guard line.count < Self.lengthLimit else {
        longLine = longLine ?? number + 1
        continue
      }
      line.append(byte == 0x09 ? 0x20 : byte)
    }
    if line.last == 0x0d { line.removeLast() }
    number += 1
    return CleanText.clean(line)
  }

  /// Where a comment begins: at a `#` outside of quotes, with a blank or nothing before it.
  private mutating func comment(in text: String) -> String.Index? {
    var isEscaped = false
    var isAfterBlank = true
    for index in text.utf8.indices {
      let byte = text.utf8[index]
      if !isQuoted && isAfterBlank && byte == UInt8(ascii: "#") { return index }
      if byte == UInt8(ascii: "\"") && !isEscaped { isQuoted.toggle() }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      isAfterBlank = byte == UInt8(ascii: " ")
    }
    return nil
  }
}
