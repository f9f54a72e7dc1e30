import Diagnostics
import Execution
import Isolation
import Verdicts

extension CompareReport {
  /// Writes one JSON object on one line.
  ///
  /// `leaks` has an array of labels for each attack, or null if it was not asked about. Of a design that was not run
  /// all numbers are null, and `problem` says why.
  package func writeJSON(to sink: inout ByteSink) {
    sink.append("{\"file\":")
    sink.append(json: file)
    sink.append(",\"events\":\(comparison.events),\"designs\":[")
    for (position, row) in comparison.rows.enumerated() {
      if position > 0 { sink.append(",") }
      write(row, to: &sink)
    }
    sink.append("],\"costs\":{")
    for (position, kind) in Costs.Kind.allCases.enumerated() {
      if position > 0 { sink.append(",") }
      sink.append("\"\(kind.rawValue)\":{\"cycles\":\(costs[kind]),\"source\":")
      sink.append(json: costs.source(of: kind))
      sink.append("}")
    }
    sink.append("}")
    writeNotices(to: &sink)
    sink.append("}\n")
  }

  /// Writes the member `notices`, which is there only if there are any, on the same line.
  private func writeNotices(to sink: inout ByteSink) {
    guard !notices.isEmpty else { return }
    sink.append(",\"notices\":[")
    for (position, notice) in notices.enumerated() {
      if position > 0 { sink.append(",") }
      sink.append(notice)
    }
    sink.append("]")
  }

  private func write(_ row: Comparison.Row, to sink: inout ByteSink) {
    sink.append("{\"design\":\"\(row.design.name)\"")
    for (key, number) in numbers(of: row.tally) {
      sink.append(",\"\(key)\":\(number ?? "null")")
      if key == "faults" { write("leaks", of: row.tally, to: &sink) { labels($0) } }
    }
    write("leak_steps", of: row.tally, to: &sink) { leakSteps($0) }
    sink.append(",\"sibling\":")
    sink.append(row.tally?.sibling.map(words) ?? "null")
    sink.append(",\"ends_early\":")
    sink.append(json: row.tally?.earlyEnd)
    sink.append(",\"problem\":")
    if case .refused(let reason) = row.outcome { sink.append(json: reason) } else { sink.append("null") }
    sink.append("}")
  }

  /// Writes an object with a value for each attack, or null.
  private func write(_ key: String, of tally: Tally?, to sink: inout ByteSink, _ value: (Tally.Leak) -> String) {
    let pairs = tally?.leaks.map { "\"\($0.attack.rawValue)\":\(value($0))" }
    sink.append(",\"\(key)\":")
    sink.append(pairs.map { "{" + $0.joined(separator: ",") + "}" } ?? "null")
  }

  private func words(_ sibling: SiblingTally) -> String {
    let labels = sibling.labels.names.map { "\"\($0)\"" }.joined(separator: ",")
    return "{\"labels\":[\(labels)],\"steps\":\(sibling.steps),\"held_steps\":\(sibling.heldSteps)}"
  }

  /// Labels have no characters that JSON would escape.
  private func labels(_ leak: Tally.Leak) -> String {
    leak.labels.map { "[" + $0.map { "\"\($0)\"" }.joined(separator: ",") + "]" } ?? "null"
  }

  private func leakSteps(_ leak: Tally.Leak) -> String {
    leak.labels == nil ? "null" : String(leak.steps)
  }

  /// The numbers of a design by their keys, for JSON and CSV; nil for what is not known.
  func numbers(of tally: Tally?) -> [(key: String, digits: String?)] {
    func digits(_ kind: RunCounts.Kind) -> String? { tally.map { String($0.counts[kind]) } }
    return [
      ("cr3_writes", digits(.cr3Writes)), ("flushes", digits(.flushes)),
      ("syncs", digits(.syncs)), ("faults", digits(.faults)), ("private_share", tally?.shareDigits),
      ("cycles", tally.map { String($0.cycles(costs)) }), ("kernel_entries", digits(.kernelEntries)),
      ("steps", digits(.steps)), ("design_faults", digits(.designFaults)), ("verws", digits(.clears)),
      ("l1d_flushes", digits(.cacheFlushes)), ("refills", digits(.refills)),
    ]
  }
}
