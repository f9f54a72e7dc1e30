/// How texts stand in commands: as they are, or in double quotes, where `\"` is a quotation mark and `\\` a backslash.
package enum CommandText {
  /// A text as an argument; `isWord` says that blanks alone need no quotes.
  package static func quoted(_ text: String, isWord: Bool = true) -> String {
    let isPlain =
      isWord && !text.isEmpty && text.unicodeScalars.first != " " && text.unicodeScalars.last != " "
      && !text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "\\") }
    if isPlain { return text }
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }

  /// Reads a text in quotes that begins at the start of `text`: what it says, and what comes behind it.
  ///
  /// nil if there is no closing quotation mark.
  static func unquoted(_ text: Substring) -> (value: String, rest: Substring)? {
    var value = String.UnicodeScalarView()
    var isEscaped = false
    let scalars = text.unicodeScalars
    var index = scalars.index(after: scalars.startIndex)
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if isEscaped {
        // A backslash before anything else is itself.
        if scalar != "\"" && scalar != "\\" { value.append("\\") }
        value.append(scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == "\"" {
        return (String(value), text[index...])
      } else {
        value.append(scalar)
      }
    }
    return nil
  }
}
