import ArgumentParser
import Bytes
import Isolation
import Machine
import Reports
import SectionCheck

/// Options of `check` that ask what entries need.
struct ClosureFlags: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "What code can reach from these symbols, with a shortest way to each; instead of findings.", valueName: "SYMBOL"))
  var closure: [String] = []

  @Flag(help: "The same of all entries that the policy names: system calls and interrupts, a line each.")
  var entries = false

  @Option(
    help: ArgumentHelp(
      "Compare a closure with a step log of the same kernel: what did its functions access that cannot be seen?",
      valueName: "LOG"), completion: .file())
  var against: String?

  /// Whether any closure is asked for.
  var isAsked: Bool { entries || !closure.isEmpty }

  /// An option that was given and says nothing about a scenario; nil if there is none.
  var given: String? {
    if against != nil { return "--against" }
    return entries ? "--entries" : closure.isEmpty ? nil : "--closure"
  }

  func validate() throws {
    if against != nil && closure.isEmpty {
      throw ValidationError("--against needs --closure, which says what to compare")
    }
    if entries && !closure.isEmpty { throw ValidationError("--entries and --closure both say which entries") }
  }

  /// The files of the command; if there are none, those that stand among the symbols. Throws a `UsageError` if
  /// then files or symbols are missing.
  mutating func takeFiles(from files: [String]) throws -> [String] {
    guard files.isEmpty, !closure.isEmpty else { return files }
    let taken = closure.filter { $0 == "-" || FileBytes.isSomething($0) }
    guard !taken.isEmpty else {
      let all = closure.joined(separator: ", ")
      throw UsageError(
        "--closure \(all): \(closure.count == 1 ? "not a file" : "no file among them"); "
          + "expected an object file too, before or after the symbols")
    }
    closure.removeAll { taken.contains($0) }
    guard !closure.isEmpty else {
      let all = taken.joined(separator: ", ")
      throw UsageError("--closure \(all): \(taken.count == 1 ? "a file" : "files"); expected a symbol too")
    }
    return taken
  }

  /// Writes the closures that are asked for.
  func write(_ objects: CheckedObjects, format: Check.Format, input: InputFlags) throws {
    if let against {
      var input = input
      // It is the design of the closure: the log is what a real kernel did.
      input.design = nil
      return try compare(objects, with: try input.timeline(of: against), format)
    }
    let wanted = entries ? try objects.allEntries() : try objects.entries(named: closure)
    var finder = ClosureFinder(objects.set, policy: objects.policy, design: objects.design)
    let report = ClosureReport(objects.set)
    let width = wanted.map(\.name.count).max() ?? 0
    switch format {
    case .sarif: throw UsageError("--format sarif is for findings; closures have text, json and yaml")
    case .yaml: try writeTable(wanted, &finder, report)
    case .json:
      try Output.write { sink in
        sink.append(entries ? "{\"entries\":" : "{\"closures\":")
        sink.appendLines(of: wanted) { sink, entry in
          let closure = finder.closure(of: entry.name, at: entry.place)
          if entries { report.writeJSONRow(closure, to: &sink) } else { report.writeJSON(closure, to: &sink) }
        }
        sink.append("}\n")
      }
    case .text:
      try Output.write { sink in
        if entries { report.writeRowHeader(nameWidth: width, to: &sink) }
        for (index, entry) in wanted.enumerated() where sink.isOpen {
          let closure = finder.closure(of: entry.name, at: entry.place)
          if entries {
            report.writeRow(closure, nameWidth: width, to: &sink)
          } else {
            if index > 0 { sink.endLine() }
            report.writeText(closure, to: &sink)
          }
        }
      }
    }
  }

  /// Writes what the functions of closures did in a recording. Throws the exit status if a closure lacks something.
  private func compare(_ objects: CheckedObjects, with timeline: Timeline, _ format: Check.Format) throws {
    guard format == .text else { throw UsageError("--against has no other format than text") }
    guard timeline.recording.run == nil else {
      throw UsageError("--against \(timeline.recording.name): it is a scenario; expected a step log of the same kernel")
    }
    guard timeline.hasSteps else {
      throw UsageError("--against \(timeline.recording.name): it has no steps; expected a step log of the same kernel")
    }
    var finder = ClosureFinder(objects.set, policy: objects.policy, design: objects.design)
    var isContradicted = false
    try Output.write { sink in
      for entry in try objects.entries(named: closure) {
        let closure = finder.closure(of: entry.name, at: entry.place)
        let reach = finder.reach(of: closure, in: timeline.recording.steps)
        isContradicted = isContradicted || reach.isContradicted
        ReachReport(ClosureReport(objects.set), closure, reach, timeline).writeText(to: &sink)
      }
    }
    if isContradicted { throw Answer.incomplete }
  }

  /// Writes a table that a scenario can include. Throws a `UsageError` if a symbol is no kernel entry.
  private func writeTable(
    _ wanted: [(name: String, place: ObjectPlace)], _ finder: inout ClosureFinder, _ report: ClosureReport
  ) throws {
    var lines: [EntryTable.Line] = []
    for (symbol, place) in wanted {
      guard let entry = EntryName(symbol) else {
        throw UsageError("--format yaml: \(symbol) is no kernel entry, such as __x64_sys_getpid or asm_exc_page_fault")
      }
      let closure = finder.closure(of: symbol, at: place)
      lines.append(
        EntryTable.Line(
          name: entry.name, kind: entry.kind, function: entry.function,
          marking: closure.isExposable ? .exposed : .private, reason: report.reason(closure)))
    }
    let table = EntryTable(source: report.source, lines: lines)
    try Output.write { EntryTableReport(table).writeText(to: &$0) }
  }
}
