/// An object file that ``ObjectWriter`` wrote, and where things are in it.
package struct ObjectImage: Sendable {
  /// A field of a section header: where it is and how long, in bytes.
  package enum HeaderField: Sendable {
    /// sh_name, sh_type, sh_flags, sh_addr, sh_offset, sh_size, sh_link, sh_info, sh_entsize.
    case name, type, flags, address, offset, size, link, info, entrySize

    fileprivate var place: (offset: Int, width: Int) {
      switch self {
      case .name: (0, 4)
      case .type: (4, 4)
      case .flags: (8, 8)
      case .address: (16, 8)
      case .offset: (24, 8)
      case .size: (32, 8)
      case .link: (40, 4)
      case .info: (44, 4)
      case .entrySize: (56, 8)
      }
    }
  }

  /// The file.
  package var bytes: [UInt8] = []
  /// Where section header 0 is.
  package var sectionHeaders = 0
  /// Where the contents of each section are.
  package var contents: [Int] = []
  /// The number of the section of symbols.
  package var symbolTable = 0
  /// The number of the section of the symbols' names.
  package var symbolNames = 0
  /// The number of the section of the section numbers that 16 bits do not hold.
  package var sectionNumbers: Int?
  /// The number of the section of the sections' names.
  package var sectionNames = 0
  /// The numbers of the sections of relocations, by that of the section that they fill in.
  package var relocationSections: [Int: Int] = [:]

  /// Has nothing.
  init() {}

  /// Overwrites a field of a section header.
  package mutating func set(_ field: HeaderField, of section: Int, to value: UInt64) {
    set(sectionHeaders + section * 64 + field.place.offset, field.place.width, to: value)
  }

  /// Overwrites `width` bytes at `offset`.
  package mutating func set(_ offset: Int, _ width: Int, to value: UInt64) {
    for index in 0..<width { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(index * 8)) }
  }

  /// Overwrites `width` bytes at `offset` of symbol `number`.
  package mutating func set(symbol number: Int, _ offset: Int, _ width: Int, to value: UInt64) {
    set(contents[symbolTable] + number * 24 + offset, width, to: value)
  }

  /// Overwrites `width` bytes at `offset` of relocation `index` of a section that has some.
  package mutating func set(relocation index: Int, in section: Int, _ offset: Int, _ width: Int, to value: UInt64) {
    set(contents[relocationSections[section] ?? 0] + index * 24 + offset, width, to: value)
  }

  /// Appends the low `width` bytes of a number.
  mutating func append(_ value: UInt64, _ width: Int) {
    for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(index * 8))) }
  }

  /// Appends zeros up to a multiple of 8.
  mutating func align() {
    while !bytes.count.isMultiple(of: 8) { bytes.append(0) }
  }
}
