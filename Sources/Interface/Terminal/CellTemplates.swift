import CNcurses
import Canvas

/// curses' form of every style, worked out once so that drawing a cell is a look-up.
struct CellTemplates {
  private static let roles = 32
  private var cells: [cchar_t]

  /// The templates for a palette, whose colour pairs are defined on the way; curses must have been started.
  init(_ palette: Palette) {
    var pairs = ColorPairs()
    cells = Array(repeating: cchar_t(), count: Self.roles * (Int(Style.Emphasis.all.rawValue) + 1))
    for role in Role.allCases {
      for bits in 0...Style.Emphasis.all.rawValue {
        let style = Style(role, Style.Emphasis(rawValue: bits))
        let look = palette.look(of: style)
        let pair = pairs.number(foreground: look.foreground, background: look.background)
        var cell = cchar_t()
        cell.attr = Self.attributes(look.attributes) | cr3_pair(pair)
        cell.ext_color = pair
        cells[Self.index(style)] = cell
      }
    }
  }

  /// The cell that shows a scalar in a style.
  func cell(_ scalar: Unicode.Scalar, _ style: Style) -> cchar_t {
    var cell = cells[Self.index(style)]
    cell.chars.0 = wchar_t(bitPattern: scalar.value)
    return cell
  }

  private static func index(_ style: Style) -> Int {
    Int((style.emphasis.intersection(.all)).rawValue) * roles + Int(style.role.rawValue)
  }

  private static func attributes(_ attributes: Look.Attributes) -> attr_t {
    var result: attr_t = 0
    if attributes.contains(.bold) { result |= cr3_bold() }
    if attributes.contains(.dim) { result |= cr3_dim() }
    if attributes.contains(.underline) { result |= cr3_underline() }
    if attributes.contains(.reverse) { result |= cr3_reverse() }
    return result
  }
}

/// Pairs of colours, which curses wants numbered.
private struct ColorPairs {
  private var numbers: [[Int]: Int32] = [:]

  /// The number of a pair, which is defined if it is new; 0, the default pair, if the terminal has no more.
  mutating func number(foreground: Int, background: Int) -> Int32 {
    if foreground < 0 && background < 0 { return 0 }
    if let number = numbers[[foreground, background]] { return number }
    let number = Int32(numbers.count + 1)
    guard number < cr3_pairs() else { return 0 }
    guard init_pair(Int16(number), Int16(foreground), Int16(background)) == OK else { return 0 }
    numbers[[foreground, background]] = number
    return number
  }
}
