import ELF
import Isolation
package import SectionCheck

extension ClosureReport {
  /// Why an entry's code has to run in the private space, or that nothing speaks against the exposed one: one line.
  package func reason(_ closure: Closure) -> String {
    if closure.isAllMapped { return "all of the kernel is mapped under this design" }
    if let object = closure.privateData.first {
      let name = set.name(of: object.place).symbol
      let more = closure.privateData.count - 1
      return "needs \(name) (\(set.section(object.place).name)), path \(path(closure, to: object.function))"
        + (more > 0 ? "; and \(counted(more, "object")) more" : "")
    }
    if let gate = closure.gates.first {
      return "goes through the gate \(set.name(of: gate.place).symbol), path \(path(closure, to: gate.function))"
    }
    if closure.text == .split, let position = closure.functions.indices.first(where: { isListed(closure, $0) }) {
      return "runs \(name(closure, position)) (\(set.section(closure.functions[position].place).name)), "
        + "path \(path(closure, to: position))"
    }
    let unvetted = closure.privateFunctions.count
    let mapped = unvetted == 0 ? "exposed" : "mapped"
    if let unknown = closure.unknowns.first {
      return
        "all that can be seen is \(mapped), but \(counted(closure.unknowns.count, "place")) cannot be followed, the "
        + "first at \(place(closure, unknown.function, unknown.site)) (\(unknown.reason.rawValue))"
    }
    guard unvetted > 0 else { return "all that it reaches is exposed" }
    return "all that it reaches is mapped, though \(counted(unvetted, "function")) "
      + "\(unvetted == 1 ? "is" : "are") not in exposed text"
  }

  /// Writes a line an entry: its name, how much it reaches, and the reason.
  package func writeRow(_ closure: Closure, nameWidth: Int, to sink: inout ByteSink) {
    sink.append(closure.entry)
    sink.append(String(repeating: " ", count: max(1, nameWidth + 1 - closure.entry.count)))
    for (number, width) in [(closure.functions.count, 9), (closure.privateData.count, 7), (closure.unknowns.count, 9)] {
      let digits = String(number)
      sink.append(String(repeating: " ", count: max(1, width - digits.count)) + digits)
    }
    sink.append("  \(closure.isExposable ? "exposed" : "private"): \(reason(closure))\n")
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
