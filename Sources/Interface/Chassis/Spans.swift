package import Canvas

/// One line of text in several styles.
package struct Spans: Hashable, Sendable {
  /// A piece in one style.
  private struct Part: Hashable, Sendable {
    let text: String
    let style: Style
  }

  private var parts: [Part] = []

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

  /// A text over as many lines as it needs, in one style, behind `indent` blanks.
  package static func wrapped(_ text: String, width: Int, indent: Int, _ style: Style = .plain) -> [Spans] {
    let margin = String(repeating: " ", count: indent)
    return Width.lines(of: text, columns: width - 1 - indent).map { Spans(margin + $0, style) }
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
}
