import Bytes
import Diagnostics

extension ObjectReader {
  /// The symbols of the file, checked; none if it has no table of them. Throws if it has two.
  func symbolTable() throws(ParseError) -> SymbolTable {
    let tables = headers.filter { $0.kind == .symbols }
    guard let header = tables.first else {
      return SymbolTable(
        bytes: bytes, start: 0, count: 0, names: StringTable(contents: 0..<0), sectionNumbers: nil)
    }
    if tables.count > 1 { throw problem(tables[1], "a second symbol table", expected: "one") }
    let count = try entryCount(header, size: SymbolTable.entrySize)
    guard header.link < headers.count, headers[header.link].kind == .strings else {
      throw problem(header, "section \(header.link) for its names", expected: "the number of a string table")
    }
    let table = SymbolTable(
      bytes: bytes, start: sections[header.number].contents.lowerBound, count: count,
      names: try stringTable(header.link), sectionNumbers: try sectionNumbers(of: header, count: count))
    // As with sections: names may share bytes, but reading them all must take time linear in the size of the file.
    var rest = 256 * count + 4 * table.names.contents.count
    for number in 0..<count {
      try check(number, of: table)
      rest -= table.names.range(at: table.nameOffset(number), limit: StringTable.nameLimit, in: bytes).count
      guard rest >= 0 else {
        throw problem(number, of: table, "names that share bytes", expected: "shorter ones on the average")
      }
    }
    return table
  }

  /// Where the section numbers of the symbols start that 16 bits do not hold; nil if there are none.
  private func sectionNumbers(of symbols: SectionHeader, count: Int) throws(ParseError) -> Int? {
    let tables = headers.filter { $0.kind == .sectionNumbers && $0.link == symbols.number }
    guard let header = tables.first else { return nil }
    if tables.count > 1 { throw problem(tables[1], "a second table of section numbers", expected: "one") }
    let numbers = try entryCount(header, size: 4)
    guard numbers == count else {
      throw problem(header, "\(numbers) section numbers", expected: "one for each of the \(count) symbols")
    }
    return sections[header.number].contents.lowerBound
  }

  /// Throws if the name or the section of a symbol is none of this file.
  private func check(_ number: Int, of table: SymbolTable) throws(ParseError) {
    let name = table.nameOffset(number)
    guard table.names.holds(name) else {
      throw problem(
        number, of: table, "a name at \(hexadecimal(UInt64(name)))",
        expected: "a place inside the string table (\(hexadecimal(UInt64(table.names.contents.count))))")
    }
    switch table.section(number) {
    case .known(.section(let section)):
      guard section > 0, section < headers.count else {
        throw problem(
          number, of: table, "section \(section)", expected: "a number from 1 to \(headers.count - 1)")
      }
    case .known: break
    case .reserved(0xffff):
      throw problem(number, of: table, "a section number in a table", expected: "that table (SHT_SYMTAB_SHNDX)")
    case .reserved(let value):
      throw problem(
        number, of: table, "the reserved section number \(hexadecimal(UInt64(value)))",
        expected: "a section, SHN_UNDEF, SHN_ABS or SHN_COMMON")
    }
  }

  /// What is wrong with a symbol, at its entry.
  private func problem(
    _ number: Int, of table: SymbolTable, _ found: String, expected: String
  ) -> ParseError {
    ParseError(
      file: bytes.name, at: .byte(UInt64(table.place(of: number))), found: "symbol \(number): \(found)",
      expected: expected)
  }
}
