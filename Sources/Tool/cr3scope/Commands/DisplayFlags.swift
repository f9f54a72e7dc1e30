import ArgumentParser
import Bytes
import Canvas
import Terminal

/// Options that say how a screen looks; the commands that take the terminal over have them.
struct DisplayFlags: ParsableArguments {
  @Option(help: "Colours: default, high-contrast, mono or projector.")
  var theme: Theme?

  @Flag(help: "Use no colours.")
  var noColor = false

  @Flag(help: "Draw with ASCII only.")
  var ascii = false

  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false

  /// What the terminal is told.
  func options(theme usual: Theme = .standard) -> Terminal.Options {
    Terminal.Options(
      theme: theme ?? usual, color: noColor ? .never : .automatic, mouse: noMouse ? .off : .on,
      mend: { MappedFiles.mend(at: $0) })
  }

  /// What is drawn with on a terminal.
  var glyphs: Glyphs { ascii ? .ascii : Terminal.localeGlyphs() }
}

extension Theme: ExpressibleByArgument {}
