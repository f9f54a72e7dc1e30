import Canvas
import Reports

/// Lengths of drawings, in user units: a cell is 9 by 18, which suits letters of 15.
enum SVGUnit {
  /// A column's width.
  static let width = 9

  /// A row's height.
  static let height = 18

  /// From a row's top to the line on which its letters stand.
  static let baseline = 14

  /// The left edge of a cell (even) or its middle (odd).
  static func x(half: Int) -> String { text(halves: half * width) }

  /// The top edge of a cell (even) or its middle (odd), which lies so that a thin line fills one row of pixels.
  static func y(half: Int) -> String { text(halves: half / 2 * 2 * height + (half % 2) * (height - 1)) }

  private static func text(halves: Int) -> String { "\(halves / 2)\(halves % 2 == 0 ? "" : ".5")" }
}

/// Draws one screen: what lies behind letters, then lines, then letters.
struct SVGScreen {
  private var backs: [String] = []
  private var lines: SVGLines
  private var texts: [String] = []

  /// Draws a screen with the attributes of a palette.
  init(_ screen: Grid, _ palette: Palette) {
    lines = SVGLines(size: screen.size)
    for y in 0..<screen.size.height {
      for run in screen.runs(y, palette) { add(run, y, SVGInk(run.style, run.look, palette.theme)) }
    }
  }

  /// Writes the elements, one a line, from the back to the front.
  func write(to sink: inout ByteSink) {
    for element in backs + lines.paths + texts { sink.append(element) }
  }

  private mutating func add(_ run: Run, _ y: Int, _ ink: SVGInk) {
    if let color = ink.background { backs.append(Self.rectangle(run.column, y, run.width, color)) }
    for piece in SVGPiece.pieces(of: run) {
      switch piece.kind {
      case .blank: break
      case .line:
        for (index, scalar) in piece.scalars.enumerated() { lines.add(scalar, x: piece.column + index, y: y, ink) }
      case .block: backs.append(Self.rectangle(piece.column, y, piece.width, ink.color))
      case .shade: backs.append(Self.rectangle(piece.column, y, piece.width, ink.color, " fill-opacity=\"0.25\""))
      case .letters, .wide, .symbols: texts.append(Self.text(piece, y, ink))
      }
    }
  }

  private static func rectangle(
    _ column: Int, _ y: Int, _ width: Int, _ color: SVGColor, _ opacity: String = ""
  ) -> String {
    let name = color == .text ? "" : " class=\"\(color.rawValue)\""
    let place = "x=\"\(column * SVGUnit.width)\" y=\"\(y * SVGUnit.height)\""
    return "<rect\(name) \(place) width=\"\(width * SVGUnit.width)\" height=\"\(SVGUnit.height)\"\(opacity)/>\n"
  }

  private static func text(_ piece: SVGPiece, _ y: Int, _ ink: SVGInk) -> String {
    let place = "x=\"\(piece.column * SVGUnit.width)\" y=\"\(y * SVGUnit.height + SVGUnit.baseline)\""
    let length = "textLength=\"\(piece.width * SVGUnit.width)\" lengthAdjust=\"spacingAndGlyphs\""
    return "<text\(ink.attribute) \(place) \(length)>\(XML.escaped(String(piece.scalars)))</text>\n"
  }
}
