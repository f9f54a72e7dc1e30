import ArgumentParser
import Bytes
import Captures
import Diagnostics
import Execution
import Isolation
import Reports
import ScenarioModel
import Verdicts

/// Designs side by side on the same events.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Run the same events under several designs, and count what each does.",
    discussion: """
      Of each design: CR3 writes, and those that flush the TLB; syncs, how often the siblings of the core have to \
      be held; steps that fault; the steps at which an attack of the scope reaches what it must not; "private", the \
      share of the kernel's steps that run in a space whose letter is P, where all of the kernel is mapped; and \
      cycles, what the design costs beside the work itself.
      A step log is compared by its events, which the model runs.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, csv, markdown
  }

  @Argument(
    help: ArgumentHelp(
      "Scenarios or step logs; - is standard input (default: the built-in scenario).", valueName: "FILE"),
    completion: .file())
  var files: [String] = []

  @Option(help: ArgumentHelp("Only this design; repeatable (default: all).", valueName: "DESIGN"))
  var design: [Design] = []

  @Option(help: SettingWords.help)
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "The cycles of a cost; repeatable. NAME is one of \(Costs.Kind.allCases.map(\.words).joined(separator: ", ")).",
      valueName: "NAME=N"))
  var cost: [String] = []

  @Option(help: "text, json: one object a file and line, csv, or markdown.")
  var format = Format.text

  func validate() throws {
    _ = try SettingWords.parse(set)
    _ = try costs
  }

  mutating func run() throws {
    let settings = try SettingWords.parse(set)
    let costs = try costs
    let designs = design.isEmpty ? Design.all : Design.all.filter { design.contains($0) }
    var isIncomplete = false
    var isFirst = true
    for file in files.isEmpty ? [nil] : files.map(Optional.some) {
      let input = try file.map { try InputFile.scenario($0) }
      var setup = input?.setup ?? ScenarioRun.Setup(.first)
      for setting in settings { setting.key.set(&setup.settings, setting.word) }
      let name = file.map { CleanText.clean($0) } ?? setup.scenario.name
      for notice in input?.notices ?? [] where notice.severity > .note {
        Output.complain("cr3scope: \(name): \(notice.severity.rawValue): \(notice.message)")
        isIncomplete = isIncomplete || notice.severity == .error
      }
      // What is said of a scenario's file is said above; of a log's, what its events became.
      let own = setup.scenario.notices.filter { notice in !(input?.notices.contains(notice) ?? false) }
      if format == .csv { for notice in own { Output.complain("cr3scope: \(name): warning: \(notice.message)") } }
      let report = CompareReport(
        file: name, comparison: try comparison(of: setup, designs, name), costs: costs, notices: own)
      try write(report, isFirst: isFirst)
      isFirst = false
      if LongWork.isInterrupted { break }
    }
    if isIncomplete { throw Answer.incomplete }
  }

  private func comparison(of setup: ScenarioRun.Setup, _ designs: [Design], _ name: String) throws -> Comparison {
    do throws(ScenarioError) {
      return try LongWork.run("events under all designs") { progress throws(ScenarioError) in
        try Comparison(of: setup, designs: designs, progress: progress)
      }
    } catch {
      throw UsageError("\(name): \(error)")
    }
  }

  /// One report after the other; a table of records has one header.
  private func write(_ report: CompareReport, isFirst: Bool) throws {
    let format = format
    try Output.writeWhole { sink in
      switch format {
      case .json: return report.writeJSON(to: &sink)
      case .csv:
        if isFirst { CompareReport.writeCSVHeader(to: &sink) }
        return report.writeCSV(to: &sink)
      case .text, .markdown:
        if !isFirst { sink.endLine() }
        if format == .text { report.writeText(to: &sink) } else { report.writeMarkdown(to: &sink) }
      }
    }
  }

  private var costs: Costs {
    get throws {
      try cost.reduce(into: Costs()) { costs, text in
        do throws(Costs.Problem) {
          try costs.set(text)
        } catch {
          throw ValidationError("--cost \(text): \(error)")
        }
      }
    }
  }
}

extension Costs.Kind {
  /// "flip (a CR3 write, 100)".
  fileprivate var words: String { "\(rawValue) (\(about), \(standard))" }
}
