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
