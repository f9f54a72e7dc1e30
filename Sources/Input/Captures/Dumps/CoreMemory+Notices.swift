import Diagnostics
import ELF
import PageTables

extension CoreMemory.Layout {
  /// What is missing or doubtful in the layout, in words.
  var notices: [Notice] {
    var notices: [Notice] = []
    if !cutOff.isEmpty {
      notices.append(Notice(.error, "the file is cut off: \(Self.describe(cutOff)) missing"))
    }
    if !notStored.isEmpty {
      notices.append(
        Notice(.error, "the dump does not store all it describes: \(Self.describe(notStored)) absent"))
    }
    if unplaced > 0 {
      let words = unplaced == 1 ? "1 program header has" : "\(unplaced) program headers have"
      notices.append(Notice(.note, "\(words) no physical address (p_paddr is -1): passed over"))
    }
    if overlap > 0 {
      notices.append(
        Notice(
          .warning,
          "program headers overlap in \(hexadecimal(overlap)) bytes of memory; the first one counts"))
    }
    return notices
  }

  /// "0x3000 bytes of memory at 0x1000-0x2000, 0x5000-0x7000 are": the sum and the first four ranges.
  private static func describe(_ ranges: [Range<UInt64>]) -> String {
    let total = ranges.reduce(UInt64(0)) { sum, range in
      let (value, overflow) = sum.addingReportingOverflow(range.upperBound - range.lowerBound)
      return overflow ? .max : value
    }
    var places = ranges.prefix(4).map { "\(hexadecimal($0.lowerBound))-\(hexadecimal($0.upperBound))" }
    if ranges.count > 4 { places.append("and \(ranges.count - 4) more") }
    return "\(hexadecimal(total)) bytes of memory at \(places.joined(separator: ", ")) are"
  }
}
