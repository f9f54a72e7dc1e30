/// How styles look on a terminal with a certain number of colours.
///
/// U is blue, E is orange and P is bold in the default colour: told apart in every form of colour blindness.
/// No meaning rests on colour alone, as views also write letters and marks.
package struct Palette: Equatable, Sendable {
  /// The theme in use, which is mono where there are fewer than 8 colours.
  package let theme: Theme

  /// How many colours the palette chooses from.
  package let depth: Depth

  /// The looks of a theme on a terminal with so many colours.
  package init(theme: Theme, colors: Int) {
    depth = Depth(colors: colors)
    self.theme = depth == .none ? .mono : theme
  }

  /// The look of a style: that of its role, and its emphasis added.
  package func look(of style: Style) -> Look {
    var look = look(of: style.role)
    if style.emphasis.contains(.bold) { look.attributes.insert(.bold) }
    if style.emphasis.contains(.underline) { look.attributes.insert(.underline) }
    // A look that is reversed already is told apart by a line below.
    if style.emphasis.contains(.reverse) {
      look.attributes.insert(look.attributes.contains(.reverse) ? .underline : .reverse)
    }
    return look
  }

  private func look(of role: Role) -> Look {
    switch theme {
    case .standard: Look.standard(role, depth)
    case .highContrast: Look.highContrast(role, depth)
    case .mono: Look(Look.mono(role))
    case .projector: Look.projector(role, depth)
    }
  }
}

extension Palette {
  /// A number of colours that palettes are made for.
  package enum Depth: Sendable {
    case none, eight, sixteen, many

    /// The largest that a terminal with so many colours has.
    init(colors: Int) {
      switch colors {
      case ..<8: self = .none
      case ..<16: self = .eight
      case ..<256: self = .sixteen
      default: self = .many
      }
    }

    /// The first of three colours that this depth has: of 256, of 16, or of 8.
    func pick(_ many: Int, _ sixteen: Int, _ eight: Int) -> Int {
      switch self {
      case .many: many
      case .sixteen: sixteen
      case .eight, .none: eight
      }
    }
  }
}
