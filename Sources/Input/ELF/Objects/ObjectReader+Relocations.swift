import Bytes
import Diagnostics

extension ObjectReader {
  /// Whether the final link kept relocations of what is in memory.
  ///
  /// Those that are in memory themselves are the dynamic linker's.
  var isAnyRelocationEmitted: Bool {
    headers.contains {
      $0.kind == .relocations && !$0.flags.contains(.allocated) && $0.info < headers.count
        && headers[$0.info].flags.contains(.allocated)
    }
  }

  /// The relocations of all sections that are in memory, by the number of the section, checked.
  func relocations(symbolCount: Int) throws(ParseError) -> [Int: RelocationTable] {
    var tables: [Int: RelocationTable] = [:]
    // Each is read here once: tables that overlap must not be more than the file in all.
    var rest = bytes.count
    for header in headers where try isAboutMemory(header) {
      let count = try entryCount(header, size: RelocationTable.entrySize)
      rest -= count * RelocationTable.entrySize
      guard rest >= 0 else {
        throw problem(header, "relocations that overlap others", expected: "tables that fit in the file")
      }
      guard header.link < headers.count, headers[header.link].kind == .symbols else {
        throw problem(header, "section \(header.link) for its symbols", expected: "the number of the symbol table")
      }
      guard count > 0 else { continue }
      guard !sections[header.info].contents.isEmpty else {
        throw problem(header, "relocations of \(title(header.info))", expected: "a section with contents")
      }
      let address = isLinked ? sections[header.info].address : 0
      let start = sections[header.number].contents.lowerBound
      var piece = RelocationTable(in: bytes, address: address)
      piece.append(count, at: start)
      try check(piece, ofSection: header.info, symbolCount: symbolCount)
      var table = tables[header.info] ?? RelocationTable(in: bytes, address: address)
      table.append(count, at: start)
      table.limit(size: UInt64(sections[header.info].contents.count), symbolCount: symbolCount)
      tables[header.info] = table
    }
    return tables
  }

  /// Whether a section holds relocations of one that is in memory; throws if they are of a kind that is not read.
  private func isAboutMemory(_ header: SectionHeader) throws(ParseError) -> Bool {
    let refused: [SectionHeader.Kind: String] = [
      .shortRelocations: "relocations without addends (SHT_REL)",
      .packedRelocations: "packed relocations (SHT_CREL)",
      .androidShortRelocations: "packed relocations (SHT_ANDROID_REL)",
      .androidRelocations: "packed relocations (SHT_ANDROID_RELA)",
    ]
    if header.kind == .relativeRelocations, !isLinked {
      throw self.problem(
        header, "relative relocations (SHT_RELR)", expected: "relocations with addends (SHT_RELA), as x86-64 has them")
    }
    let problem = refused[header.kind]
    guard header.kind == .relocations || problem != nil else { return false }
    if isLinked, header.flags.contains(.allocated) { return false }
    guard header.info < headers.count else {
      throw self.problem(
        header, "relocations of section \(header.info)", expected: "a number below \(headers.count)")
    }
    guard headers[header.info].flags.contains(.allocated) || isMarker(header.info) else { return false }
    if let problem {
      throw self.problem(header, problem, expected: "relocations with addends (SHT_RELA), as x86-64 has them")
    }
    return true
  }

  /// Whether a section holds the markers of private code, which are not in memory.
  private func isMarker(_ number: Int) -> Bool { sections[number].name.hasPrefix(".discard.private_") }

  /// Throws if a relocation reaches outside of its section or names no symbol.
  private func check(
    _ table: RelocationTable, ofSection number: Int, symbolCount: Int
  ) throws(ParseError) {
    let size = UInt64(sections[number].contents.count)
    for index in 0..<table.count {
      let relocation = table[index]
      let width = relocation.kind.width
      guard relocation.offset <= size, width <= size - relocation.offset else {
        // An address in a linked file.
        let found = hexadecimal(relocation.offset &+ table.address)
        let room = hexadecimal(size) + (isLinked ? " from \(hexadecimal(table.address))" : "")
        throw problem(
          index, of: table, in: number, "\(width) bytes at \(found)", expected: "a place inside the section (\(room))")
      }
      guard relocation.symbol < symbolCount else {
        throw problem(
          index, of: table, in: number, "symbol \(relocation.symbol)", expected: "a number below \(symbolCount)")
      }
    }
  }

  /// What is wrong with a relocation, at its entry.
  private func problem(
    _ index: Int, of table: RelocationTable, in section: Int, _ found: String, expected: String
  ) -> ParseError {
    ParseError(
      file: bytes.name, at: .byte(UInt64(table.place(of: index))),
      found: "relocation \(index) of \(title(section)): \(found)", expected: expected)
  }
}
