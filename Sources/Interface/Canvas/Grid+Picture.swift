extension Grid {
  /// The rows as text without the blanks at their ends; for tests, transcripts and saved screens.
  package var lines: [String] {
    (0..<size.height).map { y in
      // Bytes, since this is done for every stop of a tour.
      var line: [UInt8] = []
      line.reserveCapacity(size.width)
      var end = 0
      for cell in row(y) where !cell.isContinuation {
        if cell.scalar.isASCII { line.append(UInt8(cell.scalar.value)) } else { line += cell.scalar.utf8 }
        if cell.scalar != " " { end = line.count }
      }
      return String(decoding: line[..<end], as: UTF8.self)
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
