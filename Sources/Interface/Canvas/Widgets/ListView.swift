/// A list of rows in columns, of which a window is visible and one row may be selected.
///
/// Only visible rows are asked for, so that a list of millions costs no more than its window.
package struct ListView: Equatable, Sendable {
  /// The columns from the left, with one blank between two of them.
  package var columns: [Column]

  /// The number of rows, visible or not.
  package var rowCount: Int

  /// The row that has the cursor.
  package var selection: Int?

  /// The first visible row.
  package var top: Int

  /// A list whose window starts at `top`.
  package init(columns: [Column], rowCount: Int, selection: Int? = nil, top: Int = 0) {
    self.columns = columns
    self.rowCount = max(0, rowCount)
    self.selection = selection
    self.top = max(0, top)
  }
}

extension ListView {
  /// A column's width and the side that its text keeps to.
  package struct Column: Equatable, Sendable {
    /// How wide a column is.
    package enum Extent: Equatable, Sendable {
      /// Always so many columns of the screen.
      case fixed(Int)

      /// An equal share of what the fixed columns leave, and at least so many columns of the screen.
      case flexible(minimum: Int)
    }

    /// The side that text keeps to.
    package enum Alignment: Sendable {
      case leading, trailing
    }

    /// How wide the column is.
    package var extent: Extent

    /// The side that its text keeps to.
    package var alignment: Alignment

    /// A column of the given width.
    package init(_ extent: Extent, _ alignment: Alignment = .leading) {
      self.extent = extent
      self.alignment = alignment
    }
  }

  /// The text in one column of one row.
  package struct Field: Equatable, Sendable {
    /// One line; what does not fit is cut with an ellipsis.
    package var text: String

    /// The look of the text.
    package var style: Style

    /// A text in one look.
    package init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  /// The widths of columns that share `total` screen columns; they may add up to more.
  package static func widths(of columns: [Column], total: Int) -> [Int] {
    var free = total - max(0, columns.count - 1)
    var shares = 0
    for column in columns {
      switch column.extent {
      case .fixed(let width): free -= width
      case .flexible: shares += 1
      }
    }
    return columns.map { column in
      switch column.extent {
      case .fixed(let width): return max(0, width)
      case .flexible(let minimum):
        let share = max(0, free) / shares
        free -= share
        shares -= 1
        return max(0, minimum, share)
      }
    }
  }

  /// The first visible row that shows `selection` with the least scrolling from `top`, and no blank space
  /// below the last row that rows could fill.
  package static func scrolled(top: Int, selection: Int?, rowCount: Int, height: Int) -> Int {
    var top = top
    if let selection { top = max(min(top, selection), selection - max(1, height) + 1) }
    return max(0, min(top, rowCount - height))
  }
}

extension ListView {
  /// Draws the visible rows over a blank block: first the cursor's column, then the fields of each row.
  package func draw(in rect: Rect, on grid: inout Grid, row: (Int) -> [Field]) {
    grid.fill(rect)
    let (marks, body) = rect.splitLeft(selection == nil ? 0 : 2)
    let widths = ListView.widths(of: columns, total: body.width)
    for (index, y) in zip(min(top, rowCount)..<rowCount, rect.rows) {
      draw(row(index), widths: widths, in: body, y: y, on: &grid)
      if index == selection {
        grid.write(String(grid.glyphs.cursor), x: rect.x, y: y, style: Style(.key), width: marks.width)
        grid.restyle(Rect(x: body.x, y: y, width: body.width, height: 1), .reverse)
      }
    }
  }

  private func draw(_ fields: [Field], widths: [Int], in body: Rect, y: Int, on grid: inout Grid) {
    let end = body.x + body.width
    var x = body.x
    for ((field, column), width) in zip(zip(fields, columns), widths) {
      let room = min(width, end - x)
      let spare = column.alignment == .trailing ? max(0, room - Width.columns(of: field.text)) : 0
      grid.write(
        field.text, x: x + spare, y: y, style: field.style, width: room - spare, overflow: .ellipsis)
      x += width + 1
    }
  }
}
