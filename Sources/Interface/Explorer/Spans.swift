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
    var lines: [Spans] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty && indent + line.count + 1 + word.count > width - 1 {
        lines.append(Spans(margin + line, style))
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + (line.isEmpty ? [] : [Spans(margin + line, style)])
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
