import Diagnostics
import Execution
import Isolation
import Verdicts

extension CompareReport {
  /// Writes a table to paste into a mail, with a line before it and the result behind it.
  package func writeMarkdown(to sink: inout ByteSink) {
    sink.append("**\(Self.escaped(file))**: \(eventWords)\n\n")
    sink.append("| design | CR3 writes | flushes | syncs | faults | private | cycles | leaks |\n")
    sink.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n")
    for row in comparison.rows {
      sink.append("| \(row.design.name) |")
      switch row.outcome {
      case .refused(let reason):
        sink.append(" - | - | - | - | - | - | not run: \(Self.escaped(reason)) |\n")
      case .counted(let tally):
        let numbers = [tally.counts[.cr3Writes], tally.counts[.flushes], tally.counts[.syncs], tally.counts[.faults]]
        for number in numbers { sink.append(" \(number) |") }
        let end = tally.earlyEnd.map { "; ends early: \(Self.escaped($0))" } ?? ""
        sink.append(" \(tally.sharePercent) | \(tally.cycles(costs)) | \(leaks(of: tally))\(end) |\n")
      }
    }
    for notice in notices { sink.append("\n\(notice.severity.rawValue): \(Self.escaped(notice.message))\n") }
    let third = thirdSpace.map { " \($0)" } ?? ""
    sink.append("\nCosts in cycles: \(costWords). \(conclusion)\(third)\n")
  }

  private func leaks(of tally: Tally) -> String {
    let found = tally.successful.map { "\($0.attack.title): \(($0.labels ?? []).joined(separator: " "))" }
    let sibling = tally.sibling.map { "\($0.labels.names.joined(separator: " "))" } ?? ""
    let all = found + (sibling.isEmpty ? [] : ["a sibling: \(sibling)"])
    return all.isEmpty ? "none" : all.joined(separator: "; ")
  }

  /// A text in which nothing ends a cell or marks anything up.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\|*_`<[".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
