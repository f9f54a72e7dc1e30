/// One symbol of an object file, without its name: `ObjectFile.name(ofSymbol:)` gives that.
///
/// System V gABI, chapter 4, "Symbol Table".
package struct ObjectSymbol: Hashable, Sendable {
  /// Where a symbol is defined.
  package enum Place: Hashable, Sendable {
    /// In a section, by its number.
    case section(Int)
    /// Nowhere in this file (SHN_UNDEF).
    case undefined
    /// Not in any section: a number (SHN_ABS).
    case absolute
    /// Uninitialised data that the linker has to place (SHN_COMMON).
    case common
  }

  /// What a symbol names: bits 3 to 0 of st_info; other values than these exist.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    /// 0 to 15.
    package let rawValue: UInt8

    /// Wraps bits 3 to 0 of st_info.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// STT_NOTYPE: it does not say, as labels in assembly.
    package static let none = Kind(rawValue: 0)
    /// STT_OBJECT: data.
    package static let object = Kind(rawValue: 1)
    /// STT_FUNC: a function.
    package static let function = Kind(rawValue: 2)
    /// STT_SECTION: a section; it has no name of its own.
    package static let section = Kind(rawValue: 3)
    /// STT_FILE: the source file.
    package static let file = Kind(rawValue: 4)
    /// STT_GNU_IFUNC: a function that chooses the one which is called by the name. binutils include/elf/common.h.
    package static let indirectFunction = Kind(rawValue: 10)
  }

  /// What it names.
  package let kind: Kind
  /// Whether other files see it (its binding is not STB_LOCAL).
  package let isGlobal: Bool
  /// Whether a definition of its name in another file, which is not weak, takes its place (its binding is STB_WEAK).
  package let isWeak: Bool
  /// Where it is defined.
  package let place: Place
  /// Bytes from the start of its section, which may be past its end; for an absolute symbol the number, for a common one
  /// its alignment.
  package let offset: UInt64
  /// The bytes that it names; 0 if that is unknown.
  package let size: UInt64
}
