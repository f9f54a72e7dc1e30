import Canvas
import Explorer
import ObjectExplorer
import Terminal

/// One explorer after the other in one terminal.
enum Sessions {
  /// Shows something, and what the user opens from there, until the user quits.
  static func run(_ first: Shown, options: Terminal.Options, glyphs: Glyphs) throws {
    var terminal = try Terminal(options: options)
    var next: Shown? = first
    while let shown = next {
      switch shown {
      case .recording(let timeline, let name):
        let explorer = Explorer(timeline, shellName: name, size: terminal.size, progress: ScreenWork.progress)
        next = try Loop.run(explorer, on: &terminal, glyphs: glyphs)
      case .objects(let input, let design):
        let explorer = ObjectExplorer(input, design: design, size: terminal.size, progress: ScreenWork.progress)
        next = try Loop.run(explorer, on: &terminal, glyphs: glyphs)
      }
    }
  }
}
