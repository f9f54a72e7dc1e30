import Canvas

/// Cells of a row that stand side by side and look alike.
struct Run {
  /// The first cell's column.
  let column: Int

  /// How many columns the cells take.
  private(set) var width: Int

  /// What is drawn, without the right halves of wide scalars.
  private(set) var scalars: String.UnicodeScalarView

  /// How the first cell is meant; the others look the same.
  let style: Style

  /// How all cells look.
  let look: Look

  fileprivate init(_ cell: Cell, column: Int, look: Look) {
    self.column = column
    width = 1
    scalars = String.UnicodeScalarView([cell.scalar])
    style = cell.style
    self.look = look
  }

  fileprivate mutating func extend(_ cell: Cell) {
    width += 1
    if !cell.isContinuation { scalars.append(cell.scalar) }
  }

  /// What is drawn.
  var text: String { String(scalars) }

  /// Whether blanks in this look cannot be told from cells on which nothing was drawn.
  var isSeenInLettersOnly: Bool {
    look.background < 0 && look.attributes.isDisjoint(with: [.underline, .reverse])
  }
}

extension Grid {
  /// The first `columns` cells of row `y` as runs, left to right, without the blanks at the end that leave no trace.
  func runs(_ y: Int, _ palette: Palette, columns: Int = .max) -> [Run] {
    var runs: [Run] = []
    for (column, cell) in row(y).prefix(columns).enumerated() {
      let look = palette.look(of: cell.style)
      if let last = runs.indices.last, runs[last].look == look {
        runs[last].extend(cell)
      } else {
        runs.append(Run(cell, column: column, look: look))
      }
    }
    while let last = runs.last, last.isSeenInLettersOnly, last.scalars.allSatisfy({ $0 == " " }) { runs.removeLast() }
    return runs
  }
}
