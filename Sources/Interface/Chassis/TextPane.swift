package import Canvas

/// Lines of text to scroll, below a title.
package struct TextPane: Hashable, Sendable {
  /// The title.
  package let title: String
  /// A remark at the right of the title, or nothing.
  package let note: String
  /// The lines.
  package let lines: [Spans]
  /// The first visible line.
  package let top: Int
  /// Whether the keys go to it.
  package let focus: PaneBorder.Focus

  /// Shows lines from `top` on.
  package init(_ title: String, note: String = "", lines: [Spans], top: Int = 0, focus: PaneBorder.Focus = .focused) {
    self.title = title
    self.note = note
    self.lines = lines
    self.top = top
    self.focus = focus
  }

  /// Draws it.
  package func draw(in rect: Rect, on grid: inout Grid) {
    let interior = PaneBorder(title, note: note, edges: .top, focus: focus).draw(in: rect, on: &grid)
    for (line, y) in zip(lines.dropFirst(top), interior.rows) {
      line.draw(x: interior.x, y: y, width: interior.width, on: &grid)
    }
    Self.drawMoreMarks(top: top, count: lines.count, in: interior, on: &grid)
  }

  /// Arrows at the right where there are more lines.
  package static func drawMoreMarks(top: Int, count: Int, in rect: Rect, on grid: inout Grid) {
    let x = rect.x + rect.width - 1
    if top > 0 { grid.put(grid.glyphs.up, x: x, y: rect.y, style: Style(.key, .bold)) }
    if count > top + rect.height {
      grid.put(grid.glyphs.down, x: x, y: rect.y + rect.height - 1, style: Style(.key, .bold))
    }
  }
}
