import Canvas
import Reports

/// All screens in one drawing, one below the other (Scalable Vector Graphics 1.1, and what CSS says of colour schemes).
///
///     +-- page ---------------------+
///     | 1/2  first-flip             |  caption, unless one stop is exported alone
///     | +-- paper ----------------+ |
///     | | the screen              | |
///     | +-------------------------+ |
///     | 2/2  ...                    |
///
/// Colours follow the reader's light or dark scheme, except in the projector's theme, which is light; the palette
/// decides on bold, dim, underlined and reversed letters. Columns stay where they are with any font, as each piece of
/// text has its length.
struct SVGExport: TranscriptExport {
  /// What lies between an edge and what is inside.
  private static let margin = 9

  /// From a caption's top to the paper.
  private static let captionHeight = 26

  let header: Transcript.Header
  private let palette: Palette

  /// Where the next stop begins.
  private var top: Int

  init(header: Transcript.Header, palette: Palette) {
    self.header = header
    // The drawing's colours are its own; of the palette it needs only to know whether there are any.
    self.palette = Palette(theme: palette.theme, colors: palette.depth == .none ? 0 : 256)
    top = header.stopCount == nil ? 0 : Self.margin
  }

  func begin(to sink: inout ByteSink) {
    let isAlone = header.stopCount == nil
    let width = paper.width + (isAlone ? 0 : 2 * Self.margin)
    let height = isAlone ? paper.height : Self.margin + (header.stopCount ?? 0) * pitch
    sink.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\"")
    sink.append(" viewBox=\"0 0 \(width) \(height)\" role=\"img\" xml:space=\"preserve\">\n")
    sink.append("<title>\(XML.escaped(header.title.onOneLine))</title>\n")
    writeStyle(to: &sink)
    if !isAlone { sink.append("<rect class=\"page\" width=\"\(width)\" height=\"\(height)\"/>\n") }
  }

  mutating func add(_ stop: Transcript.Stop, to sink: inout ByteSink) {
    var left = 0
    if header.stopCount != nil {
      left = Self.margin
      let caption = "\(header.number(of: stop))  \(stop.label)".firstWords(columns: header.size.width)
      sink.append("<text class=\"b\" x=\"\(2 * left)\" y=\"\(top + SVGUnit.baseline + 2)\">")
      sink.append("\(XML.escaped(caption))</text>\n")
      top += Self.captionHeight
    }
    sink.append("<rect class=\"paper\" x=\"\(left)\" y=\"\(top)\"")
    sink.append(" width=\"\(paper.width)\" height=\"\(paper.height)\"/>\n")
    // An inner svg element cuts what is larger than the header says.
    let size = header.size
    sink.append("<svg x=\"\(left + Self.margin)\" y=\"\(top + Self.margin)\"")
    sink.append(" width=\"\(size.width * SVGUnit.width)\" height=\"\(size.height * SVGUnit.height)\">\n")
    SVGScreen(stop.screen, palette).write(to: &sink)
    sink.append("</svg>\n")
    top += paper.height + Self.margin
  }

  func end(to sink: inout ByteSink) {
    sink.append("</svg>\n")
  }

  /// The size of a screen with the margin around it.
  private var paper: Size {
    Size(
      width: header.size.width * SVGUnit.width + 2 * Self.margin,
      height: header.size.height * SVGUnit.height + 2 * Self.margin)
  }

  /// From one stop's top to the next one's.
  private var pitch: Int { Self.captionHeight + paper.height + Self.margin }

  private func writeStyle(to sink: inout ByteSink) {
    sink.append(
      """
      <style>
      svg{font:15px "DejaVu Sans Mono",Menlo,Consolas,monospace}
      text{fill:currentColor;white-space:pre}
      rect{fill:currentColor;shape-rendering:crispEdges}
      path{fill:none;stroke:currentColor;stroke-linecap:square;shape-rendering:crispEdges}
      .b{font-weight:bold;stroke-width:2}
      .u{text-decoration:underline}

      """)
    for color in SVGColor.allCases { sink.append("\(color.selector){color:\(color.light)}\n") }
    if palette.theme != .projector {
      sink.append("@media (prefers-color-scheme:dark){\n")
      for color in SVGColor.allCases { sink.append("\(color.selector){color:\(color.dark)}\n") }
      sink.append("}\n")
    }
    sink.append("</style>\n")
  }
}

extension SVGColor {
  /// What the colour is for in CSS: text is what everything is drawn in that has no class.
  fileprivate var selector: String { self == .text ? "svg" : ".\(rawValue)" }
}
