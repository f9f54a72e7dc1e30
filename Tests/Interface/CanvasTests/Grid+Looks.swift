import Canvas

extension Grid {
  /// The rows with the letter of its role for each column, and a space for a plain blank.
  var styledLines: [String] {
    picture { $0.scalar == " " && $0.style.role == .text ? " " : $0.style.role.letter }
  }

  /// The rows with the bits of its emphasis for each column, as a digit, and a space for none.
  var emphasisLines: [String] {
    picture { $0.style.emphasis.isEmpty ? " " : Character("\($0.style.emphasis.rawValue)") }
  }

  private func picture(_ letter: (Cell) -> Character?) -> [String] {
    (0..<size.height).map { y in
      let line = row(y).compactMap(letter)
      return String(line.prefix((line.lastIndex { $0 != " " } ?? -1) + 1))
    }
  }
}
