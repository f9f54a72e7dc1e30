import Bytes

/// The symbols of an object file, read from the file as they are asked for.
///
///      0    4    5     6      8       16     24
///     +----+----+-----+------+-------+------+
///     |name|info|other|shndx | value | size |
///     +----+----+-----+------+-------+------+
///
/// System V gABI, chapter 4, "Symbol Table".
struct SymbolTable: Sendable {
  /// What st_shndx says.
  enum Place: Hashable, Sendable {
    /// A place that this project knows; the section number may be any.
    case known(ObjectSymbol.Place)
    /// A reserved number that this project does not know.
    case reserved(Int)
  }

  /// The bytes of one symbol.
  static let entrySize = 24

  /// The file.
  let bytes: FileBytes
  /// Where the first symbol starts, in bytes from the start of the file.
  let start: Int
  /// How many there are; all inside the file.
  let count: Int
  /// Their names.
  let names: StringTable
  /// Where the section numbers start that 16 bits do not hold, one of 4 bytes for each symbol, all inside the file; nil if
  /// there are none.
  let sectionNumbers: Int?

  /// Where symbol `number` starts, in bytes from the start of the file.
  func place(of number: Int) -> Int { start + number * Self.entrySize }

  /// Where the name of symbol `number` starts in the table of names, in bytes.
  func nameOffset(_ number: Int) -> Int { Int(bytes.littleEndian32(at: place(of: number)) ?? 0) }

  /// st_info of symbol `number`.
  func info(_ number: Int) -> UInt8 { bytes.byte(at: place(of: number) + 4) ?? 0 }

  /// st_value of symbol `number`.
  func value(_ number: Int) -> UInt64 { bytes.littleEndian64(at: place(of: number) + 8) ?? 0 }

  /// st_size of symbol `number`, in bytes.
  func size(_ number: Int) -> UInt64 { bytes.littleEndian64(at: place(of: number) + 16) ?? 0 }

  /// Where symbol `number` is defined.
  ///
  /// 0xff02 is SHN_X86_64_LCOMMON, for the medium code model. System V ABI, AMD64 supplement, section 4.2.
  func section(_ number: Int) -> Place {
    let short = Int(bytes.littleEndian16(at: place(of: number) + 6) ?? 0)
    switch short {
    case 0: return .known(.undefined)
    case 0xfff1: return .known(.absolute)
    case 0xfff2, 0xff02: return .known(.common)
    case 0xffff:
      guard let sectionNumbers else { return .reserved(short) }
      return .known(.section(Int(bytes.littleEndian32(at: sectionNumbers + number * 4) ?? 0)))
    case 0xff00...: return .reserved(short)
    default: return .known(.section(short))
    }
  }
}
