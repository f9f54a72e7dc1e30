// System V ABI, AMD64 supplement, table 4.9 "Relocation Types", version 1.0 with APX; 250 and 251 are GNU's
// (binutils, include/elf/x86-64.h).

extension Relocation.Kind {
  /// What the linker writes into a field, as far as it says where a reference leads.
  package enum Meaning: Hashable, Sendable {
    /// No address of the symbol: nothing at all, its size, or the address of the linker's table itself.
    case nothing
    /// The address of the symbol.
    case address
    /// The distance from the field to the symbol, or to a stub that jumps there.
    case distance
    /// The distance from the field to a pointer to the symbol, in the linker's table.
    case pointerDistance
    /// The distance from the start of the linker's table to a pointer to the symbol in it.
    case pointerOffset
    /// The distance from the linker's table to the symbol.
    case offset
    /// The same to a stub that jumps there.
    case stubOffset
    /// What is not read here: data of threads, what only the dynamic linker fills in, and types that are not known.
    case unread
  }

  /// R_X86_64_NONE.
  package static let none = Self(rawValue: 0)
  /// R_X86_64_64: the address, 8 bytes.
  package static let absolute64 = Self(rawValue: 1)
  /// R_X86_64_PC32: from the place to the address, 4 bytes.
  package static let relative32 = Self(rawValue: 2)
  /// R_X86_64_PLT32: from the place to the function or its PLT, 4 bytes.
  package static let plt32 = Self(rawValue: 4)
  /// R_X86_64_GOTPCREL: from the place to a pointer to it, 4 bytes.
  package static let gotRelative = Self(rawValue: 9)
  /// R_X86_64_32: the address, zero-extended from 4 bytes.
  package static let absolute32 = Self(rawValue: 10)
  /// R_X86_64_32S: the address, sign-extended from 4 bytes.
  package static let signed32 = Self(rawValue: 11)
  /// R_X86_64_PC16: from the place to the address, 2 bytes.
  package static let relative16 = Self(rawValue: 13)
  /// R_X86_64_PC64: from the place to the address, 8 bytes.
  package static let relative64 = Self(rawValue: 24)
  /// R_X86_64_GOTOFF64: from the linker's table to the address, 8 bytes.
  package static let tableOffset64 = Self(rawValue: 25)

  /// "R_X86_64_PC32"; "R_X86_64 type 77" if it has no name here.
  package var name: String {
    entry.map { "R_X86_64_\($0.name)" } ?? "R_X86_64 type \(rawValue)"
  }

  /// The bytes that are filled in, as far as this project knows the type; at least 1 for other types.
  package var width: UInt64 { entry?.width ?? 1 }

  /// What is filled in.
  package var meaning: Meaning { entry?.meaning ?? .unread }

  private typealias Entry = (name: StaticString, width: UInt64, meaning: Meaning)

  private var entry: Entry? {
    if rawValue < UInt32(Self.entries.count) { return Self.entries[Int(rawValue)] }
    return rawValue == 250 ? ("GNU_VTINHERIT", 0, .nothing) : rawValue == 251 ? ("GNU_VTENTRY", 0, .nothing) : nil
  }

  /// By number, from 0.
  private static let entries: [Entry] = [
    ("NONE", 0, .nothing), ("64", 8, .address), ("PC32", 4, .distance), ("GOT32", 4, .pointerOffset),
    ("PLT32", 4, .distance), ("COPY", 1, .unread), ("GLOB_DAT", 8, .unread), ("JUMP_SLOT", 8, .unread),
    ("RELATIVE", 8, .unread), ("GOTPCREL", 4, .pointerDistance), ("32", 4, .address), ("32S", 4, .address),
    ("16", 2, .address), ("PC16", 2, .distance), ("8", 1, .address), ("PC8", 1, .distance),
    ("DTPMOD64", 8, .unread), ("DTPOFF64", 8, .unread), ("TPOFF64", 8, .unread), ("TLSGD", 4, .unread),
    ("TLSLD", 4, .unread), ("DTPOFF32", 4, .unread), ("GOTTPOFF", 4, .unread), ("TPOFF32", 4, .unread),
    ("PC64", 8, .distance), ("GOTOFF64", 8, .offset), ("GOTPC32", 4, .nothing), ("GOT64", 8, .pointerOffset),
    ("GOTPCREL64", 8, .pointerDistance), ("GOTPC64", 8, .nothing), ("GOTPLT64", 8, .pointerOffset),
    ("PLTOFF64", 8, .stubOffset), ("SIZE32", 4, .nothing), ("SIZE64", 8, .nothing),
    ("GOTPC32_TLSDESC", 4, .unread), ("TLSDESC_CALL", 0, .unread), ("TLSDESC", 8, .unread),
    ("IRELATIVE", 8, .unread), ("RELATIVE64", 8, .unread), ("PC32_BND", 4, .distance), ("PLT32_BND", 4, .distance),
    ("GOTPCRELX", 4, .pointerDistance), ("REX_GOTPCRELX", 4, .pointerDistance),
    ("CODE_4_GOTPCRELX", 4, .pointerDistance), ("CODE_4_GOTTPOFF", 4, .unread),
    ("CODE_4_GOTPC32_TLSDESC", 4, .unread), ("CODE_5_GOTPCRELX", 4, .pointerDistance),
    ("CODE_5_GOTTPOFF", 4, .unread), ("CODE_5_GOTPC32_TLSDESC", 4, .unread),
    ("CODE_6_GOTPCRELX", 4, .pointerDistance), ("CODE_6_GOTTPOFF", 4, .unread),
    ("CODE_6_GOTPC32_TLSDESC", 4, .unread),
  ]
}
