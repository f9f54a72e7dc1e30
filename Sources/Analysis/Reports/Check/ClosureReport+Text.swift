import ELF
import Isolation
package import SectionCheck

extension ClosureReport {
  /// Writes what an entry needs: first what the exposed space would have to hold, then each object and function with
  /// a shortest way there, then what cannot be followed. Of each kind `limit` are listed; how many more there are is said.
  package func writeText(_ closure: Closure, limit: Int = .max, to sink: inout ByteSink) {
    let ways = ClosureWays(closure)
    func path(_ position: Int) -> String { "  path: \(words(ways.way(to: position), from: closure.entry))\n" }
    writeSummary(closure, to: &sink)
    writeHoldings(closure, to: &sink)
    func list<Element>(
      _ elements: [Element], _ title: String, limit: Int = limit, write: (Element, inout ByteSink) -> Void
    ) {
      for element in elements.prefix(limit) where sink.isOpen { write(element, &sink) }
      if elements.count > limit { sink.append("\(title): \(elements.count - limit) more\n") }
    }
    list(closure.privateData, "private data") { object, sink in
      sink.append(line(of: object, "read or written", "private data", closure) + path(object.function))
    }
    list(closure.gates, "gate") { gate, sink in
      sink.append(line(of: gate, "called", "gate", closure) + path(gate.function))
    }
    list(closure.functions.indices.filter { isListed(closure, $0) }, "private text") { position, sink in
      let section = set.section(closure.functions[position].place).name
      sink.append("private text: \(name(closure, position)) (\(section))\n" + path(position))
    }
    list(closure.privateAddresses, "perhaps") { object, sink in
      sink.append(line(of: object, "address taken", "perhaps", closure) + path(object.function))
    }
    list(closure.unknowns, "not followed", limit: min(limit, Self.listLimit)) { unknown, sink in
      sink.append("not followed: \(unknown.reason.rawValue) at \(place(closure, unknown.function, unknown.site))\n")
      sink.append(path(unknown.function))
    }
    sink.append("What is reached through a pointer is not visible here.\n")
  }

  private func writeSummary(_ closure: Closure, to sink: inout ByteSink) {
    let data = closure.privateData.count
    sink.append("closure of \(closure.entry): ")
    sink.append(
      [
        counted(closure.functions.count, "function"), counted(data, "private object"),
        counted(closure.gates.count, "gate"), "\(counted(closure.unknowns.count, "place")) not followed",
      ].joined(separator: ", "))
    sink.endLine()
  }

  private func writeHoldings(_ closure: Closure, to sink: inout ByteSink) {
    let holdings = holdings(closure)
    guard !holdings.isEmpty else { return sink.append("\(verdict(closure))\n") }
    sink.append("To need no flip, the exposed space would have to hold:\n")
    let width = min(holdings.map(\.section.count).max() ?? 0, 40)
    for holding in holdings {
      let what = counted(holding.names.count, holding.isText ? "function" : "object")
      let pad = String(repeating: " ", count: max(0, width - holding.section.count))
      let note = holding.isMapped ? " (mapped, not vetted)" : ""
      sink.append("  \(holding.section)\(pad)  \(what), \(counted(Int(clamping: holding.bytes), "byte"))\(note)\n")
    }
  }

  /// What to say if the exposed space holds all that is reached.
  private func verdict(_ closure: Closure) -> String {
    guard closure.gates.isEmpty else { return "All else that can be seen is exposed, but a gate makes it flip." }
    let blind = closure.unknowns.count(where: \.isBlind)
    guard blind == 0 else {
      return "All that can be seen is exposed, but \(counted(blind, "place")) cannot be read: it may need a flip."
    }
    guard closure.unknowns.isEmpty else {
      return "All that can be seen is exposed; what is not followed may need a flip."
    }
    return closure.privateAddresses.isEmpty
      ? "All that can be seen is exposed: it needs no flip."
      : "All that can be seen is exposed; what is done with private addresses may need a flip."
  }

  private func line(of object: Closure.Object, _ how: String, _ kind: String, _ closure: Closure) -> String {
    "\(kind): \(set.name(of: object.place).symbol) (\(set.section(object.place).name)), \(how) at "
      + "\(place(closure, object.function, object.site))\n"
  }

  /// Whether a function has a line of its own: it is not exposed, and no part of one that has.
  func isListed(_ closure: Closure, _ position: Int) -> Bool {
    let function = closure.functions[position]
    guard !function.isExposed, function.linkClass == .privateText else { return false }
    let name = name(closure, position)
    guard name != name.withoutPart, let caller = function.caller else { return true }
    return closure.functions[caller].isExposed || self.name(closure, caller).withoutPart != name.withoutPart
  }
}
