import Canvas

/// The box lines of a screen, gathered to long strokes: glyphs of a font would leave gaps between rows.
///
///     a cell has four arms, each half a cell long, which meet in its middle:
///
///          up
///     left + right       ┐ is left and down
///         down
struct SVGLines {
  private struct Arms: OptionSet {
    let rawValue: UInt8
    static let up = Arms(rawValue: 1)
    static let right = Arms(rawValue: 2)
    static let down = Arms(rawValue: 4)
    static let left = Arms(rawValue: 8)
  }

  private let size: Size
  private var arms: [Arms]
  private var inks: [SVGInk?]

  /// No lines on a screen of the given size.
  init(size: Size) {
    self.size = size
    arms = Array(repeating: [], count: size.width * size.height)
    inks = Array(repeating: nil, count: size.width * size.height)
  }

  /// Whether a scalar is a box line.
  static func contain(_ scalar: Unicode.Scalar) -> Bool { arms(of: scalar) != nil }

  /// Adds a box line, which fills one cell.
  mutating func add(_ scalar: Unicode.Scalar, x: Int, y: Int, _ ink: SVGInk) {
    guard let found = Self.arms(of: scalar) else { return }
    arms[y * size.width + x] = found
    inks[y * size.width + x] = ink
  }

  /// One path element an ink, in the order in which the inks appear.
  var paths: [String] {
    var seen: [SVGInk] = []
    for case let ink? in inks where !seen.contains(ink) { seen.append(ink) }
    return seen.map { ink in
      let rows = (0..<size.height).flatMap { y in
        spans((0..<size.width).map { arms(x: $0, y: y, ink) }, .left, .right).map { span in
          "M\(SVGUnit.x(half: span.lowerBound)) \(SVGUnit.y(half: 2 * y + 1))H\(SVGUnit.x(half: span.upperBound))"
        }
      }
      let columns = (0..<size.width).flatMap { x in
        spans((0..<size.height).map { arms(x: x, y: $0, ink) }, .up, .down).map { span in
          "M\(SVGUnit.x(half: 2 * x + 1)) \(SVGUnit.y(half: span.lowerBound))V\(SVGUnit.y(half: span.upperBound))"
        }
      }
      return "<path\(ink.attribute) d=\"\((rows + columns).joined())\"/>\n"
    }
  }

  private func arms(x: Int, y: Int, _ ink: SVGInk) -> Arms {
    let index = y * size.width + x
    return inks[index] == ink ? arms[index] : []
  }

  /// Where a line is, in halves of cells, along cells of which each begins with one arm and ends with another.
  private func spans(_ cells: [Arms], _ first: Arms, _ second: Arms) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for (index, half) in cells.flatMap({ [$0.contains(first), $0.contains(second)] }).enumerated() where half {
      if let last = spans.last, last.upperBound == index {
        spans[spans.count - 1] = last.lowerBound..<index + 1
      } else {
        spans.append(index..<index + 1)
      }
    }
    return spans
  }

  private static func arms(of scalar: Unicode.Scalar) -> Arms? {
    switch scalar {
    case "─": [.left, .right]
    case "│": [.up, .down]
    case "┌": [.right, .down]
    case "┐": [.left, .down]
    case "└": [.up, .right]
    case "┘": [.up, .left]
    case "├": [.up, .right, .down]
    case "┤": [.up, .left, .down]
    case "┬": [.left, .right, .down]
    case "┴": [.left, .right, .up]
    case "┼": [.up, .right, .down, .left]
    default: nil
    }
  }
}
