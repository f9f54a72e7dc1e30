import ELF
import Isolation
package import SectionCheck

extension ClosureReport {
  /// Why an entry's code has to run in the private space, or that nothing speaks against the exposed one: one line.
  package func reason(_ summary: ClosureSummary) -> String {
    let name = summary.entry
    switch summary.reason {
    case .allMapped: return "all of the kernel is mapped under this design"
    case .object(let object, let way):
      let more = summary.privateObjects - 1
      return "needs \(set.name(of: object).symbol) (\(set.section(object).name)), path \(words(way, from: name))"
        + (more > 0 ? "; and \(counted(more, "object")) more" : "")
    case .gate(let gate, let way):
      return "goes through the gate \(set.name(of: gate).symbol), path \(words(way, from: name))"
    case .text(let way):
      let section = way.end.map { set.section($0).name } ?? ""
      return "runs \(end(of: way, from: name)) (\(section)), path \(words(way, from: name))"
    case .unknown(let reason, let site, let way):
      let mapped = summary.privateFunctions == 0 ? "exposed" : "mapped"
      return
        "all that can be seen is \(mapped), but \(counted(summary.unknowns, "place")) cannot be followed, the "
        + "first at \(place(site, atEndOf: way, from: name)) (\(reason.rawValue))"
    case .nothing:
      let unvetted = summary.privateFunctions
      guard unvetted > 0 else { return "all that it reaches is exposed" }
      return "all that it reaches is mapped, though \(counted(unvetted, "function")) "
        + "\(unvetted == 1 ? "is" : "are") not in exposed text"
    }
  }

  /// The same of a closure.
  package func reason(_ closure: Closure) -> String { reason(ClosureSummary(closure)) }

  /// Writes a line an entry: its name, how much it reaches, and the reason.
  package func writeRow(_ summary: ClosureSummary, nameWidth: Int, to sink: inout ByteSink) {
    sink.append(summary.entry)
    sink.append(String(repeating: " ", count: max(1, nameWidth + 1 - summary.entry.count)))
    for (number, width) in [(summary.functions, 9), (summary.privateObjects, 7), (summary.unknowns, 9)] {
      let digits = String(number)
      sink.append(String(repeating: " ", count: max(1, width - digits.count)) + digits)
    }
    sink.append("  \(summary.isExposable ? "exposed" : "private"): \(reason(summary))\n")
  }

  /// Writes the header of those lines.
  package func writeRowHeader(nameWidth: Int, to sink: inout ByteSink) {
    sink.append("entry" + String(repeating: " ", count: max(1, nameWidth - 4)))
    sink.append("functions private  unknown  needs\n")
  }
}

extension Closure {
  /// Whether an entry can run in the exposed space for certain: nothing private, and nothing that cannot be followed;
  /// or nothing is private at all.
  package var isExposable: Bool { isAllMapped || (!needsPrivate && unknowns.isEmpty) }
}
