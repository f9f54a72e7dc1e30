import Canvas
import Chassis

/// Rows of a list, each a line and what stands at its right end.
struct RowList {
  let rowCount: Int
  let cursor: Int
  let top: Int

  /// Draws the visible rows; only these are made.
  func draw(in rect: Rect, on grid: inout Grid, row: (Int) -> (Spans, Spans)) {
    for (index, y) in zip(min(top, rowCount)..<rowCount, rect.rows) {
      let (line, end) = row(index)
      let room = rect.width - 4 - end.width
      line.draw(x: rect.x + 2, y: y, width: end.width == 0 ? rect.width - 2 : room, on: &grid)
      end.draw(x: rect.x + rect.width - end.width - 1, y: y, width: end.width, on: &grid)
      guard index == cursor else { continue }
      grid.put(grid.glyphs.cursor, x: rect.x, y: y, style: Style(.key))
      grid.restyle(Rect(x: rect.x + 2, y: y, width: rect.width - 2, height: 1), .reverse)
    }
    TextPane.drawMoreMarks(top: top, count: rowCount, in: rect, on: &grid)
  }
}
