extension Look {
  /// The looks without colour.
  static func mono(_ role: Role) -> Attributes {
    switch role {
    case .text, .border, .user, .ok: []
    case .dim: .dim
    case .heading, .title, .borderFocused, .key, .privateMapping, .warning, .flip: .bold
    case .narration: []
    case .exposed, .changed: .underline
    case .status: .reverse
    case .fault: [.bold, .underline]
    case .leak: [.bold, .reverse]
    }
  }

  /// The looks on the terminal's background, which may be dark or light.
  static func standard(_ role: Role, _ depth: Palette.Depth) -> Look {
    switch role {
    case .text, .title, .heading, .key, .privateMapping, .status: Look(mono(role))
    case .dim: depth == .many ? Look(foreground: 245) : Look(.dim)
    case .border: depth == .many ? Look(foreground: 242) : Look(.dim)
    case .borderFocused: Look(.bold, foreground: depth.pick(37, 6, 6))
    case .user: Look(foreground: depth.pick(33, 12, 4))
    case .exposed: Look(foreground: depth.pick(208, 3, 3))
    case .flip: Look(.bold, foreground: depth.pick(170, 13, 5))
    case .fault: Look(.bold, foreground: depth.pick(203, 9, 1))
    case .leak: Look(.bold, foreground: depth.pick(231, 15, 7), background: depth.pick(160, 1, 1))
    case .ok: Look(foreground: depth.pick(71, 2, 2))
    case .changed: Look(.underline, foreground: depth.pick(37, 6, 6))
    case .warning: Look(.bold, foreground: depth.pick(178, 11, 3))
    case .narration: Look(foreground: depth.pick(37, 6, 6))
    }
  }

  /// Bright and bold; for a dark background.
  static func highContrast(_ role: Role, _ depth: Palette.Depth) -> Look {
    switch role {
    case .text, .dim, .border: Look()
    case .title, .heading, .key, .privateMapping, .status: Look(mono(role))
    case .borderFocused: Look(.bold, foreground: depth.pick(51, 14, 6))
    case .user: Look(.bold, foreground: depth.pick(75, 12, 4))
    case .exposed: Look(.bold, foreground: depth.pick(214, 11, 3))
    case .flip: Look(.bold, foreground: depth.pick(213, 13, 5))
    case .fault: Look([.bold, .reverse], foreground: depth.pick(210, 9, 1))
    case .leak: Look(.bold, foreground: depth.pick(231, 15, 7), background: depth.pick(124, 1, 1))
    case .ok: Look(.bold, foreground: depth.pick(120, 10, 2))
    case .changed: Look([.bold, .underline], foreground: depth.pick(51, 14, 6))
    case .warning: Look(.bold, foreground: depth.pick(226, 11, 3))
    case .narration: Look(.bold, foreground: depth.pick(51, 14, 6))
    }
  }

  /// Dark and bold on white, since a projector washes out thin and bright letters.
  static func projector(_ role: Role, _ depth: Palette.Depth) -> Look {
    let attributes = mono(role).subtracting(.dim)
    let white = depth.pick(231, 15, 7)
    let foreground =
      switch role {
      case .text, .title, .heading, .key, .privateMapping, .status: depth.pick(16, 0, 0)
      case .dim, .border: depth.pick(238, 8, 0)
      case .borderFocused, .changed, .narration: depth.pick(23, 6, 0)
      case .user: depth.pick(19, 4, 4)
      case .exposed: depth.pick(130, 3, 1)
      case .flip: depth.pick(90, 5, 5)
      case .fault, .leak: depth.pick(124, 1, 1)
      case .ok: depth.pick(22, 2, 0)
      case .warning: depth.pick(94, 3, 1)
      }
    return Look(attributes, foreground: foreground, background: white)
  }
}
