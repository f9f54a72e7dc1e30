import Canvas
import Chassis

/// Rows to choose from, over the panes.
protocol MenuPane {
  /// The title.
  var title: String { get }
  /// What the keys do.
  var note: String { get }
  /// The columns of a row.
  var columns: [ListView.Column] { get }
  /// How many rows there are.
  var rowCount: Int { get }

  /// What makes the fields of a row.
  func rows() -> (Int) -> [ListView.Field]
}

extension MenuPane {
  /// Draws the rows from `top` on; one of them has the cursor.
  func draw(cursor: Int, top: Int, in rect: Rect, on grid: inout Grid) {
    let position = rowCount > rect.height - 1 ? " \(cursor + 1)/\(rowCount)" : ""
    let interior = PaneBorder(title + position, note: note, focus: .focused).draw(in: rect, on: &grid)
    ListView(columns: columns, rowCount: rowCount, selection: cursor, top: top)
      .draw(in: interior, on: &grid, row: rows())
    TextPane.drawMoreMarks(top: top, count: rowCount, in: interior, on: &grid)
  }
}
