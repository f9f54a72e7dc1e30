import Canvas
import Explorer
import Machine
import Terminal

/// Keys in, screens out: the only place where the explorer meets the terminal.
enum Loop {
  /// Runs the explorer until the user quits.
  static func run(
    _ timeline: Timeline, shellName: String, options: Terminal.Options, glyphs: Glyphs
  ) throws {
    var terminal = try Terminal(options: options)
    var explorer = Explorer(timeline, shellName: shellName, size: terminal.size)
    terminal.show(explorer.draw(glyphs: glyphs), cursor: explorer.cursor)
    while true {
      guard let key = terminal.nextKey(timeoutMilliseconds: explorer.isSurveying ? 0 : nil) else {
        explorer.update(.idle)
        terminal.show(explorer.draw(glyphs: glyphs), cursor: explorer.cursor)
        continue
      }
      let request = explorer.update(key == .resize ? .resize(terminal.size) : .key(key))
      switch request {
      case .quit?: return
      case .suspend?:
        terminal.suspend()
        explorer.update(.resize(terminal.size))
      case .copy(let text)?: _ = terminal.copy(text)
      case .redraw?: terminal.redraw()
      case .open?, .source?, .save?: break
      case nil: break
      }
      terminal.show(explorer.draw(glyphs: glyphs), cursor: explorer.cursor)
    }
  }
}
