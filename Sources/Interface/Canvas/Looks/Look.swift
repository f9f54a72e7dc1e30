/// What a terminal is told about a cell, apart from its scalar.
package struct Look: Hashable, Sendable {
  /// Attributes of letters that terminals have.
  package struct Attributes: OptionSet, Hashable, Sendable {
    /// One bit an attribute, from bit 0.
    package let rawValue: UInt8

    /// The attributes with the given bits.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// Heavier strokes.
    package static let bold = Attributes(rawValue: 1 << 0)

    /// Less contrast.
    package static let dim = Attributes(rawValue: 1 << 1)

    /// A line below.
    package static let underline = Attributes(rawValue: 1 << 2)

    /// Foreground and background exchanged.
    package static let reverse = Attributes(rawValue: 1 << 3)
  }

  /// The number of a colour, from 0, or -1 for the terminal's default.
  package var foreground: Int

  /// The number of a colour, from 0, or -1 for the terminal's default.
  package var background: Int

  /// The attributes of the letters.
  package var attributes: Attributes

  /// A look in the default colours unless others are given.
  package init(_ attributes: Attributes = [], foreground: Int = -1, background: Int = -1) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
