import Isolation
import Verdicts

extension CompareReport {
  /// Writes the names of the columns.
  package static func writeCSVHeader(to sink: inout ByteSink) {
    let numbers = """
      cr3_writes,flushes,syncs,faults,private_share,cycles,kernel_entries,steps,design_faults,verws,l1d_flushes,refills
      """
    let attacks = Attack.allCases.map(\.rawValue).joined(separator: ",")
    sink.append("file,events,design,\(numbers),\(attacks),ends_early,problem\r\n")
  }

  /// Writes a record for each design; what is not known, or was not asked, is an empty field.
  ///
  /// The labels that an attack reaches stand in one field with spaces between them; `none` if there are none. Records
  /// end with CR LF (RFC 4180, section 2).
  package func writeCSV(to sink: inout ByteSink) {
    for row in comparison.rows where sink.isOpen {
      var fields = [file, String(comparison.events), row.design.name]
      fields += numbers(of: row.tally).map { $0.digits ?? "" }
      fields += Attack.allCases.indices.map { position in
        guard let labels = row.tally?.leaks[position].labels else { return "" }
        return labels.isEmpty ? "none" : labels.joined(separator: " ")
      }
      fields.append(row.tally?.earlyEnd ?? "")
      if case .refused(let reason) = row.outcome { fields.append(reason) } else { fields.append("") }
      sink.append(fields.map(Self.quoted).joined(separator: ",") + "\r\n")
    }
  }

  /// A field as RFC 4180 wants it: in quotes if it has a comma or a quote, which is doubled. What has been cleaned
  /// has no line ends.
  private static func quoted(_ field: String) -> String {
    guard field.contains(",") || field.contains("\"") else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
