package import Bytes
package import Diagnostics

/// An object file for x86-64: its sections, symbols and relocations.
///
/// It is one before the final link, or one that the final link wrote with `--emit-relocs`. All of it is checked when it
/// is opened, in time that grows with its size only; only sections are kept in memory. System V gABI, chapter 4.
///
/// Another program may change a file that is open. Symbols and relocations are then what it says now, but they still name
/// sections and symbols that there are and places inside of their sections, and names are clean.
package struct ObjectFile: Sendable {
  /// What was read and checked. A class, so that a copy of a file costs one count and not one for each part.
  private final class Contents: Sendable {
    let bytes: FileBytes
    let sections: [ObjectSection]
    let isLinked: Bool
    let symbols: SymbolTable
    /// By the number of the section that is filled in; none is empty.
    let relocations: [Int: RelocationTable]

    init(
      _ bytes: FileBytes, _ sections: [ObjectSection], _ isLinked: Bool, _ symbols: SymbolTable,
      _ relocations: [Int: RelocationTable]
    ) {
      self.bytes = bytes
      self.sections = sections
      self.isLinked = isLinked
      self.symbols = symbols
      self.relocations = relocations
    }
  }

  private let contents: Contents

  /// Takes what was read and checked.
  init(
    bytes: FileBytes, sections: [ObjectSection], isLinked: Bool, symbols: SymbolTable,
    relocations: [Int: RelocationTable]
  ) {
    contents = Contents(bytes, sections, isLinked, symbols, relocations)
  }

  /// The whole file; for a member of an archive the member.
  package var bytes: FileBytes { contents.bytes }

  /// The sections; their position is their number, and 0 is none.
  package var sections: [ObjectSection] { contents.sections }

  /// Whether addresses are final, as `--emit-relocs` leaves them; the answers are offsets all the same.
  package var isLinked: Bool { contents.isLinked }

  private var symbols: SymbolTable { contents.symbols }
  private var relocations: [Int: RelocationTable] { contents.relocations }

  /// The name to show: that of the file, or "archive.a(member.o)"; cleaned.
  package var name: String { bytes.name }

  /// How many symbols there are; their numbers are below it, and 0 is none.
  package var symbolCount: Int { contents.symbols.count }
}

extension ObjectFile {
  /// Whether bytes are to be read here: ELF that is no core dump, an archive, or what a compiler writes instead.
  package static func isLikely(_ bytes: FileBytes) -> Bool {
    // e_type follows the 16 bytes of e_ident.
    if ELFHeader.isELF(bytes) { return bytes.littleEndian16(at: 16) != ELFHeader.Kind.core.rawValue }
    return Archive.isArchive(bytes) || Bitcode.isBitcode(bytes)
  }

  /// Reads an object file, or all members of an archive, in their order.
  ///
  /// Throws if there is none, or if one is damaged: with the place and with what was expected. Places in members count from
  /// the start of the member, whose name the message has.
  package static func files(in bytes: FileBytes) throws(ParseError) -> [ObjectFile] {
    try Compression.refuse(bytes)
    guard let members = try Archive.members(of: bytes) else { return [try ObjectReader.file(bytes)] }
    guard !members.isEmpty else {
      throw ParseError(file: bytes.name, found: "is an archive without members", expected: "object files in it")
    }
    var files: [ObjectFile] = []
    for member in members { files.append(try ObjectReader.file(member)) }
    return files
  }

  /// Symbol `number`, which is below `symbolCount`.
  ///
  /// A linked file may have symbols outside of the section that they name, as linker scripts make them: they are absolute.
  package func symbol(_ number: Int) -> ObjectSymbol {
    precondition(number >= 0 && number < symbolCount, "symbol \(number) of \(symbolCount)")
    let info = symbols.info(number)
    var value = symbols.value(number)
    var place = place(ofSymbol: number)
    if isLinked, case .section(let section) = place {
      let distance = value &- sections[section].address
      if distance <= sections[section].size { value = distance } else { place = .absolute }
    }
    return ObjectSymbol(
      kind: .init(rawValue: info & 15), isGlobal: info >> 4 != 0, isWeak: info >> 4 == 2, place: place,
      offset: value, size: symbols.size(number))
  }

  /// The name of a symbol, cleaned; that of its section if it names one; empty if it has none.
  ///
  /// At most 512 bytes of it. `number` is below `symbolCount`.
  package func name(ofSymbol number: Int) -> String {
    precondition(number >= 0 && number < symbolCount, "symbol \(number) of \(symbolCount)")
    let offset = symbols.nameOffset(number)
    if offset == 0, symbols.info(number) & 15 == ObjectSymbol.Kind.section.rawValue,
      case .section(let section) = place(ofSymbol: number)
    {
      return sections[section].name
    }
    return symbols.names.name(at: offset, in: symbols.bytes)
  }

  /// Whether the name of a symbol, which is that of no section, begins with a text.
  package func hasName(ofSymbol number: Int, prefix: String) -> Bool {
    let range = symbols.names.range(at: symbols.nameOffset(number), limit: prefix.utf8.count, in: bytes)
    return range.count == prefix.utf8.count
      && zip(range, prefix.utf8).allSatisfy { bytes.byte(at: $0) == $1 }
  }

  /// Whether a symbol is named as a part of another one's function that compilers move away: "foo.cold" and what begins so.
  package func isColdPart(_ number: Int, of other: Int) -> Bool {
    let own = symbols.names.range(at: symbols.nameOffset(number), limit: StringTable.nameLimit, in: bytes)
    let name = symbols.names.range(at: symbols.nameOffset(other), limit: StringTable.nameLimit, in: bytes)
    let ending = Array(".cold".utf8)
    guard own.count >= name.count + ending.count else { return false }
    return bytes.withBytes { bytes in
      let behind = own.lowerBound + name.count
      return bytes.isEqual(own.lowerBound..<behind, name)
        && ending.indices.allSatisfy { bytes[behind + $0] == ending[$0] }
    }
  }

  /// The digest of the name of a symbol, which is that of no section, as the file has it: at most 4096 bytes.
  package func nameDigest(ofSymbol number: Int) -> TextDigest {
    let range = symbols.names.range(at: symbols.nameOffset(number), limit: StringTable.nameLimit, in: bytes)
    return bytes.withBytes { TextDigest($0, range) }
  }

  /// The relocations of a section by its number, in the order of the file, which need not be that of their offsets; nil if
  /// it has none, or is not in memory.
  package func relocations(ofSection number: Int) -> RelocationTable? { relocations[number] }

  /// Where a symbol says that it is defined; the section number is one of `sections`. What was not so when the file was
  /// opened is absolute.
  private func place(ofSymbol number: Int) -> ObjectSymbol.Place {
    switch symbols.section(number) {
    case .known(.section(let section)): section > 0 && section < sections.count ? .section(section) : .absolute
    case .known(let place): place
    case .reserved: .absolute
    }
  }
}
