/// A place in a section that the linker fills in, with what.
///
///      0        8            12     16       24
///     +--------+------------+------+--------+
///     | offset | kind       |symbol| addend |
///     +--------+------------+------+--------+
///
/// System V gABI, chapter 4, "Relocation"; System V ABI, AMD64 supplement, section 4.4.
package struct Relocation: Hashable, Sendable {
  /// How it is filled in; other values than these exist.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    /// The number of the type, ELF64_R_TYPE.
    package let rawValue: UInt32

    /// Wraps the number of a type.
    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// R_X86_64_NONE.
    package static let none = Kind(rawValue: 0)
    /// R_X86_64_64: the address, 8 bytes.
    package static let absolute64 = Kind(rawValue: 1)
    /// R_X86_64_PC32: from the place to the address, 4 bytes.
    package static let relative32 = Kind(rawValue: 2)
    /// R_X86_64_PLT32: from the place to the function or its PLT, 4 bytes.
    package static let plt32 = Kind(rawValue: 4)
    /// R_X86_64_GOTPCREL: from the place to a pointer to it, 4 bytes.
    package static let gotRelative = Kind(rawValue: 9)
    /// R_X86_64_32: the address, zero-extended from 4 bytes.
    package static let absolute32 = Kind(rawValue: 10)
    /// R_X86_64_32S: the address, sign-extended from 4 bytes.
    package static let signed32 = Kind(rawValue: 11)
    /// R_X86_64_PC64: from the place to the address, 8 bytes.
    package static let relative64 = Kind(rawValue: 24)
    /// R_X86_64_GOTPCRELX: as `gotRelative`, in an instruction that the linker may change.
    package static let gotRelativeRelaxed = Kind(rawValue: 41)
    /// R_X86_64_REX_GOTPCRELX: as `gotRelativeRelaxed`, with a REX prefix.
    package static let gotRelativeRelaxedREX = Kind(rawValue: 42)

    /// "R_X86_64_PC32"; "R_X86_64 type 77" if it has no name here.
    package var name: String {
      Self.names[self] ?? "R_X86_64 type \(rawValue)"
    }

    /// The bytes that are filled in, as far as this project knows the type; at least 1 for other types.
    package var width: UInt64 {
      switch self {
      case .none: 0
      case .absolute64, .relative64: 8
      case .relative32, .plt32, .gotRelative, .absolute32, .signed32, .gotRelativeRelaxed, .gotRelativeRelaxedREX: 4
      default: 1
      }
    }

    private static let names: [Kind: String] = [
      .none: "R_X86_64_NONE", .absolute64: "R_X86_64_64", .relative32: "R_X86_64_PC32", .plt32: "R_X86_64_PLT32",
      .gotRelative: "R_X86_64_GOTPCREL", .absolute32: "R_X86_64_32", .signed32: "R_X86_64_32S",
      .relative64: "R_X86_64_PC64", .gotRelativeRelaxed: "R_X86_64_GOTPCRELX",
      .gotRelativeRelaxedREX: "R_X86_64_REX_GOTPCRELX",
    ]
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
