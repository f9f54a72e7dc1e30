import ArgumentParser
import Machine
import Reports
import Verdicts

/// The timeline, one line a step.
struct Steps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps", abstract: "List the steps of a recording, one line each.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("A step log; - is standard input (default: the built-in recording).", valueName: "FILE"))
  var file: String?

  @Option(help: ArgumentHelp("The first step number.", valueName: "N"))
  var from: Int?

  @Option(help: ArgumentHelp("The last step number.", valueName: "N"))
  var to: Int?

  @Option(help: ArgumentHelp("Only the steps of this kernel entry, counted from 1.", valueName: "N"))
  var event: Int?

  @Flag(help: "Only the steps that flip.")
  var flips = false

  @Option(help: "text, or json: one object a line.")
  var format = Format.text

  @OptionGroup var input: InputFlags

  mutating func run() throws {
    let timeline = try input.timeline(of: file)
    guard timeline.hasSteps else {
      throw UsageError("\(timeline.recording.name) is a dump, one moment: it has no steps; maps and walk read it")
    }
    timeline.recording.complainOfLosses()
    let report = StepsReport(
      Judge(timeline), selection: .init(from: from, to: to, event: event, onlyFlips: flips))
    let format = format
    let isComplete = try Output.write { sink in
      format == .json ? report.writeJSON(to: &sink) : report.writeText(to: &sink)
    }
    let canJudge = isComplete || !timeline.recording.hasTables
    if timeline.recording.isIncomplete || !canJudge { throw Answer.incomplete }
  }
}
