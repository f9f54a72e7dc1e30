import Bytes
import Diagnostics

/// Reads an object file and checks all of it, so that nothing can be wrong later.
///
/// Time and memory grow with the size of the file only, whatever it says.
struct ObjectReader {
  /// The file.
  let bytes: FileBytes
  /// Its section headers; all inside the file.
  let headers: [SectionHeader]
  /// Whether it is one that the final link wrote, with relocations.
  let isLinked: Bool
  /// The sections that have been checked, all or none.
  private(set) var sections: [ObjectSection] = []

  /// The object file in `bytes`; throws if it is none or damaged.
  static func file(_ bytes: FileBytes) throws(ParseError) -> ObjectFile {
    var reader = try ObjectReader(bytes)
    try reader.readSections(nameSection: try ELFHeader(bytes).nameSection(reader.headers, in: bytes))
    let symbols = try reader.symbolTable()
    return ObjectFile(
      bytes: bytes, sections: reader.sections, isLinked: reader.isLinked, symbols: symbols,
      relocations: try reader.relocations(symbolCount: symbols.count))
  }

  /// Reads the headers; throws if this is another kind of file.
  private init(_ bytes: FileBytes) throws(ParseError) {
    guard ELFHeader.isELF(bytes) else { throw Self.foreign(bytes) }
    let header = try ELFHeader(bytes)
    self.bytes = bytes
    isLinked = header.kind == .executable || header.kind == .shared
    guard isLinked || header.kind == .relocatable else {
      throw ParseError(file: bytes.name, found: "is \(header.kind.name)", expected: Self.expected)
    }
    headers = try header.sectionHeaders(in: bytes)
    guard !isLinked || isAnyRelocationEmitted else {
      throw ParseError(
        file: bytes.name, found: "is \(header.kind.name)",
        expected: Self.expected + ": the final link merged its sections; link with --emit-relocs to have it read")
    }
    guard !headers.isEmpty else {
      throw ParseError(file: bytes.name, found: "has no sections", expected: Self.expected)
    }
  }

  /// What messages want.
  static let expected = "an object file (.o, vmlinux.o)"

  /// What is said of a file that is no ELF file.
  private static func foreign(_ bytes: FileBytes) -> ParseError {
    guard Bitcode.isBitcode(bytes) else {
      return ParseError(
        file: bytes.name, at: .byte(0), found: "no ELF magic number",
        expected: "an object file (.o, vmlinux.o) or an archive of them (.a)")
    }
    return ParseError(file: bytes.name, found: "is LLVM bitcode", expected: expected + ", compiled without LTO")
  }
}

extension ObjectReader {
  /// Reads all sections, with their names; throws if names or contents are not inside the file.
  private mutating func readSections(nameSection: Int) throws(ParseError) {
    guard nameSection < headers.count, headers[nameSection].kind == .strings else {
      throw ParseError(
        file: bytes.name, at: .byte(62), found: "section \(nameSection) for the names of sections",
        expected: "the number of a string table")
    }
    let names = try stringTable(nameSection)
    // Names may share bytes, but reading them all must take time linear in the size of the file.
    var rest = 256 * headers.count + 4 * names.contents.count
    // What is in memory is looked at section by section.
    var room = bytes.count
    var sections: [ObjectSection] = []
    sections.reserveCapacity(headers.count)
    for header in headers {
      let name = try name(of: header, in: names)
      rest -= name.count
      guard rest >= 0 else {
        throw problem(header, "names that share bytes", expected: "shorter ones on the average")
      }
      if header.flags.isSuperset(of: [.allocated, .compressed]) {
        throw problem(header, "compressed contents in memory", expected: "contents as they are")
      }
      let contents = try contents(of: header)
      room -= header.flags.contains(.allocated) ? contents.count : 0
      guard room >= 0 else {
        throw problem(header, "contents that overlap others", expected: "sections that fit in the file")
      }
      let isNull = header.number == 0 || header.kind == .null
      sections.append(
        ObjectSection(
          name: bytes.withBytes { CleanText.clean($0, name) }, type: header.kind.rawValue, flags: header.flags,
          address: header.address, contents: contents, size: isNull ? 0 : header.size))
    }
    self.sections = sections
  }

  /// Where the name of a section is in the file.
  private func name(of header: SectionHeader, in names: StringTable) throws(ParseError) -> Range<Int> {
    guard names.holds(header.name) else {
      throw problem(
        header, "a name at \(hexadecimal(UInt64(header.name)))",
        expected: "a place inside the string table (\(hexadecimal(UInt64(names.contents.count))))")
    }
    let range = names.range(at: header.name, limit: StringTable.nameLimit + 1, in: bytes)
    guard range.count <= StringTable.nameLimit else {
      throw problem(header, "a name of more than 4096 bytes", expected: "a shorter one")
    }
    return range
  }

  /// Where the contents of a section are in the file; empty if it has none there.
  private func contents(of header: SectionHeader) throws(ParseError) -> Range<Int> {
    guard header.number != 0, header.kind != .null, header.kind != .noContents, header.size != 0 else {
      return 0..<0
    }
    let (end, isOverflow) = header.offset.addingReportingOverflow(header.size)
    guard !isOverflow else {
      throw problem(
        header, "offset \(hexadecimal(header.offset)) plus size \(hexadecimal(header.size))",
        expected: "a sum that fits in 64 bits")
    }
    guard end <= UInt64(bytes.count) else {
      throw problem(
        header, "an end at \(hexadecimal(end))", expected: "one inside the file (\(hexadecimal(UInt64(bytes.count))))")
    }
    // Both are at most the number of bytes of the file, which is an Int.
    return Int(header.offset)..<Int(end)
  }

  /// The names in section `number`, which is a string table; throws if the last of them has no end.
  func stringTable(_ number: Int) throws(ParseError) -> StringTable {
    let contents = try contents(of: headers[number])
    guard contents.isEmpty || bytes.byte(at: contents.upperBound - 1) == 0 else {
      throw problem(headers[number], "a name without end", expected: "a NUL as the last byte of a string table")
    }
    return StringTable(contents: contents)
  }

  /// How many entries of `size` bytes a section has; throws if it has others or a piece of one.
  func entryCount(_ header: SectionHeader, size: Int) throws(ParseError) -> Int {
    guard header.entrySize == UInt64(size) else {
      throw problem(header, "entries of \(header.entrySize) bytes", expected: "\(size)")
    }
    let count = sections[header.number].contents.count
    guard count.isMultiple(of: size) else {
      throw problem(header, "\(count) bytes", expected: "a multiple of \(size)")
    }
    return count / size
  }

  /// A section as messages name it: "section 3 (.text)".
  func title(_ number: Int) -> String {
    guard number < sections.count, !sections[number].name.isEmpty else { return "section \(number)" }
    return "section \(number) (\(sections[number].name.prefix(80)))"
  }

  /// What is wrong with a section, at its header.
  func problem(_ header: SectionHeader, _ found: String, expected: String) -> ParseError {
    ParseError(
      file: bytes.name, at: .byte(header.place), found: "\(title(header.number)): \(found)", expected: expected)
  }
}
