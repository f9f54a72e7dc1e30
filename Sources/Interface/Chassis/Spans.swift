package import Canvas

/// One line of text in several styles; it is cut where the pane ends, or goes on in rows below.
package struct Spans: Hashable, Sendable {
  /// A piece in one style.
  private struct Part: Hashable, Sendable {
    let text: String
    let style: Style
  }

  private var parts: [Part] = []
  /// The blanks before each row of a line that goes on below; nil for one that is cut.
  private var indent: Int?

  /// An empty line.
  package init() {}

  /// A line in one style.
  package init(_ text: String, _ style: Style = .plain) {
    parts = [Part(text: text, style: style)]
  }

  /// Adds text.
  package mutating func add(_ text: String, _ style: Style = .plain) {
    parts.append(Part(text: text, style: style))
  }

  /// How many columns it has when it is not cut.
  package var width: Int { parts.reduce(0) { $0 + Width.columns(of: $1.text) } }

  /// A text over as many rows as it needs, in one style, behind `indent` blanks.
  package static func wrapped(_ text: String, indent: Int, _ style: Style = .plain) -> Spans {
    var line = Spans(text, style)
    line.indent = indent
    return line
  }

  /// How many rows it takes in a pane of so many columns.
  package func rowCount(width: Int) -> Int { texts(width: width)?.count ?? 1 }

  /// The rows that it takes in a pane of so many columns, in the style of its beginning.
  package func rows(width: Int) -> [Spans] {
    guard let indent, let texts = texts(width: width) else { return [self] }
    let margin = String(repeating: " ", count: indent)
    return texts.map { Spans(margin + $0, parts.first?.style ?? .plain) }
  }

  /// The texts of its rows, without the blanks before them; nil for a line that is cut.
  private func texts(width: Int) -> [String]? {
    indent.map { Width.lines(of: parts.map(\.text).joined(), columns: width - 1 - $0) }
  }

  /// Writes the line, cut to `width` columns, and returns the column after it.
  @discardableResult
  package func draw(x: Int, y: Int, width: Int, on grid: inout Grid) -> Int {
    let limit = x + width
    var next = x
    for part in parts where next < limit {
      next = grid.write(part.text, x: next, y: y, style: part.style, width: limit - next, overflow: .ellipsis)
    }
    return next
  }

  /// Draws the rows of some lines, those above `top` left out; gives how many rows there are in all.
  @discardableResult
  package static func draw(_ lines: [Spans], top: Int = 0, in rect: Rect, on grid: inout Grid) -> Int {
    let visible = top..<top + rect.height
    var count = 0
    for line in lines {
      // Of very many lines most are not seen.
      if line.indent == nil && !visible.contains(count) {
        count += 1
        continue
      }
      for row in line.rows(width: rect.width) {
        if visible.contains(count) { row.draw(x: rect.x, y: rect.y + count - top, width: rect.width, on: &grid) }
        count += 1
      }
    }
    return count
  }
}
