import ArgumentParser
import Machine

/// The terminal UI.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal (the default).")

  @Argument(
    help: ArgumentHelp("A core, a step log or a scenario; - is standard input.", valueName: "FILE"), completion: .file()
  )
  var file: String?

  @OptionGroup var input: InputFlags

  @OptionGroup var display: DisplayFlags

  mutating func run() throws {
    let timeline = try input.timeline(of: file)
    if [file, input.symbols, input.core, input.endCore].contains("-") { try KeySource.takeTerminal() }
    try Loop.run(
      timeline, shellName: input.shellName(of: file), options: display.options(), glyphs: display.glyphs)
    if timeline.recording.isIncomplete { throw Answer.incomplete }
  }
}
