import Diagnostics
import Execution
import Isolation
import Verdicts

extension CompareReport {
  /// Writes a table with a row for each design, the leaks, the costs and a conclusion, in lines of at most 80 columns
  /// unless a name is longer.
  ///
  ///     read.yaml: 1 kernel entry
  ///     design   entries  writes  flushes  syncs  faults  private  leaks  cycles
  ///     nopti          1       0        0      0       0     100%     25     500
  package func writeText(to sink: inout ByteSink) {
    sink.append("\(file): \(eventWords)\n")
    for notice in notices {
      sink.append(words: "\(notice.severity.rawValue): \(notice.message)", first: 0, indent: 2, width: 80)
    }
    writeTable(to: &sink)
    sink.append("writes: CR3 writes. leaks: steps at which an attack of the scope succeeds.\n")
    sink.append("private: the share of kernel steps in a space that maps all of the kernel.\n\nLEAKS\n")
    writeLeaks(to: &sink)
    writeSiblings(to: &sink)
    sink.append("\nCOSTS in cycles\n  ")
    sink.append(words: costWords, indent: 2, width: 80)
    sink.append("\nRESULT\n  ")
    sink.append(words: conclusion, indent: 2, width: 80)
    if let third = thirdSpace {
      sink.append("  ")
      sink.append(words: third, indent: 2, width: 80)
    }
  }

  private static let titles = [
    "design", "entries", "writes", "flushes", "syncs", "faults", "private", "leaks", "cycles",
  ]

  private func writeTable(to sink: inout ByteSink) {
    let rows = comparison.rows.map { ($0, cells(of: $0)) }
    let widths = Self.titles.indices.map { column in
      ([Self.titles] + rows.map(\.1)).compactMap { column < $0.count ? $0[column].count : nil }.max() ?? 0
    }
    let gap = widths.reduce(0, +) + 2 * (widths.count - 1) <= 80 ? 2 : 1
    write(Self.titles, widths, gap: gap, to: &sink)
    for (row, cells) in rows {
      if case .refused(let reason) = row.outcome {
        sink.append(row.design.name, width: widths[0] + gap)
        sink.append(words: "not run: \(reason)", indent: widths[0] + gap, width: 80)
        continue
      }
      write(cells, widths, gap: gap, to: &sink)
      guard let reason = row.tally?.earlyEnd else { continue }
      sink.append("! ", width: widths[0] + gap, alignRight: true)
      sink.append(words: "ends early: \(reason)", indent: widths[0] + gap, width: 80)
    }
  }

  private func cells(of row: Comparison.Row) -> [String] {
    guard let tally = row.tally else { return [row.design.name] }
    let numbers = [
      tally.counts[.kernelEntries], tally.counts[.cr3Writes], tally.counts[.flushes], tally.counts[.syncs],
      tally.counts[.faults],
    ]
    return [row.design.name] + numbers.map { String($0) }
      + [tally.sharePercent, String(tally.leakSteps), String(tally.cycles(costs))]
  }

  private func write(_ cells: [String], _ widths: [Int], gap: Int, to sink: inout ByteSink) {
    for (column, cell) in cells.enumerated() {
      sink.append(cell, width: column == 0 ? widths[0] : widths[column] + gap, alignRight: column > 0)
    }
    sink.endLine()
  }

  private func writeLeaks(to sink: inout ByteSink) {
    let rows = comparison.rows.compactMap(\.tally)
    let indent = 4 + (rows.map(\.design.name.count).max() ?? 0)
    let isAsked = Set(rows.flatMap(\.leaks).filter { $0.labels != nil }.map(\.attack))
    for tally in rows where !isAsked.isEmpty {
      sink.append("  ")
      sink.append(tally.design.name, width: indent - 2)
      let lines = tally.successful.map { leak in
        let labels = (leak.labels ?? []).joined(separator: " ")
        return "\(leak.attack.title): \(labels), at \(leak.steps) step\(leak.steps == 1 ? "" : "s")"
      }
      let nothing = tally.earlyEnd == nil ? "nothing" : "nothing, up to its early end"
      for (position, line) in (lines.isEmpty ? [nothing] : lines).enumerated() {
        if position > 0 { sink.pad(indent) }
        sink.append(words: line, indent: indent, width: 80)
      }
    }
    let hasSiblingWords = rows.contains { $0.sibling != nil }
    let rest = Attack.allCases.filter { !isAsked.contains($0) && !($0 == .mdsSibling && hasSiblingWords) }
    guard !rest.isEmpty else { return }
    sink.append("  not asked: ")
    sink.append(words: rest.map(\.title).joined(separator: "; "), indent: 13, width: 80)
  }

  /// When user code on the other thread has to stop, and what it would sample.
  private func writeSiblings(to sink: inout ByteSink) {
    let rows = comparison.rows.compactMap(\.tally).filter { $0.sibling != nil }
    guard !rows.isEmpty else { return }
    sink.append("\nSIBLING: user code on the other thread of the core, if there were any\n")
    let indent = 4 + (rows.map(\.design.name.count).max() ?? 0)
    for tally in rows {
      guard let sibling = tally.sibling else { continue }
      sink.append("  ")
      sink.append(tally.design.name, width: indent - 2)
      sink.append(words: words(sibling, of: tally), indent: indent, width: 80)
    }
    guard rows.contains(where: { $0.counts[.syncs] > 0 }) else { return }
    sink.append("  It has to stop during private work, until the buffers are cleared.\n")
  }

  private func words(_ sibling: SiblingTally, of tally: Tally) -> String {
    let all = tally.counts[.steps]
    let syncs = tally.counts[.syncs]
    let times = syncs == 1 ? "once" : "\(syncs) times"
    let held = syncs == 0 ? "never stopped" : "stopped \(times), for \(sibling.heldSteps) of \(all) steps"
    if sibling.labels.isEmpty { return "\(held), samples nothing secret" }
    return "\(held), samples \(sibling.labels.names.joined(separator: " ")) at \(sibling.steps) steps"
  }
}
