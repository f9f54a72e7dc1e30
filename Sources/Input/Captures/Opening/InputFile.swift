package import Bytes
package import Diagnostics
package import Execution
import Isolation
import PageTables
import Recordings
package import ScenarioModel
package import Timelines

/// The one way from a path to a recording, or to a scenario's run.
package enum InputFile {
  /// Opens the file at `path`, or standard input for "-", and what belongs to it.
  ///
  /// Throws if the file, or one that `options` name, cannot be used. What was found beside it and cannot be
  /// used becomes an error notice. Everything assumed becomes a note.
  package static func open(_ path: String, _ options: InputOptions = InputOptions()) throws(ParseError)
    -> Timeline.Source
  {
    try source(try FileBytes.open(path), at: InputPath(path), options)
  }

  /// What bytes give that are open already; `place` is where to look for what belongs to them.
  package static func source(
    _ bytes: FileBytes, at place: InputPath, _ options: InputOptions = InputOptions()
  ) throws(ParseError) -> Timeline.Source {
    let kind = try InputKind.detect(bytes)
    if let problem = options.problem(with: kind) { throw ParseError(file: bytes.name, found: problem) }
    var recording: Recording
    switch kind {
    case .coreDump: recording = try CoreDump(bytes).recording(cpu: options.cpu, assuming: options.assumptions)
    case .stepLog: recording = try log(bytes, place, options)
    case .scenario:
      let run = try run(try readScenario(bytes, place), name: bytes.name, options)
      _ = try symbols(options)
      return .run(run)
    }
    try addNames(to: &recording, place, options)
    if let symbols = try symbols(options) { recording.symbols = symbols }
    recording.notices += recording.missingHalves
    return .recording(recording)
  }

  private static func symbols(_ options: InputOptions) throws(ParseError) -> SymbolTable? {
    guard let path = options.symbolsPath else { return nil }
    return try SymbolFile.read(try FileBytes.open(path, expected: SymbolFile.accepted))
  }

  /// The run of a scenario that was read or built, under the design and settings of `options`.
  package static func run(_ scenario: Scenario, name: String, _ options: InputOptions) throws(ParseError) -> ScenarioRun
  {
    var setup = ScenarioRun.Setup(scenario)
    if let design = options.design { setup.design = design }
    for setting in options.settings { setting.key.set(&setup.settings, setting.word) }
    do throws(ScenarioError) {
      return try ScenarioRun.record(setup, progress: options.progress)
    } catch {
      throw ParseError(file: name, found: error.description)
    }
  }

  private static func log(
    _ bytes: FileBytes, _ place: InputPath, _ options: InputOptions
  ) throws(ParseError) -> Recording {
    let (steps, notices) = try StepLogReader.read(bytes)
    let log = LogRecording(name: bytes.name, steps: steps, assumptions: options.assumptions)
    let cores = LogCores.of(place, options)
    var recording: Recording
    do {
      recording = try withTables(log, cores)
    } catch {
      guard cores.origin == .neighbours else { throw error }
      recording = log.withoutTables
      recording.notices.append(Notice(.error, error.firstLine))
    }
    recording.notices = notices + cores.notices + recording.notices
    return recording
  }

  private static func withTables(_ log: LogRecording, _ cores: LogCores) throws(ParseError) -> Recording {
    guard let path = cores.start else { return log.withoutTables }
    let start = try CoreDump(try open(core: path, cores.origin))
    let end: CoreDump? =
      if let path = cores.end { try CoreDump(try open(core: path, cores.origin)) } else { nil }
    // The control registers do not change within a log; CR3 does.
    let state = start.cpus.first ?? start.registersOnly
    // EFLAGS of another moment says nothing.
    let alignmentCheck = log.isAt(state, row: 0) ? state?.alignmentCheck : nil
    var recording = log.recording(
      start: start.memory, controls: state?.controls ?? .unknown(besides: []), alignmentCheck: alignmentCheck,
      end: end?.memory)
    var cores = [(start.name, state, 0)]
    let last = end.flatMap { $0.cpus.first ?? $0.registersOnly }
    if let end { cores.append((end.name, last, log.steps.count - 1)) }
    let doubts = cores.compactMap { log.doubt(about: $0.0, $0.1, row: $0.2) }
    recording.momentNotices = doubts
    recording.notices =
      start.notices + start.pagingNotices(ofCPU: 0, assuming: log.assumptions) + (end?.notices ?? []) + doubts
      + cores.compactMap { log.contradiction(of: $0.0, $0.1, row: $0.2) } + recording.notices
    if let end { recording.notices += LogRecording.difference(of: (end.name, last), from: state) }
    return recording
  }

  /// Opens a core; one that was only found must be a regular file, but of any size, since it is mapped.
  private static func open(core path: String, _ origin: LogCores.Origin) throws(ParseError) -> FileBytes {
    let expected = "an ELF core dump"
    var bytes: FileBytes?
    if origin == .user {
      bytes = try FileBytes.open(path, expected: expected)
    } else if case .file(let found) = try FileBytes.neighbour(path, expected: expected, limit: .max) {
      bytes = found
    }
    guard let bytes else { throw ParseError(file: CleanText.clean(path), found: "is no regular file any more") }
    try Compression.refuse(bytes)
    try ForeignDump.refuse(bytes)
    return bytes
  }

  private static func addNames(
    to recording: inout Recording, _ place: InputPath, _ options: InputOptions
  ) throws(ParseError) {
    if let folder = options.objectsFolder {
      let files = try ObjectFiles.open(in: InputPath(folder: folder))
      recording.notices += files.notices
      guard !files.isEmpty else {
        throw ParseError(
          file: CleanText.clean(folder), found: "holds no names",
          expected: "objects.csv, types.csv or members.csv")
      }
      recording.names = try files.read()
    } else if !place.isStandardInput, recording.steps.count > 0 {
      do {
        let files = try ObjectFiles.open(in: place)
        recording.notices += files.notices
        recording.names = try files.read()
      } catch {
        recording.notices.append(Notice(.error, error.firstLine))
      }
    }
  }
}

extension InputOptions {
  /// What makes no sense for this kind of input; nil if all does.
  fileprivate func problem(with kind: InputKind) -> String? {
    switch (kind, design) {
    case (.scenario, _): return nil
    case (.coreDump, .some): return "--design: a dump is not run under a design"
    case (.coreDump, nil) where !settings.isEmpty: return "--set: a dump is not run under a design"
    case (.coreDump, nil) where corePath != nil: return "--core: a dump has page tables of its own"
    case (.coreDump, nil): return endCorePath == nil ? nil : "--end-core: a dump has no last row"
    case (.stepLog, nil) where !settings.isEmpty:
      return "--set needs --design, under which the log's events are run"
    case (.stepLog, _) where endCorePath != nil && corePath == nil:
      return "--end-core needs --core, the core of the first row"
    case (.stepLog, _): return cpu == 0 ? nil : "--cpu: a step log is of one CPU"
    }
  }
}

extension ParseError {
  /// The description without the line at fault, for a notice.
  fileprivate var firstLine: String {
    String(description.prefix { $0 != "\n" })
  }
}
