import ArgumentParser
import Canvas
import Machine
import Terminal

/// The terminal UI.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal (the default).")

  @Argument(help: ArgumentHelp("A core, a step log or a scenario; - is standard input.", valueName: "FILE"))
  var file: String?

  @OptionGroup var input: InputFlags

  @Option(help: "Colours: default, high-contrast, mono or projector.")
  var theme: Theme = .standard

  @Flag(help: "Use no colours.")
  var noColor = false

  @Flag(help: "Draw with ASCII only.")
  var ascii = false

  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false

  mutating func run() throws {
    let timeline = try input.timeline(of: file)
    if [file, input.symbols, input.core, input.endCore].contains("-") { try KeySource.takeTerminal() }
    let options = Terminal.Options(
      theme: theme, color: noColor ? .never : .automatic, mouse: noMouse ? .off : .on)
    try Loop.run(
      timeline, shellName: input.shellName(of: file), options: options, glyphs: ascii ? .ascii : Terminal.localeGlyphs()
    )
    if timeline.recording.isIncomplete { throw Answer.incomplete }
  }
}

extension Theme: ExpressibleByArgument {}
