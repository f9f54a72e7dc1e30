/// How a cell is to look: its meaning, and emphasis that is independent of the meaning.
///
///      15        11 10       8 7        0
///     +------------+----------+----------+
///     |    zero    | emphasis |   role   |
///     +------------+----------+----------+
package struct Style: Hashable, Sendable {
  /// The meaning, which selects the colours.
  package var role: Role

  /// What is added to the look of the role.
  package var emphasis: Emphasis

  /// The look of a role with the given emphasis added.
  package init(_ role: Role, _ emphasis: Emphasis = []) {
    self.role = role
    self.emphasis = emphasis
  }

  /// Ordinary text without emphasis.
  package static let plain = Style(.text)

  /// The bits as drawn above.
  package var rawValue: UInt16 { UInt16(emphasis.rawValue) << 8 | UInt16(role.rawValue) }
}

extension Style {
  /// Marks on top of a role: they show where something is, not what it is.
  package struct Emphasis: OptionSet, Hashable, Sendable {
    /// One bit a mark, from bit 0.
    package let rawValue: UInt8

    /// The marks with the given bits.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// Heavier strokes.
    package static let bold = Emphasis(rawValue: 1 << 0)

    /// A line below.
    package static let underline = Emphasis(rawValue: 1 << 1)

    /// Foreground and background exchanged: the selection.
    package static let reverse = Emphasis(rawValue: 1 << 2)

    /// Every mark at once.
    package static let all: Emphasis = [.bold, .underline, .reverse]
  }
}
