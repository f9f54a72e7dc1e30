import Bytes
import Diagnostics
import PageTables
import Recordings

/// Gives equal CR3 values one index. A log has a few values in long runs.
struct CR3Interner: Sendable {
  private let cr3: Int
  private var last = CSVField(start: 0, end: 0)
  private var lastIndex = 0
  private var indices: [UInt64: Int] = [:]

  /// Takes the position of the column.
  init(_ header: CSVHeader) {
    cr3 = header.position("cr3") ?? 0
  }

  /// The index of the CR3 value of the row last read, which is added to `steps` if it is new.
  mutating func index(
    _ csv: CSVReader, _ steps: inout StepTable, _ bytes: Span<UInt8>
  ) throws(ParseError) -> Int {
    let field = csv.fields[cr3]
    if !last.isEmpty, bytes.isEqual(last.range, field.range) { return lastIndex }
    let value = CR3(try csv.address(in: cr3, "CR3", bytes)).readBack
    let index = indices[value.rawValue] ?? steps.add(value)
    indices[value.rawValue] = index
    last = field
    lastIndex = index
    return index
  }
}
