extension Width {
  /// A text over as many lines as it needs, none with more columns than there are; runs of blanks become one, and a word
  /// that is longer than a line is parted.
  package static func lines(of text: String, columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ").flatMap({ pieces(of: $0, columns: max(columns, 1)) }) {
      let width = Width.columns(of: word)
      if !line.isEmpty && used + 1 + width > columns {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line += (line.isEmpty ? "" : " ") + word
      used += width + (used == 0 ? 0 : 1)
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A word, or the parts of one that is longer than a line.
  private static func pieces(of word: Substring, columns: Int) -> [Substring] {
    guard word.utf8.count > columns, Width.columns(of: word) > columns else { return [word] }
    var pieces: [Substring] = []
    var start = word.startIndex
    var used = 0
    for index in word.indices {
      let width = Width.columns(of: word[index...index])
      if used + width > columns && start < index {
        pieces.append(word[start..<index])
        (start, used) = (index, 0)
      }
      used += width
    }
    return pieces + [word[start...]]
  }
}
