import Canvas

/// One line of text in several styles.
struct Spans {
  private var parts: [(text: String, style: Style)] = []

  init() {}

  init(_ text: String, _ style: Style = .plain) {
    parts = [(text, style)]
  }

  /// Adds text.
  mutating func add(_ text: String, _ style: Style = .plain) {
    parts.append((text, style))
  }

  /// How many columns it has when it is not cut.
  var width: Int { parts.reduce(0) { $0 + Width.columns(of: $1.text) } }

  /// A text over as many lines as it needs, in one style, behind `indent` blanks.
  static func wrapped(_ text: String, width: Int, indent: Int, _ style: Style = .plain) -> [Spans] {
    let margin = String(repeating: " ", count: indent)
    return Width.lines(of: text, columns: width - 1 - indent).map { Spans(margin + $0, style) }
  }

  /// Writes the line, cut to `width` columns, and returns the column after it.
  @discardableResult
  func draw(x: Int, y: Int, width: Int, on grid: inout Grid) -> Int {
    let limit = x + width
    var next = x
    for part in parts where next < limit {
      next = grid.write(part.text, x: next, y: y, style: part.style, width: limit - next, overflow: .ellipsis)
    }
    return next
  }
}
