import Canvas
import Chassis
import Diagnostics
import Explorer
import ObjectExplorer
import Replay
import Terminal
import Timelines

/// Keys in, screens out: the only place where explorers meet the terminal.
enum Loop {
  /// Runs an explorer until the user quits, and writes down what happens if there is a file for it; gives what is to be
  /// shown instead, if that is for another kind of explorer.
  @discardableResult
  static func run(
    _ first: some TerminalExplorer, on terminal: inout Terminal, glyphs: Glyphs, record: consuming RecordFile? = nil
  ) throws -> Shown? {
    var explorer = first
    let isRecorded = record != nil
    while true {
      let request = explorer.turn(on: &terminal, glyphs: glyphs)
      let issued = explorer.issued
      var isDone = true
      switch explorer.perform(request, on: &terminal, glyphs: glyphs) {
      case .quit?:
        try record?.add(issued)
        try record?.end(explorer)
        return nil
      case .open(let path)?:
        switch ScreenWork.run(on: &terminal, { explorer.open(path, isRecorded: isRecorded) }) {
        case .here: break
        case .elsewhere(let other): return other
        case .nowhere: isDone = false
        }
      case .source(let path)?: isDone = try play(path, meanwhile: &explorer, on: &terminal, glyphs)
      case .suspend?, .copy?, .save?, .redraw?, nil: break
      }
      // A tour that opens what is not there would be no tour.
      if isDone { try record?.add(issued) }
    }
  }

  /// Plays a tour until it is quit; gives false if there is none, or if it is built in, so that no tour can name it.
  private static func play(
    _ path: String, meanwhile explorer: inout some TerminalExplorer, on terminal: inout Terminal, _ glyphs: Glyphs
  ) throws -> Bool {
    defer { explorer.update(.resize(terminal.size)) }
    do {
      let opened = try OpenedTour.open(path)
      _ = try ReplayLoop.run(opened, manner: .reading, on: &terminal, glyphs: glyphs)
      return !opened.isBuiltIn
    } catch let error as ParseError {
      explorer.tell("\(error)")
    } catch let error as UsageError {
      explorer.tell("\(error)")
    }
    return false
  }
}
