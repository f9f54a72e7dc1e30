import ArgumentParser
import Bytes
import Captures
import Chassis
import ELF
import Isolation
import ObjectExplorer
import Recordings
import Timelines

/// The terminal UI.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal (the default).",
    discussion: """
      An object file, such as a kernel's vmlinux.o, opens what 'cr3scope check' finds in it. With --core and --symbols, \
      a dump of the same kernel and its System.map, it is shown where things lie and which spaces map them.
      """)

  @Argument(
    help: ArgumentHelp(
      "A core, a step log, a scenario or an object file; - is standard input.", valueName: "FILE"), completion: .file()
  )
  var file: String?

  @OptionGroup var policy: PolicyFlags

  @OptionGroup var input: InputFlags

  @OptionGroup var display: DisplayFlags

  mutating func run() throws {
    let bytes = try file.map { try FileBytes.open($0) }
    if let file, let bytes, ObjectFile.isLikely(bytes) { return try explore(bytes, file) }
    if policy.policy != nil {
      throw UsageError("--policy is for object files; \(file ?? "what is built in") is none")
    }
    let timeline = try input.timeline(of: file, bytes: bytes)
    try takeTerminal()
    try Sessions.run(
      .recording(timeline, shellName: input.shellName(of: file)), options: display.options(), glyphs: display.glyphs)
    if timeline.recording.isIncomplete { throw Answer.incomplete }
  }

  /// Explores the findings in an object file, or in an archive of them.
  private func explore(_ bytes: FileBytes, _ path: String) throws {
    if let option = input.optionWithoutObjects(beside: input.core == nil ? .none : .dump) {
      throw UsageError("\(option) is for recordings and scenarios; \(bytes.name) is an object file")
    }
    let dump = try dump(of: bytes.name)
    let objects = try CheckedObjects.open(
      [bytes], policy: try policy.read(), design: input.design, symbols: input.symbols)
    let options = [("--policy", policy.policy), ("--symbols", input.symbols)]
    let words = [path] + options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    try takeTerminal()
    try Sessions.run(
      .objects(objects.input(name: bytes.name, shellWords: words, dump: dump), objects.design),
      options: display.options(), glyphs: display.glyphs)
  }

  /// The dump of the same kernel; nil if none is given.
  private func dump(of name: String) throws -> KernelDump? {
    guard let core = input.core else { return nil }
    guard input.symbols != nil else {
      throw UsageError("--core needs --symbols: the System.map of the dump says where the names of \(name) lie")
    }
    guard case .recording(let recording) = try InputFile.open(core, input.dumpOptions), recording.steps.count == 0
    else {
      throw UsageError("--core \(core): is no memory dump; expected one of the kernel whose object file is \(name)")
    }
    recording.complainOfLosses()
    return KernelDump(Timeline(recording), symbols: recording.symbols)
  }

  /// Keys come from the terminal if standard input was an input.
  private func takeTerminal() throws {
    if [file, input.symbols, input.core, input.endCore, policy.policy].contains("-") { try KeySource.takeTerminal() }
  }
}
