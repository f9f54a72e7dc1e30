import Diagnostics
import PageTables
import Recordings

/// Gives equal instructions at equal addresses one index.
struct SiteInterner: Sendable {
  private let rip: Int
  private let symbol: Int
  private let instruction: Int?
  private var seen: RawInterner
  private var indices: [StepTable.Site: Int] = [:]

  /// Takes the positions of the columns, and the size of the file in bytes, for a table that is not larger than needed.
  init(_ header: CSVHeader, fileSize: Int) {
    let rows = UInt64(max(fileSize / 32, 16))
    seen = RawInterner(bits: min(16, UInt64(64 - rows.leadingZeroBitCount)))
    rip = header.position("rip") ?? 0
    symbol = header.position("symbol") ?? 0
    instruction = header.position("insn")
  }

  /// The index of the site of the row last read, which is added to `steps` if it is new.
  mutating func index(
    _ csv: CSVReader, _ steps: inout StepTable, _ bytes: Span<UInt8>
  ) throws(ParseError) -> Int {
    let address = try csv.address(in: rip, "RIP", bytes)
    let key = RawInterner.Key(
      hint: address, first: csv.fields[symbol], second: instruction.map { csv.fields[$0] })
    if let known = seen.index(of: key, bytes) { return known }
    let site = StepTable.Site(
      rip: VirtualAddress(address), symbol: key.first.text(bytes), instruction: key.second?.words(bytes))
    let index = indices[site] ?? steps.add(site)
    indices[site] = index
    seen.remember(key, index)
    return index
  }
}
