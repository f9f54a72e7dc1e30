/// Whether a terminal shows the text as it is: there are no control characters in it.
package func isClean(_ text: String) -> Bool { lines(of: text) == 1 }

/// Whether the text is a message, which has one to `limit` clean lines: the line at fault stands below what is said of it.
package func isMessage(_ text: String, lines limit: Int) -> Bool {
  lines(of: text).map { !text.isEmpty && $0 <= limit } ?? false
}

/// How many lines the text has; nil if there are other control characters in it, U+007F to U+009F among them.
private func lines(of text: String) -> Int? {
  var lines = 1
  // The first byte of U+0080 to U+00BF.
  var isSecond = false
  for byte in text.utf8 {
    if byte == 0x0a { lines += 1 } else if byte < 0x20 || byte == 0x7f || isSecond && byte < 0xa0 { return nil }
    isSecond = byte == 0xc2
  }
  return lines
}
