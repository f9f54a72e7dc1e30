import Canvas

/// The words of a tour below what it shows.
package enum Narration {
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

  /// A text over as many lines as it needs.
  static func lines(_ text: String, width: Int, _ manner: Manner) -> [String] {
    Width.lines(of: text, columns: max(width - 2 * margin(manner, height: 0).columns, 8))
  }
}
