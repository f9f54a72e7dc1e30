import ArgumentParser
import Bytes
import Diagnostics
import Isolation
import Recordings
import Reports
import ScenarioModel
import SectionCheck
import Timelines

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
    if entries { return try writeEntries(objects, format) }
    let wanted = try objects.entries(named: closure)
    var finder = ClosureFinder(objects.set, policy: objects.policy, design: objects.design)
    let report = ClosureReport(objects.set)
    switch format {
    case .sarif: throw Self.noSARIF
    case .yaml:
      var summaries: [ClosureSummary] = []
      for entry in wanted { summaries.append(ClosureSummary(finder.closure(of: entry.name, at: entry.place))) }
      try writeTable(summaries, report)
    case .json:
      try Output.write { sink in
        sink.append("{\"closures\":")
        sink.appendLines(of: wanted) { sink, entry in
          report.writeJSON(finder.closure(of: entry.name, at: entry.place), to: &sink)
        }
        sink.append("}\n")
      }
    case .text:
      try Output.write { sink in
        for (index, entry) in wanted.enumerated() where sink.isOpen {
          if index > 0 { sink.endLine() }
          report.writeText(finder.closure(of: entry.name, at: entry.place), to: &sink)
        }
      }
    }
  }

  private static let noSARIF = UsageError("--format sarif is for findings; closures have text, json and yaml")

  /// Writes what all entries of the policy need, a line each.
  private func writeEntries(_ objects: CheckedObjects, _ format: Check.Format) throws {
    let wanted = try objects.allEntries()
    guard format != .sarif else { throw Self.noSARIF }
    var finder = ClosureFinder(objects.set, policy: objects.policy, design: objects.design)
    var reach = EntryReach(wanted, with: finder)
    try LongWork.run("functions that entries reach") { progress throws in
      while !reach.isComplete && progress.reached(reach.functions.done, of: reach.functions.all) {
        reach.work(Self.portion, with: &finder)
      }
    }
    // Nothing is counted before all is.
    guard reach.isComplete else { throw Answer.incomplete }
    let report = ClosureReport(objects.set)
    let summaries = wanted.indices.lazy.compactMap { reach.summary(of: $0, with: finder) }
    switch format {
    case .sarif: break
    case .yaml: try writeTable(summaries, report)
    case .json:
      try Output.write { sink in
        sink.append("{\"entries\":")
        sink.appendLines(of: summaries) { sink, summary in report.writeJSONRow(summary, to: &sink) }
        sink.append("}\n")
      }
    case .text:
      let width = min(wanted.map(\.name.count).max() ?? 0, Self.widthLimit)
      try Output.write { sink in
        report.writeRowHeader(nameWidth: width, to: &sink)
        for summary in summaries where sink.isOpen { report.writeRow(summary, nameWidth: width, to: &sink) }
      }
    }
  }

  /// How many steps of the work are done at a time.
  private static let portion = 5_000
  /// The widest column of names; longer ones stick out of it.
  private static let widthLimit = 64

  /// Writes what the functions of closures did in a recording. Throws the exit status if a closure lacks something.
  private func compare(_ objects: CheckedObjects, with timeline: Timeline, _ format: Check.Format) throws {
    guard format == .text else { throw UsageError("--against has no other format than text") }
    guard timeline.run == nil else {
      throw UsageError("--against \(timeline.recording.name): it is a scenario; expected a step log of the same kernel")
    }
    guard timeline.hasSteps else {
      throw UsageError("--against \(timeline.recording.name): it has no steps; expected a step log of the same kernel")
    }
    if !timeline.recording.steps.hasAccesses {
      Output.complain(
        "cr3scope: warning: \(timeline.recording.name): it has no column \"accesses\": only calls are compared")
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
  private func writeTable(_ summaries: some Sequence<ClosureSummary>, _ report: ClosureReport) throws {
    var lines: [EntryTable.Line] = []
    for summary in summaries {
      guard let entry = EntryName(summary.entry) else {
        throw UsageError(
          "--format yaml: \(summary.entry) is no kernel entry, such as __x64_sys_getpid or asm_exc_page_fault")
      }
      lines.append(
        EntryTable.Line(
          name: entry.name, kind: entry.kind, function: entry.function,
          marking: summary.isExposable ? .exposed : .private, reason: report.reason(summary)))
    }
    let table = EntryTable(source: report.source, lines: lines)
    try Output.write { EntryTableReport(table).writeText(to: &$0) }
  }
}
