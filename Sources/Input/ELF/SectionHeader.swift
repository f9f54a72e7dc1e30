import Bytes
import Diagnostics

/// One section header of an ELF file: what a section is and where it is, as the file says it, unchecked.
///
///      0    4    8     16      24       32    40    44    48        56         64
///     +----+----+-----+-------+--------+-----+-----+-----+---------+----------+
///     |name|type|flags|address| offset | size|link |info |alignment|entry size|
///     +----+----+-----+-------+--------+-----+-----+-----+---------+----------+
///
/// System V gABI, chapter 4, "Section Header".
struct SectionHeader: Hashable, Sendable {
  /// What a section holds; other values than these exist.
  struct Kind: RawRepresentable, Hashable, Sendable {
    /// The value of sh_type.
    let rawValue: UInt32

    /// SHT_NULL: nothing.
    static let null = Kind(rawValue: 0)
    /// SHT_SYMTAB: the symbols.
    static let symbols = Kind(rawValue: 2)
    /// SHT_STRTAB: names.
    static let strings = Kind(rawValue: 3)
    /// SHT_RELA: relocations with addends.
    static let relocations = Kind(rawValue: 4)
    /// SHT_NOBITS: zeros, which are not in the file.
    static let noContents = Kind(rawValue: 8)
    /// SHT_REL: relocations without addends, which x86-64 does not use.
    static let shortRelocations = Kind(rawValue: 9)
    /// SHT_SYMTAB_SHNDX: the section numbers of symbols that 16 bits do not hold.
    static let sectionNumbers = Kind(rawValue: 18)
    /// SHT_RELR: relative relocations, which only the dynamic linker reads.
    static let relativeRelocations = Kind(rawValue: 19)
    /// SHT_ANDROID_REL, SHT_ANDROID_RELA: those of the dynamic linker as LLVM packs them.
    static let androidShortRelocations = Kind(rawValue: 0x6000_0001)
    static let androidRelocations = Kind(rawValue: 0x6000_0002)
    /// SHT_CREL as LLVM writes it: relocations in a variable number of bytes.
    static let packedRelocations = Kind(rawValue: 0x4000_0014)
  }

  /// The bytes of one section header.
  static let size = 64

  /// Its position among the section headers, from 0.
  let number: Int
  /// Where it starts, in bytes from the start of the file, for messages.
  let place: UInt64
  /// Where its name starts in the section of names, in bytes.
  let name: Int
  /// What the section holds.
  let kind: Kind
  /// sh_flags.
  let flags: ObjectSection.Flags
  /// The address of the first byte in memory; 0 in relocatable files.
  let address: UInt64
  /// Where the contents start, in bytes from the start of the file.
  let offset: UInt64
  /// The bytes of the contents.
  let size: UInt64
  /// The number of a section that belongs to it.
  let link: Int
  /// A number whose meaning depends on the kind.
  let info: Int
  /// The bytes of one entry, for tables.
  let entrySize: UInt64

  /// Reads header `number`, which starts at `start`; what is outside of the file is 0.
  init(_ number: Int, at start: Int, in bytes: FileBytes) {
    self.number = number
    place = UInt64(start)
    name = Int(bytes.littleEndian32(at: start) ?? 0)
    kind = Kind(rawValue: bytes.littleEndian32(at: start + 4) ?? 0)
    flags = ObjectSection.Flags(rawValue: bytes.littleEndian64(at: start + 8) ?? 0)
    address = bytes.littleEndian64(at: start + 16) ?? 0
    offset = bytes.littleEndian64(at: start + 24) ?? 0
    size = bytes.littleEndian64(at: start + 32) ?? 0
    link = Int(bytes.littleEndian32(at: start + 40) ?? 0)
    info = Int(bytes.littleEndian32(at: start + 44) ?? 0)
    entrySize = bytes.littleEndian64(at: start + 56) ?? 0
  }
}

extension ELFHeader {
  /// All section headers in their order; none if the file has none. Throws if they are not all inside the file.
  ///
  /// A number of sections that 16 bits do not hold stands in sh_size of section header 0.
  func sectionHeaders(in bytes: FileBytes) throws(ParseError) -> [SectionHeader] {
    guard sectionHeaderOffset != 0 else { return [] }
    let entrySize = bytes.littleEndian16(at: 58) ?? 0
    guard entrySize == UInt16(SectionHeader.size) else {
      throw ParseError(
        file: bytes.name, at: .byte(58), found: "section headers of \(entrySize) bytes", expected: "64")
    }
    guard let start = Int(exactly: sectionHeaderOffset), start <= bytes.count - SectionHeader.size else {
      throw ParseError(
        file: bytes.name, at: .byte(40), found: "section headers at \(hexadecimal(sectionHeaderOffset))",
        expected: "a place inside the file (\(hexadecimal(UInt64(bytes.count))))")
    }
    let short = bytes.littleEndian16(at: 60) ?? 0
    let count = short == 0 ? SectionHeader(0, at: start, in: bytes).size : UInt64(short)
    // At least one header is inside: the difference is not negative.
    let room = (bytes.count - start) / SectionHeader.size
    guard count <= UInt64(room) else {
      throw ParseError(
        file: bytes.name, at: .byte(short == 0 ? UInt64(start + 32) : 60), found: "\(count) section headers",
        expected: "at most \(room), which end inside the file (\(hexadecimal(UInt64(bytes.count))))")
    }
    return (0..<Int(count)).map { SectionHeader($0, at: start + $0 * SectionHeader.size, in: bytes) }
  }

  /// The number of the section that holds the names of sections; sh_link of section header 0 if 16 bits do not hold it.
  func nameSection(_ headers: [SectionHeader], in bytes: FileBytes) -> Int {
    let short = Int(bytes.littleEndian16(at: 62) ?? 0)
    return short == 0xffff ? headers.first?.link ?? 0 : short
  }
}
