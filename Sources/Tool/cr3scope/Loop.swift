import Canvas
import Captures
import Commands
import Diagnostics
import Explorer
import Machine
import Replay
import Terminal

/// Keys in, screens out: the only place where the explorer meets the terminal.
enum Loop {
  /// Runs the explorer until the user quits, and writes down what happens if there is a file for it.
  static func run(
    _ timeline: Timeline, shellName: String, options: Terminal.Options, glyphs: Glyphs,
    record: consuming RecordFile? = nil
  ) throws {
    var terminal = try Terminal(options: options)
    var explorer = Explorer(timeline, shellName: shellName, size: terminal.size)
    while true {
      terminal.show(explorer.draw(glyphs: glyphs), cursor: explorer.cursor)
      guard let key = terminal.nextKey(timeoutMilliseconds: explorer.isSurveying ? 0 : nil) else {
        explorer.update(.idle)
        continue
      }
      let request = explorer.update(key == .resize ? .resize(terminal.size) : .key(key))
      let issued = explorer.issued
      var isDone = true
      switch request {
      case .quit?:
        try record?.add(issued)
        try record?.end(explorer)
        return
      case .suspend?:
        terminal.suspend()
        explorer.update(.resize(terminal.size))
      case .copy(let text)?: _ = terminal.copy(text)
      case .redraw?: terminal.redraw()
      case .open(let path)?: isDone = open(path, in: &explorer)
      case .save(let path)?: save(path, &explorer, glyphs)
      case .source(let path)?: isDone = try play(path, meanwhile: &explorer, on: &terminal, glyphs)
      case nil: break
      }
      // A tour that opens what is not there would be no tour.
      if isDone { try record?.add(issued) }
    }
  }

  /// Shows another input; says why not and gives false if it cannot.
  @discardableResult
  static func open(_ path: String, in explorer: inout Explorer) -> Bool {
    do throws(ParseError) {
      let size = explorer.state.size
      explorer = Explorer(Timeline(try InputFile.open(path)), shellName: path, size: size)
      return true
    } catch {
      explorer.update(.command(.say("\(error)")))
      return false
    }
  }

  /// Saves the screen to a file that is not there yet, and says so.
  static func save(_ path: String, _ explorer: inout Explorer, _ glyphs: Glyphs) {
    let screen = ScreenFile(name: path, grid: explorer.draw(glyphs: glyphs))
    do {
      try screen.writeNew()
      explorer.update(.command(.say("the screen is in \(path)")))
    } catch {
      explorer.update(.command(.say("\(error)")))
    }
  }

  /// Plays a tour until it is quit; gives false if there is none, or if it is built in, so that no tour can name it.
  private static func play(
    _ path: String, meanwhile explorer: inout Explorer, on terminal: inout Terminal, _ glyphs: Glyphs
  ) throws -> Bool {
    defer { explorer.update(.resize(terminal.size)) }
    do {
      let opened = try OpenedTour.open(path)
      _ = try ReplayLoop.run(opened, manner: .reading, on: &terminal, glyphs: glyphs)
      return !opened.isBuiltIn
    } catch let error as ParseError {
      explorer.update(.command(.say("\(error)")))
    } catch let error as UsageError {
      explorer.update(.command(.say("\(error)")))
    }
    return false
  }
}
