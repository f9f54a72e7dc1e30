package import Canvas

/// A part of the screen, made from the few values that it shows.
package protocol ScreenPane {
  /// Draws it.
  func draw(in rect: Rect, on grid: inout Grid)
}

/// What a pane of text shows, made from a few values: a title and lines.
package protocol PaneText {
  /// The title.
  var title: String { get }
  /// The lines for a pane of so many columns.
  func lines(width: Int, glyphs: Glyphs) -> [Spans]
}

extension PaneText {
  /// How many rows the lines take, without laying them out.
  package func rowCount(width: Int, glyphs: Glyphs) -> Int {
    lines(width: width, glyphs: glyphs).reduce(0) { $0 + $1.rowCount(width: width) }
  }
}
