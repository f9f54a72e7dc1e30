package import Bytes
package import Diagnostics
import ELF
import PageTables
package import Recordings

/// Reads System.map, the output of nm, and /proc/kallsyms: an address, a letter and a name a line.
package enum SymbolFile {
  /// What is read, for messages.
  package static let accepted = "System.map or the output of nm"

  /// Reads all symbols. Lines of nm without an address (undefined symbols) are skipped; anything else that is
  /// not a symbol throws.
  package static func read(_ bytes: FileBytes) throws(ParseError) -> SymbolTable {
    try Compression.refuse(bytes)
    guard !ELFHeader.isELF(bytes) else {
      throw ParseError(file: bytes.name, found: "is an ELF file", expected: accepted)
    }
    guard bytes.count <= FileBytes.readLimit else {
      throw ParseError(
        file: bytes.name, found: "has \(bytes.count) bytes", expected: "\(FileBytes.readLimit) at most")
    }
    return try bytes.withBytes { (span) throws(ParseError) in
      var symbols: [SymbolTable.Symbol] = []
      let lineFeed = UInt8(ascii: "\n")
      var line = 1
      var start = 0
      while start < span.count {
        let end = span.firstIndex(of: lineFeed, or: lineFeed, in: start..<span.count)
        if end > start, span[start] != UInt8(ascii: " ") {
          guard let symbol = symbol(start..<end, span) else {
            throw problem(bytes.name, line, start..<end, span)
          }
          symbols.append(symbol)
        }
        start = end + 1
        line += 1
      }
      try refuseHidden(symbols, bytes.name)
      return SymbolTable(symbols)
    }
  }

  /// Who may not see the kernel's addresses reads zeros. Linux 6.12 kernel/kallsyms.c, s_show: kallsyms_show_value.
  private static func refuseHidden(_ symbols: [SymbolTable.Symbol], _ file: String) throws(ParseError) {
    guard symbols.count > 1, symbols.allSatisfy({ $0.address.rawValue == 0 }) else { return }
    throw ParseError(
      file: file, found: "all addresses are 0, as /proc/kallsyms shows them to those without privileges",
      expected: "addresses; read it as root")
  }

  /// The symbol on one line; nil if it is none.
  private static func symbol(_ line: Range<Int>, _ bytes: Span<UInt8>) -> SymbolTable.Symbol? {
    var digits = line.lowerBound
    while digits < line.upperBound, bytes[digits] != UInt8(ascii: " ") { digits &+= 1 }
    guard let address = Digits.hexadecimal(bytes, line.lowerBound..<digits), line.upperBound - digits > 3,
      bytes[digits + 2] == UInt8(ascii: " "), bytes[digits + 1] > 0x20, bytes[digits + 1] < 0x7f
    else { return nil }
    // A tab stands before the module in kallsyms, a CR before the line end of a file from elsewhere.
    var end = digits + 3
    while end < line.upperBound, bytes[end] > 0x20 { end &+= 1 }
    let name = CSVField(start: digits + 3, end: end)
    guard !name.isEmpty else { return nil }
    return SymbolTable.Symbol(
      address: VirtualAddress(address), kind: Character(Unicode.Scalar(bytes[digits + 1])),
      name: name.name(bytes))
  }

  private static func problem(
    _ file: String, _ number: Int, _ line: Range<Int>, _ bytes: Span<UInt8>
  ) -> ParseError {
    let shown = CSVField(start: line.lowerBound, end: min(line.upperBound, line.lowerBound + 240)).text(bytes)
    return ParseError(
      file: file, at: .line(number, column: 1), found: "no symbol",
      expected: "an address in hexadecimal, a letter and a name", line: shown)
  }
}
