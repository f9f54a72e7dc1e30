/// Whether a terminal shows the text as it is: there are no control characters in it.
package func isClean(_ text: some StringProtocol) -> Bool {
  text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
}

/// Whether the text is a message, which has one to `limit` clean lines: the line at fault stands below what is said of it.
package func isMessage(_ text: String, lines limit: Int) -> Bool {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  return !text.isEmpty && lines.count <= limit && lines.allSatisfy { isClean($0) }
}
