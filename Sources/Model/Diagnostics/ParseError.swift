/// An input that cannot be used: where, what was found, and what was expected.
///
/// For text the description is `file:line:column: error: found; expected`, then the line and a caret; for
/// binary `file: at byte 0x40: found; expected`.
package struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as the user gave it, cleaned.
  package let file: String
  /// The place in the file.
  package let location: SourceLocation
  /// What stands there, quoted where it is text.
  package let found: String
  /// What should stand there; empty where `found` says it all.
  package let expected: String
  /// The line at fault, cleaned, for text inputs.
  package let line: String?

  /// Describes an input that cannot be used.
  package init(
    file: String, at location: SourceLocation = .file, found: String, expected: String = "", line: String? = nil
  ) {
    self.file = file
    self.location = location
    self.found = found
    self.expected = expected
    self.line = line
  }

  package var description: String {
    let what = expected.isEmpty ? found : "\(found); expected \(expected)"
    switch location {
    case .file:
      return "\(file): \(what)"
    case .subject:
      return "\(file) \(what)"
    case .byte(let offset):
      return "\(file): at byte 0x\(String(offset, radix: 16)): \(what)"
    case .line(let number, let column):
      var text = "\(file):\(number):\(column): error: \(what)"
      if let line {
        let shown = line.prefix(160)
        text += "\n  \(shown)"
        // Cleaning turns a bad byte into one character, so that columns of bytes fit but for valid non-ASCII.
        if column >= 1 && column <= shown.count + 1 {
          text += "\n  " + String(repeating: " ", count: column - 1) + "^"
        }
      }
      return text
    }
  }
}
