import ArgumentParser
import Diagnostics
import Machine
import Reports
import SectionCheck

/// The static section check.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "List code that runs in the exposed space and reaches for what is private.",
    discussion: """
      DATA: a private object is read or written. CALL: text is called that is not exposed (text policy split).
      Each would be a page fault when it is stepped to. Exit status 1 if there are errors.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("A scenario (default: the built-in one).", valueName: "SCENARIO"), completion: .file())
  var file: String?

  @Option(help: "text or json.")
  var format = Format.text

  @OptionGroup var flags: ScenarioFlags

  mutating func run() throws {
    let setup = try flags.setup(of: file, for: "check")
    let name = file ?? setup.scenario.name
    let check: ScenarioCheck
    do {
      check = try ScenarioCheck(setup)
    } catch {
      throw UsageError("\(name): \(error)")
    }
    let report = CheckReport(file: name, check: check)
    let format = format
    try Output.write { sink in
      if format == .json { report.writeJSON(to: &sink) } else { report.writeText(to: &sink) }
    }
    if check.count(.error) > 0 { throw Answer.incomplete }
  }
}
