package import Canvas

/// Lines of text to scroll, below a title.
package struct TextPane: ScreenPane {
  private let text: any PaneText
  private let note: String
  private let top: Int
  private let focus: PaneBorder.Focus

  /// Shows a text from row `top` on; `note` is a remark at the right of the title.
  package init(_ text: any PaneText, note: String = "", top: Int = 0, focus: PaneBorder.Focus = .focused) {
    self.text = text
    self.note = note
    self.top = top
    self.focus = focus
  }

  /// Draws it.
  package func draw(in rect: Rect, on grid: inout Grid) {
    let interior = PaneBorder(text.title, note: note, focus: focus).draw(in: rect, on: &grid)
    let lines = text.lines(width: interior.width, glyphs: grid.glyphs)
    let count = Spans.draw(lines, top: top, in: interior, on: &grid)
    Self.drawMoreMarks(top: top, count: count, in: interior, on: &grid)
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
