import Canvas
import Explorer
import Isolation
import ObjectExplorer
import Terminal

/// Keys in, screens out, for object files.
enum ObjectLoop {
  /// Explores object files until the user quits; gives what is to be shown instead, if that is another kind of input.
  static func run(
    _ input: ObjectExplorer.Input, _ design: Design, on terminal: inout Terminal, glyphs: Glyphs
  ) -> Shown? {
    var explorer = ObjectExplorer(input, design: design, size: terminal.size, progress: ScreenWork.progress)
    while true {
      let request = explorer.turn(on: &terminal, glyphs: glyphs)
      switch explorer.perform(request, on: &terminal, glyphs: glyphs) {
      case .quit?: return nil
      case .open(let path)?:
        do { return try ScreenWork.run(on: &terminal) { try Shown.open(path) } } catch { explorer.tell("\(error)") }
      default: break
      }
    }
  }
}

/// One explorer after the other in one terminal.
enum Sessions {
  /// Shows something, and what the user opens from there, until the user quits.
  static func run(_ first: Shown, options: Terminal.Options, glyphs: Glyphs) throws {
    var terminal = try Terminal(options: options)
    var next: Shown? = first
    while let shown = next {
      switch shown {
      case .recording(let timeline, let name):
        next = try Loop.run(timeline, shellName: name, on: &terminal, glyphs: glyphs)
      case .objects(let input, let design):
        next = ObjectLoop.run(input, design, on: &terminal, glyphs: glyphs)
      }
    }
  }
}
