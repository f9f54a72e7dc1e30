/// A rectangle of cells: everything that the screen shows.
///
/// Nothing written to a grid can move a cursor, change a mode or reach past the edge: coordinates may lie
/// anywhere, text is clipped and never wraps, and scalars that a terminal might obey are replaced.
package struct Grid: Equatable, Sendable {
  /// The number of columns and rows.
  package let size: Size

  /// The characters that views draw with; in ASCII, others are replaced by `?`.
  package let glyphs: Glyphs

  /// Row by row from the top, each from the left. A continuation cell always follows a wide scalar.
  var cells: [Cell]

  /// A grid of plain blanks.
  package init(size: Size, glyphs: Glyphs = .unicode) {
    self.size = size
    self.glyphs = glyphs
    cells = Array(repeating: .blank, count: size.width * size.height)
  }

  /// All of the grid, to be split among panes.
  package var bounds: Rect { Rect(size) }

  /// The cell in column `x` of row `y`, and a plain blank off the grid.
  package subscript(x: Int, y: Int) -> Cell {
    bounds.contains(Point(x: x, y: y)) ? cells[y * size.width + x] : .blank
  }

  /// The cells of row `y`, which is on the grid, from the left.
  package func row(_ y: Int) -> ArraySlice<Cell> {
    cells[y * size.width..<(y + 1) * size.width]
  }
}

extension Grid {
  /// What a grid draws in place of a scalar: itself, or a replacement, or nothing (no columns).
  func drawn(_ scalar: Unicode.Scalar) -> (scalar: Unicode.Scalar, columns: Int) {
    if 0x20..<0x7F ~= scalar.value { return (scalar, 1) }
    if Width.isControl(scalar) { return (glyphs.replacement, 1) }
    let columns = Width.columns(of: scalar)
    return (glyphs == .ascii && columns > 0 ? glyphs.replacement : scalar, columns)
  }

  /// Blanks the left half of a wide scalar whose right half, at `index`, is about to be overwritten.
  mutating func breakWide(at index: Int) {
    if cells[index].isContinuation { cells[index - 1] = Cell(" ", cells[index].style) }
  }

  /// Blanks the right half of a wide scalar whose left half, before `index`, was overwritten.
  mutating func mendWide(at index: Int) {
    if index < cells.count, cells[index].isContinuation { cells[index] = Cell(" ", cells[index].style) }
  }
}
