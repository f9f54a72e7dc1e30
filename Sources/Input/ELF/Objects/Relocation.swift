/// A place in a section that the linker fills in, with what.
///
///      0        8            12     16       24
///     +--------+------------+------+--------+
///     | offset | kind       |symbol| addend |
///     +--------+------------+------+--------+
///
/// System V gABI, chapter 4, "Relocation"; System V ABI, AMD64 supplement, section 4.4.
package struct Relocation: Hashable, Sendable {
  /// How it is filled in; other values than these exist. `Relocation+Kind` has them.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    /// The number of the type, ELF64_R_TYPE.
    package let rawValue: UInt32

    /// Wraps the number of a type.
    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }
  }

  /// Bytes from the start of the section that is filled in.
  package let offset: UInt64
  /// How it is filled in.
  package let kind: Kind
  /// The number of the symbol; below the number of symbols.
  package let symbol: Int
  /// What is added.
  package let addend: Int64
}
