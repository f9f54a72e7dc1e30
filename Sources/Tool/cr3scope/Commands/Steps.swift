import ArgumentParser
import Diagnostics
import Recordings
import Reports
import Timelines
import Verdicts

/// The timeline, one line a step.
struct Steps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps", abstract: "List the steps of a recording, one line each.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(
    help: ArgumentHelp(
      "A step log or a scenario; - is standard input (default: the built-in scenario).", valueName: "FILE"),
    completion: .file())
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

  func validate() throws {
    if let from, let to, from > to { throw ValidationError("--from \(from) is after --to \(to)") }
    if let event, event < 1 { throw ValidationError("--event \(event): events are counted from 1") }
  }

  mutating func run() throws {
    let timeline = try input.timeline(of: file)
    guard timeline.hasSteps else {
      throw UsageError("\(timeline.recording.name) is a dump, one moment: it has no steps; maps and walk read it")
    }
    try checkSelection(in: timeline)
    timeline.recording.complainOfLosses()
    // EFLAGS of such a core is not used, so that verdicts may depend on it.
    for notice in timeline.recording.momentNotices where notice.severity == .note {
      Output.complain("cr3scope: note: \(notice.message)")
    }
    if !timeline.recording.hasTables {
      Output.complain("cr3scope: note: no page tables, so every verdict is unknown; --core names them")
    }
    let judge = Judge(timeline)
    if !judge.looksForAllLeaks {
      Output.complain("cr3scope: error: too many spaces and tables: leaks are not looked for at every step")
    }
    let report = StepsReport(
      judge, selection: .init(from: from, to: to, event: event, onlyFlips: flips))
    let format = format
    let isComplete = try Output.write { sink in
      format == .json ? report.writeJSON(to: &sink) : report.writeText(to: &sink)
    }
    let canJudge = isComplete || !timeline.recording.hasTables
    if timeline.recording.isIncomplete || !canJudge || !judge.looksForAllLeaks { throw Answer.incomplete }
  }

  /// Refuses limits outside of the recording, which would list nothing.
  private func checkSelection(in timeline: Timeline) throws {
    let steps = timeline.recording.steps
    if let from, from > steps.number(at: steps.count - 1) {
      throw UsageError("--from \(from): the recording has \(timeline.stepRange)")
    }
    if let to, to < steps.number(at: 0) {
      throw UsageError("--to \(to): the recording has \(timeline.stepRange)")
    }
    let count = timeline.events.count
    if let event, event > count {
      let events = count == 1 ? "1 event" : count == 0 ? "no events" : "\(count) events"
      throw UsageError("--event \(event): the recording has \(events)")
    }
  }
}
