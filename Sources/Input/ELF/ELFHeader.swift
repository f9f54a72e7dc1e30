package import Bytes
package import Diagnostics

/// The header of an ELF file for x86-64, as far as this project reads it.
///
///      0        16   18       20       24     32     40     48     52      54         56     58  60  62  64
///     +--------+----+--------+--------+------+------+------+------+-------+----------+------+---+---+---+
///     | ident  |type|machine |version |entry |phoff |shoff |flags |ehsize |phentsize |phnum | a | b | c |
///     +--------+----+--------+--------+------+------+------+------+-------+----------+------+---+---+---+
///     a: shentsize, b: shnum, c: shstrndx
///
/// System V gABI, chapter 4; System V ABI, AMD64 supplement.
package struct ELFHeader: Hashable, Sendable {
  /// What kind of ELF file it is; other values than these exist.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    /// The value of e_type.
    package let rawValue: UInt16

    /// Wraps a value of e_type.
    package init(rawValue: UInt16) {
      self.rawValue = rawValue
    }

    /// ET_REL: an object file.
    package static let relocatable = Kind(rawValue: 1)
    /// ET_EXEC: a program, such as vmlinux.
    package static let executable = Kind(rawValue: 2)
    /// ET_DYN: a shared object or a position-independent program.
    package static let shared = Kind(rawValue: 3)
    /// ET_CORE: a core dump.
    package static let core = Kind(rawValue: 4)

    /// In words, with an article.
    package var name: String {
      switch self {
      case .relocatable: "an object file"
      case .executable: "an executable"
      case .shared: "a shared object"
      case .core: "a core dump"
      default: "an ELF file of type \(rawValue)"
      }
    }
  }

  /// The bytes of the header.
  package static let size = 64
  /// The bytes of one program header.
  package static let programHeaderSize = 56

  /// What kind of file it is.
  package let kind: Kind
  /// Where the program headers start, in bytes from the start of the file.
  package let programHeaderOffset: UInt64
  /// How many there are; taken from section header 0 if e_phnum is PN_XNUM.
  package let programHeaderCount: UInt32
  /// Where the section headers start, in bytes from the start of the file; 0 if there are none.
  package let sectionHeaderOffset: UInt64

  /// Whether `bytes` start with ELF's magic number.
  package static func isELF(_ bytes: FileBytes) -> Bool {
    bytes.littleEndian32(at: 0) == 0x464c_457f
  }

  /// Reads the header; throws if the file is no ELF64 little-endian file for x86-64.
  package init(_ bytes: FileBytes) throws(ParseError) {
    guard bytes.count >= Self.size else {
      throw ParseError(
        file: bytes.name, at: .byte(0), found: "the file ends at \(hexadecimal(UInt64(bytes.count)))",
        expected: "an ELF header of 64 bytes")
    }
    try Self.checkIdentity(bytes)
    kind = Kind(rawValue: bytes.littleEndian16(at: 16) ?? 0)
    programHeaderOffset = bytes.littleEndian64(at: 32) ?? 0
    sectionHeaderOffset = bytes.littleEndian64(at: 40) ?? 0
    let count = bytes.littleEndian16(at: 56) ?? 0
    let entrySize = bytes.littleEndian16(at: 54) ?? 0
    guard count == 0 || entrySize == UInt16(Self.programHeaderSize) else {
      throw ParseError(
        file: bytes.name, at: .byte(54), found: "program headers of \(entrySize) bytes", expected: "56")
    }
    programHeaderCount = count == 0xffff ? try Self.extendedCount(bytes) : UInt32(count)
  }

  private static func checkIdentity(_ bytes: FileBytes) throws(ParseError) {
    guard isELF(bytes) else {
      throw ParseError(file: bytes.name, at: .byte(0), found: "no ELF magic number", expected: "7f 45 4c 46")
    }
    let fields: [(offset: Int, what: String, expected: UInt8, name: String)] = [
      (4, "class", 2, "2 (64-bit)"), (5, "byte order", 1, "1 (little endian)"), (6, "ELF version", 1, "1"),
    ]
    for field in fields {
      let value = bytes.byte(at: field.offset) ?? 0
      guard value == field.expected else {
        throw ParseError(
          file: bytes.name, at: .byte(UInt64(field.offset)), found: "\(field.what) \(value)",
          expected: field.name)
      }
    }
    let machine = bytes.littleEndian16(at: 18) ?? 0
    guard machine == 62 else {
      throw ParseError(
        file: bytes.name, at: .byte(18), found: "machine \(machine)",
        expected: machine == 3 && bytes.littleEndian16(at: 16) == Kind.core.rawValue
          ? "62 (x86-64); QEMU writes 3 (i386) if CPU 0 is not in long mode" : "62 (x86-64)")
    }
  }

  /// The number of program headers where 16 bits do not hold it: sh_info of section header 0 (PN_XNUM).
  private static func extendedCount(_ bytes: FileBytes) throws(ParseError) -> UInt32 {
    let sections = bytes.littleEndian64(at: 40) ?? 0
    guard sections != 0, let start = Int(exactly: sections), start <= bytes.count - 64,
      let count = bytes.littleEndian32(at: start + 44)
    else {
      throw ParseError(
        file: bytes.name, at: .byte(56), found: "65535 program headers or more, counted in section header 0",
        expected: "that header inside the file, not at \(hexadecimal(sections))")
    }
    return count
  }
}

/// A number as messages write it: "0x40".
package func hexadecimal(_ value: UInt64) -> String {
  "0x" + String(value, radix: 16)
}
