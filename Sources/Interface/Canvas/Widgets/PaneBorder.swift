/// The lines and the title around a pane.
package struct PaneBorder: Equatable, Sendable {
  /// Which lines are drawn.
  package enum Edges: Sendable {
    /// A line at the top only, for small screens.
    case top

    /// All four.
    case box
  }

  /// Whether keys go to the pane.
  package enum Focus: Sendable {
    case focused, unfocused
  }

  /// The name of the pane, at the left of its top line.
  package var title: String

  /// A remark at the right of the top line, or nothing.
  package var note: String

  /// Which lines are drawn.
  package var edges: Edges

  /// Whether keys go to the pane; its title is then shown in reverse, so that colour is not needed to see it.
  package var focus: Focus

  /// A border with the given title.
  package init(_ title: String, note: String = "", edges: Edges = .box, focus: Focus = .unfocused) {
    self.title = title
    self.note = note
    self.edges = edges
    self.focus = focus
  }

  /// What the lines leave for the pane.
  package func interior(of rect: Rect) -> Rect {
    switch edges {
    case .top: rect.splitTop(1).rest
    case .box: rect.inset()
    }
  }

  /// Draws the lines and the title, blanks the interior and returns it.
  @discardableResult
  package func draw(in rect: Rect, on grid: inout Grid) -> Rect {
    let glyphs = grid.glyphs
    let style = Style(focus == .focused ? .borderFocused : .border)
    grid.fill(rect)
    grid.fill(rect.splitTop(1).top, glyphs.horizontal, style)
    if edges == .box && !rect.isEmpty {
      let (right, bottom) = (rect.x + rect.width - 1, rect.y + rect.height - 1)
      grid.fill(rect.splitBottom(1).bottom, glyphs.horizontal, style)
      grid.fill(rect.splitLeft(1).left, glyphs.vertical, style)
      grid.fill(rect.splitRight(1).right, glyphs.vertical, style)
      grid.put(glyphs.bottomLeft, x: rect.x, y: bottom, style: style)
      grid.put(glyphs.bottomRight, x: right, y: bottom, style: style)
      grid.put(glyphs.topLeft, x: rect.x, y: rect.y, style: style)
      grid.put(glyphs.topRight, x: right, y: rect.y, style: style)
    }
    drawWords(in: rect.splitTop(1).top.splitLeft(2).rest.splitRight(2).rest, on: &grid)
    return interior(of: rect)
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
