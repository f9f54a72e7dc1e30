import Canvas

/// The colours of drawings, which have a light and a dark variant.
///
/// Every colour for letters has a contrast of at least 4.5:1 to the paper in both variants, and white has it to the
/// alarm (WCAG 2.1, success criterion 1.4.3). U is blue and E is orange, as in the default theme.
enum SVGColor: String, CaseIterable {
  case text, dim, border, focus, user, exposed, flip, fault, ok, warning, paper, page, alarm, white

  /// The colour on white, as CSS writes it.
  var light: String {
    switch self {
    case .text: "#1f2328"
    case .dim: "#59636e"
    case .border: "#6b7580"
    case .focus: "#0a6c74"
    case .user: "#0757ba"
    case .exposed: "#a84300"
    case .flip: "#8d2aa5"
    case .fault: "#c4202b"
    case .ok: "#1a7032"
    case .warning: "#7d5700"
    case .paper, .white: "#ffffff"
    case .page: "#eaeef2"
    case .alarm: "#b81c26"
    }
  }

  /// The colour on a dark background, as CSS writes it.
  var dark: String {
    switch self {
    case .text: "#e6edf3"
    case .dim: "#9aa4af"
    case .border: "#7e8894"
    case .focus: "#39c5cf"
    case .user: "#62adff"
    case .exposed: "#ff9a3d"
    case .flip: "#e08cf5"
    case .fault: "#ff7b72"
    case .ok: "#56c26a"
    case .warning: "#e3b341"
    case .paper: "#0d1117"
    case .page: "#1c2128"
    case .alarm: "#b81c26"
    case .white: "#ffffff"
    }
  }
}

/// What a run of cells is drawn with.
struct SVGInk: Hashable {
  /// The colour of letters and lines.
  var color: SVGColor

  /// The colour behind them; nil for the paper.
  var background: SVGColor?

  /// Heavier strokes.
  let isBold: Bool

  /// A line below.
  let isUnderlined: Bool

  /// The ink for a style that has this look.
  init(_ style: Style, _ look: Look, _ theme: Theme) {
    isBold = look.attributes.contains(.bold)
    isUnderlined = look.attributes.contains(.underline)
    // A theme without colours still has dim letters.
    let isColored = look.foreground >= 0 || look.attributes.contains(.dim)
    color = isColored ? SVGColor(style.role) : .text
    if style.role == .leak && look.background >= 0 && theme != .projector {
      color = .white
      background = .alarm
    }
    if look.attributes.contains(.reverse) { (color, background) = (background ?? .paper, color) }
  }

  /// The class attribute for letters and lines, with a blank before it; empty for plain text.
  var attribute: String {
    let names = [color == .text ? nil : color.rawValue, isBold ? "b" : nil, isUnderlined ? "u" : nil]
    let list = names.compactMap { $0 }.joined(separator: " ")
    return list.isEmpty ? "" : " class=\"\(list)\""
  }
}

extension SVGColor {
  /// The colour that a role has in the default theme.
  init(_ role: Role) {
    self =
      switch role {
      case .text, .heading, .title, .status, .key, .privateMapping: .text
      case .dim: .dim
      case .border: .border
      case .borderFocused, .changed, .narration: .focus
      case .user: .user
      case .exposed: .exposed
      case .flip: .flip
      case .fault, .leak: .fault
      case .ok: .ok
      case .warning: .warning
      }
  }
}
