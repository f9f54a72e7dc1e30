/// A set of looks for the roles.
package enum Theme: String, CaseIterable, Sendable {
  /// Colours on the terminal's own background.
  case standard = "default"

  /// Bright colours and bold letters, nothing dim.
  case highContrast = "high-contrast"

  /// Bold, dim, underlined and reversed letters only.
  case mono

  /// Dark colours on a white background of its own, for a projector in a bright room.
  case projector
}

/// When to use colours.
package enum ColorUse: Sendable {
  /// Unless the environment has a NO_COLOR that is not empty (no-color.org).
  case automatic

  /// As many as the terminal has.
  case always

  /// None: as the mono theme.
  case never

  /// Whether to use colours, given the value of NO_COLOR.
  package func isOn(noColor: String?) -> Bool {
    switch self {
    case .automatic: noColor?.isEmpty ?? true
    case .always: true
    case .never: false
    }
  }
}
