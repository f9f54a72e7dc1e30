import Canvas

/// The words of a tour below what it shows.
package struct Narration: Equatable, Sendable {
  /// For whom it is drawn.
  package enum Manner: Sendable {
    /// Somebody who reads alone and answers questions.
    case reading
    /// A class that sees it on a projector, while somebody speaks.
    case presenting
  }

  /// The lines on both sides of the box that stay blank, and the columns before the words: on a small screen what is
  /// shown needs them more.
  static func margin(_ manner: Manner, height: Int) -> (rows: Int, columns: Int) {
    manner == .presenting ? (height >= 30 ? 1 : 0, 3) : (0, 1)
  }

  /// The most lines of words on a screen of a height: the explorer keeps at least 17 rows if there are many.
  static func limit(height: Int, _ manner: Manner) -> Int {
    max(min(height - 18 - 2 * margin(manner, height: height).rows, 14), min(height / 3, 4))
  }

  /// A text over as many lines as it needs; a line break in it, written as two blanks, is not kept.
  static func lines(_ text: String, width: Int, _ manner: Manner) -> [String] {
    let room = max(width - 2 * margin(manner, height: 0).columns, 8)
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ").flatMap({ pieces(of: $0, columns: room) }) {
      let columns = Width.columns(of: word)
      if !line.isEmpty && used + 1 + columns > room {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line += (line.isEmpty ? "" : " ") + word
      used += columns + (used == 0 ? 0 : 1)
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
      if used + width > columns {
        pieces.append(word[start..<index])
        (start, used) = (index, 0)
      }
      used += width
    }
    return pieces + [word[start...]]
  }
}
