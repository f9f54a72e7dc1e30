/// The line above a pane, and the title in it.
package struct PaneBorder: Equatable, Sendable {
  /// Whether keys go to the pane.
  package enum Focus: Sendable {
    case focused, unfocused
  }

  /// The name of the pane, at the left of its top line.
  package var title: String

  /// A remark at the right of the top line, or nothing.
  package var note: String

  /// Whether keys go to the pane; its title is then shown in reverse, so that colour is not needed to see it.
  package var focus: Focus

  /// A border with the given title.
  package init(_ title: String, note: String = "", focus: Focus = .unfocused) {
    self.title = title
    self.note = note
    self.focus = focus
  }

  /// Draws the line and the title, blanks the interior and returns it.
  @discardableResult
  package func draw(in rect: Rect, on grid: inout Grid) -> Rect {
    let style = Style(focus == .focused ? .borderFocused : .border)
    grid.fill(rect)
    grid.fill(rect.splitTop(1).top, grid.glyphs.horizontal, style)
    drawWords(in: rect.splitTop(1).top.splitLeft(2).rest.splitRight(2).rest, on: &grid)
    return rect.splitTop(1).rest
  }

  /// The title from the left and, if both fit with a line between them, the note from the right.
  private func drawWords(in line: Rect, on grid: inout Grid) {
    guard !line.isEmpty, !title.isEmpty else { return }
    let style = Style(.title, focus == .focused ? [.bold, .reverse] : [.bold])
    let end = grid.write(
      " \(title) ", x: line.x, y: line.y, style: style, width: line.width, overflow: .ellipsis)
    let noteX = line.x + line.width - Width.columns(of: note) - 2
    if !note.isEmpty && noteX > end { grid.write(" \(note) ", x: noteX, y: line.y, style: Style(.heading)) }
  }
}
