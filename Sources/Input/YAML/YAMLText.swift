package import Bytes
package import Diagnostics

/// A YAML text, for messages about places in it.
package struct YAMLText: Sendable {
  /// The file's name, cleaned.
  package let name: String
  /// Where the text begins: behind a byte-order mark.
  let start: Int
  private let bytes: FileBytes

  /// The text in a file.
  package init(_ bytes: FileBytes) {
    name = bytes.name
    start = bytes.byte(at: 0) == 0xef && bytes.byte(at: 1) == 0xbb && bytes.byte(at: 2) == 0xbf ? 3 : 0
    self.bytes = bytes
  }

  /// The error for what stands at `mark`, with its line.
  package func error(at mark: TextMark, _ found: String, expected: String = "") -> ParseError {
    let start = start(ofLine: mark.line)
    let end = end(ofLineFrom: start)
    let column = min(byteColumn(of: mark.column, from: start, to: end), end - start + 1)
    let line = bytes.withBytes { CleanText.clean($0, start..<min(end, start + 240)) }
    return ParseError(
      file: name, at: .line(mark.line, column: column), found: found, expected: expected, line: line)
  }

  /// The place of a byte, counted from the start of the text.
  func mark(ofByte offset: Int) -> TextMark {
    let offset = offset + self.start
    var line = 1
    var start = self.start
    var position = start
    while position < min(offset, bytes.count) {
      let length = lineEnd(at: position)
      if length > 0 {
        line += 1
        start = position + length
      }
      position += max(length, 1)
    }
    var column = 1
    for index in start..<max(start, min(offset, bytes.count)) where !isContinuation(index) { column += 1 }
    return TextMark(line: line, column: column)
  }

  /// Whether the character at `mark` is a tab.
  func isTab(at mark: TextMark) -> Bool {
    let start = start(ofLine: mark.line)
    let column = byteColumn(of: mark.column, from: start, to: end(ofLineFrom: start))
    return bytes.byte(at: start + column - 1) == UInt8(ascii: "\t")
  }

  private func start(ofLine line: Int) -> Int {
    var position = start
    var number = 1
    while number < line, position < bytes.count {
      let length = lineEnd(at: position)
      if length > 0 { number += 1 }
      position += max(length, 1)
    }
    return position
  }

  private func end(ofLineFrom start: Int) -> Int {
    var end = start
    while end < bytes.count, lineEnd(at: end) == 0 { end += 1 }
    return end
  }

  /// Columns of messages count bytes, from 1.
  private func byteColumn(of column: Int, from start: Int, to end: Int) -> Int {
    var position = start
    for _ in 1..<max(column, 1) where position < end {
      position += 1
      while position < end, isContinuation(position) { position += 1 }
    }
    return position - start + 1
  }

  private func isContinuation(_ offset: Int) -> Bool { (bytes.byte(at: offset) ?? 0) & 0xc0 == 0x80 }

  /// The bytes of the line end at `offset`; 0 if there is none. YAML 1.1 section 4.2: also NEL, LS and PS end lines.
  private func lineEnd(at offset: Int) -> Int {
    switch bytes.byte(at: offset) {
    case 0x0a: 1
    case 0x0d: bytes.byte(at: offset + 1) == 0x0a ? 2 : 1
    case 0xc2: bytes.byte(at: offset + 1) == 0x85 ? 2 : 0
    case 0xe2: bytes.byte(at: offset + 1) == 0x80 && (bytes.byte(at: offset + 2) ?? 0) & 0xfe == 0xa8 ? 3 : 0
    default: 0
    }
  }
}
