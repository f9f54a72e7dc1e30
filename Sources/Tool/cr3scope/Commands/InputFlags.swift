import ArgumentParser
import Bytes
import Captures
import Diagnostics
import ELF
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Timelines

/// Options that say how an input is read; all commands have them.
struct InputFlags: ParsableArguments {
  @Option(help: ArgumentHelp("Symbols from a System.map or the output of nm.", valueName: "FILE"))
  var symbols: String?

  @Option(
    help: ArgumentHelp("Objects, types and members for a step log (default: its own folder).", valueName: "FOLDER"))
  var objects: String?

  @Option(help: ArgumentHelp("The core at the first row of a step log.", valueName: "ELF"))
  var core: String?

  @Option(help: ArgumentHelp("The core at the last row of a step log.", valueName: "ELF"))
  var endCore: String?

  @Option(help: ArgumentHelp("The CR3 value of a further process; repeatable.", valueName: "CR3"))
  var cr3: [String] = []

  @Option(help: ArgumentHelp("The processor of a dump, counted from 0.", valueName: "N"))
  var cpu = 0

  @Option(help: ArgumentHelp("The physical address width, 32 to 52; dumps do not say.", valueName: "N"))
  var physicalBits: Int?

  @Option(help: ArgumentHelp("EFER.NXE, on or off; dumps do not say.", valueName: "on|off"))
  var nx: Switch?

  @Flag(help: "Without FILE: the built-in recording of a real getpid, instead of the built-in scenario.")
  var recording = false

  @Option(help: "Run a scenario, or the events of a log, under this design.")
  var design: Design?

  @Option(help: SettingWords.help)
  var set: [String] = []

  enum Switch: String, ExpressibleByArgument, CaseIterable {
    case on, off
  }

  func validate() throws {
    if let bits = physicalBits, !(32...52).contains(bits) {
      throw ValidationError("--physical-bits \(bits) is out of range; expected 32 to 52")
    }
    if cpu < 0 { throw ValidationError("--cpu \(cpu) is negative") }
    _ = try settings
  }

  /// How a shell names the input.
  func shellName(of file: String?) -> String { file ?? (recording ? "--recording" : "") }

  /// Opens an input, or what is built in if `file` is nil; `bytes` are those of the file, if it is open already.
  func timeline(of file: String?, bytes: FileBytes? = nil) throws -> Timeline {
    if let file, recording {
      throw UsageError("--recording opens the built-in recording; \(file) is another input")
    }
    let source = try LongWork.run("events") { progress throws in try opened(file, bytes, progress) }
    // Half of a run would be taken for all of it.
    if LongWork.isInterrupted { throw Answer.incomplete }
    guard case .recording(var recording) = source else {
      guard let option = optionForRecordings else { return Timeline(source) }
      throw UsageError("\(option) is for what was recorded; \(source.recording.name) is a scenario")
    }
    recording.furtherCR3s = try cr3.map { text in
      guard let value = Numerals.value(text) else { throw UsageError("--cr3 '\(text)' is not a number") }
      return CR3(value).readBack
    }
    // If the dump has no CR3, the first that the user names is taken for that of its processor.
    if recording.start.controls.unknown.contains(.cr3), recording.steps.count == 0,
      let first = recording.furtherCR3s.first
    {
      recording.start.controls = recording.start.controls.with(cr3: first)
    }
    let timeline = Timeline(recording)
    guard let design, timeline.hasSteps else { return timeline }
    let settings = try settings
    do throws(ScenarioError) {
      var setup = ScenarioRun.Setup(try Scenario(eventsOf: timeline))
      setup.design = design
      for setting in settings { setting.key.set(&setup.settings, setting.word) }
      return Timeline(
        try LongWork.run("events") { progress throws(ScenarioError) in
          try ScenarioRun.record(setup, progress: progress)
        })
    } catch {
      throw UsageError("\(timeline.recording.name): \(error)")
    }
  }

  /// An option that was given and says nothing about a scenario; nil if there is none.
  private var optionForRecordings: String? { symbols != nil ? "--symbols" : optionForMachines }

  /// An option that was given and says what the machine of a recording is; nil if there is none.
  private var optionForMachines: String? {
    let given = [
      ("--objects", objects != nil), ("--core", core != nil), ("--end-core", endCore != nil),
      ("--cr3", !cr3.isEmpty), ("--cpu", cpu != 0), ("--physical-bits", physicalBits != nil), ("--nx", nx != nil),
    ]
    return given.first { $0.1 }?.0
  }

