extension Grid {
  /// The rows as text without the blanks at their ends; for tests, transcripts and saved screens.
  package var lines: [String] {
    (0..<size.height).map { y in
      // Scalars are joined as they stand: this is drawn for every stop of a tour.
      var line = String.UnicodeScalarView()
      var end = line.endIndex
      for cell in row(y) where !cell.isContinuation {
        line.append(cell.scalar)
        if cell.scalar != " " { end = line.endIndex }
      }
      return String(line[..<end])
    }
  }

  /// The rows with the letter of its role for each column, and a space for a plain blank.
  package var styledLines: [String] {
    picture { $0.scalar == " " && $0.style.role == .text ? " " : $0.style.role.letter }
  }

  /// The rows with the bits of its emphasis for each column, as a digit, and a space for none.
  package var emphasisLines: [String] {
    picture { $0.style.emphasis.isEmpty ? " " : Character("\($0.style.emphasis.rawValue)") }
  }

  private func picture(_ letter: (Cell) -> Character?) -> [String] {
    (0..<size.height).map { y in
      let line = row(y).compactMap(letter)
      return String(line.prefix((line.lastIndex { $0 != " " } ?? -1) + 1))
    }
  }
}
