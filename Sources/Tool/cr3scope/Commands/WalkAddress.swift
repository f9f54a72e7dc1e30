import ArgumentParser
import Diagnostics
import Execution
import Isolation
import PageTables
import Recordings
import Reports
import Timelines
import Verdicts

/// Every level of one translation.
struct WalkAddress: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "walk", abstract: "Show every level of one translation, and what denies the access.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  enum AccessLetter: String, ExpressibleByArgument, CaseIterable {
    case r, w, x

    var kind: Access.Kind {
      switch self {
      case .r: .read
      case .w: .write
      case .x: .fetch
      }
    }
  }

  @Argument(
    help: ArgumentHelp(
      "A core, a step log or a scenario, and the address; one value alone is an address in the built-in scenario.",
      valueName: "FILE ADDRESS"))
  var values: [String] = []

  @Option(
    help: ArgumentHelp(
      "user, kernel, exposed, private, a design's name or a CR3 (default: the active one).", valueName: "SPACE"))
  var space: String?

  @Option(help: ArgumentHelp("The tables and CR3 before this step; default: the first.", valueName: "N"))
  var step: Int?

  @Option(help: ArgumentHelp("0 or 3 (default: that of the dump or step).", valueName: "CPL"))
  var cpl: Int?

  @Option(help: "r, w or x.")
  var access = AccessLetter.r

  @Option(help: "text or json.")
  var format = Format.text

  @OptionGroup var input: InputFlags

  func validate() throws {
    if let cpl, cpl != 0 && cpl != 3 { throw ValidationError("--cpl \(cpl) is neither 0 nor 3") }
    guard values.count == 1 || values.count == 2 else {
      throw ValidationError("expected FILE ADDRESS, or ADDRESS for what is built in")
    }
  }

  mutating func run() throws {
    guard let text = values.last, let address = Self.address(text) else {
      throw UsageError("'\(values.last ?? "")' is not an address; expected hexadecimal, such as 0xffff888000000000")
    }
    let timeline = try input.timeline(of: values.count == 2 ? values[0] : nil)
    let recording = timeline.recording
    guard recording.hasTables else {
      throw UsageError("\(recording.name): no page tables; give the core of its first row with --core")
    }
    guard cpl != nil || recording.hasRegisters else {
      throw UsageError("\(recording.name): the CPL is not in the input; --cpl 0 or --cpl 3 says for whom to check")
    }
    let machine = try Moment(step: step, in: timeline).machine
    let space = try SpaceOption(text: space).resolve(in: timeline, at: machine)
    // JSON has the notes in it.
    recording.complainOfLosses(from: format == .json ? .warning : .note)
    let controls = machine.controls.with(cr3: space.cr3)
    let walk = Walker(memory: machine.memory, controls: controls).walk(address)
    let wanted = Access(access.kind, cpl: cpl ?? machine.cpl, alignmentCheck: machine.alignmentCheck)
    // Meltdown needs CPL 3 and a page that is mapped; that the access faults does not stop it.
    let isMissing = if case .unreadable = walk.outcome { true } else { false }
    let isAsked = wanted.mode == .user && (walk.physical != nil || isMissing)
    let isKnown = timeline.spaces.knownUserSpace(of: space) != nil && !isMissing
    let leaks =
      !isAsked ? [] : isKnown ? MeltdownRule(memory: machine.memory, controls: controls).labels(at: address) : nil
    let report = WalkReport(
      space: space, walk: walk, access: wanted, controls: controls, leaks: leaks,
      notices: recording.notices)
    let format = format
    try Output.write { sink in
      if format == .json { report.writeJSON(to: &sink) } else { report.writeText(to: &sink) }
    }
    if case .unreadable = walk.outcome { throw Answer.incomplete }
    if recording.isIncomplete { throw Answer.incomplete }
  }

  /// An address in hexadecimal, with or without 0x.
  private static func address(_ text: String) -> VirtualAddress? {
    let digits = text.hasPrefix("0x") || text.hasPrefix("0X") ? text.dropFirst(2) : text[...]
    return Numerals.hexadecimal(digits).map { VirtualAddress($0) }
  }
}