  /// An option that was given and says what belongs to a file; nil if there is none.
  private var optionForFiles: String? {
    let given = [
      ("--symbols", symbols != nil), ("--objects", objects != nil), ("--core", core != nil),
      ("--end-core", endCore != nil), ("--cpu", cpu != 0),
    ]
    return given.first { $0.1 }?.0
  }

  /// What is opened beside object files.
  enum Companion {
    /// Nothing.
    case none
    /// A memory dump of the same kernel.
    case dump
    /// A step log of the same kernel.
    case log
  }

  /// An option that was given and says nothing about object files and what is opened beside them; nil if there is none.
  func optionWithoutObjects(beside companion: Companion) -> String? {
    if recording { return "--recording" }
    guard set.isEmpty else { return "--set" }
    switch companion {
    case .none: return optionForMachines
    case .log: return nil
    case .dump:
      return [("--objects", objects != nil), ("--end-core", endCore != nil), ("--cr3", !cr3.isEmpty)].first { $0.1 }?.0
    }
  }

  private func opened(_ file: String?, _ bytes: FileBytes?, _ progress: WorkProgress) throws -> Timeline.Source {
    var assumptions = Assumptions()
    assumptions.physicalBits = physicalBits
    assumptions.noExecute = nx.map { $0 == .on }
    let options = InputOptions(
      objectsFolder: objects, symbolsPath: symbols, corePath: core, endCorePath: endCore, cpu: cpu,
      assumptions: assumptions, design: design, settings: try settings, progress: progress)
    if let file {
      let bytes = try bytes ?? FileBytes.open(file)
      guard !ObjectFile.isLikely(bytes) else {
        throw UsageError("\(bytes.name): is an object file; 'cr3scope check' and the explorer read it")
      }
      return try InputFile.source(bytes, at: InputPath(file), options)
    }
    if recording {
      if case nil = design, !set.isEmpty { throw UsageError("--set needs --design, under which the recording is run") }
      if let option = optionForFiles { throw UsageError("\(option) is for files; \(BuiltIn.name) is none") }
      return .recording(BuiltIn.recording(assuming: assumptions))
    }
    return .run(try InputFile.run(.first, name: Scenario.first.name, options))
  }

  /// How a dump that object files are compared with is read.
  var dumpOptions: InputOptions {
    var assumptions = Assumptions()
    assumptions.physicalBits = physicalBits
    assumptions.noExecute = nx.map { $0 == .on }
    return InputOptions(symbolsPath: symbols, cpu: cpu, assumptions: assumptions)
  }

  /// What `--set` says.
  private var settings: [(key: Settings.Key, word: String)] {
    get throws { try SettingWords.parse(set) }
  }
}

extension Design: ExpressibleByArgument {
  init?(argument: String) { self.init(named: argument) }
  static var allValueStrings: [String] { all.map(\.name) }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// Numbers of the command line: decimal, or hexadecimal after 0x.
enum Numerals {
  /// The value of a number; nil if it is none or does not fit 64 bits.
  static func value(_ text: String) -> UInt64? {
    let isHexadecimal = text.hasPrefix("0x") || text.hasPrefix("0X")
    if isHexadecimal { return hexadecimal(text.dropFirst(2)) }
    return text.first?.isNumber == true ? UInt64(text) : nil
  }

  /// The value of hexadecimal digits without 0x and without a sign; nil for anything else.
  static func hexadecimal(_ digits: some StringProtocol) -> UInt64? {
    digits.first?.isHexDigit == true ? UInt64(digits, radix: 16) : nil
  }
}

extension Timeline {
  /// "steps 0 to 215"; the recording has steps.
  var stepRange: String {
    let steps = recording.steps
    return "steps \(steps.number(at: 0)) to \(steps.number(at: steps.count - 1))"
  }
}

extension Recording {
  /// Writes warnings and losses to standard error, so that standard output stays clean; from `.note` on also what was
  /// assumed. `place` says what opened it, if that is a line of a tour: "cr3scope: a.tour:3: ".
  func complainOfLosses(from lowest: Severity = .warning, at place: String = "cr3scope: ") {
    for notice in notices where notice.severity >= lowest {
      Output.complain("\(place)\(notice.severity.rawValue): \(notice.message)")
    }
  }

  /// Whether something is missing from the input: exit status 1.
  var isIncomplete: Bool { notices.contains { $0.severity == .error } }
}
