/// One column of one row: a scalar and its look, in 8 bytes.
///
/// A wide scalar occupies its own cell and the one to its right, which holds U+0000.
package struct Cell: Equatable, Sendable {
  /// What is drawn: printable, or U+0000 in the right half of a wide scalar.
  package let scalar: Unicode.Scalar

  /// The look; both halves of a wide scalar have the same.
  package internal(set) var style: Style

  /// A cell that shows `scalar`, which the caller has checked to be printable.
  init(_ scalar: Unicode.Scalar, _ style: Style) {
    self.scalar = scalar
    self.style = style
  }

  /// A space in the plain style.
  package static let blank = Cell(" ", .plain)

  /// Whether this is the right half of a wide scalar.
  package var isContinuation: Bool { scalar.value == 0 }
}
