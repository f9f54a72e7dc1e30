import CNcurses
package import Canvas
import Glibc

extension Terminal {
  /// Shows a grid, from the top left corner, and the cursor if it has a place; blank where the grid ends.
  ///
  /// Every cell goes to curses every time, and curses sends the terminal what differs.
  package mutating func show(_ grid: Grid, cursor: Point?) {
    lastShown = .now
    let size = size
    if grid.size.width < size.width || grid.size.height < size.height { cr3_clear() }
    for y in 0..<min(size.height, grid.size.height) { show(grid.row(y).prefix(size.width), y: y) }

    let place = cursor.flatMap { Rect(size).contains($0) ? $0 : nil }
    if let place { cr3_move(Int32(place.y), Int32(place.x)) }
    if (place != nil) != showsCursor {
      showsCursor = place != nil
      curs_set(showsCursor ? 1 : 0)
    }
    cr3_refresh()
  }

  /// Sends the whole next screen, in case another program has drawn on the terminal (Ctrl-L).
  package mutating func redraw() {
    cr3_redraw()
  }

  private mutating func show(_ cells: ArraySlice<Cell>, y: Int) {
    row.removeAll(keepingCapacity: true)
    for (index, cell) in zip(cells.indices, cells) where !cell.isContinuation {
      if cell.scalar.isASCII {
        row.append(templates.cell(cell.scalar, cell.style))
        continue
      }
      let isWide = index + 1 < cells.endIndex && cells[index + 1].isContinuation
      if canShow(cell.scalar, columns: isWide ? 2 : 1) {
        row.append(templates.cell(cell.scalar, cell.style))
      } else {
        row.append(templates.cell("?", cell.style))
        if isWide { row.append(templates.cell(" ", cell.style)) }
      }
    }
    // The pointer is valid for the count during the call.
    _ = unsafe row.withUnsafeBufferPointer { unsafe cr3_row(Int32(y), $0.baseAddress, Int32($0.count)) }
  }

  /// Whether the encoding has the scalar, and the C library, by whose widths curses counts, agrees on its columns.
  private func canShow(_ scalar: Unicode.Scalar, columns: Int) -> Bool {
    glyphs == .unicode && cr3_width(wchar_t(bitPattern: scalar.value)) == Int32(columns)
  }
}
