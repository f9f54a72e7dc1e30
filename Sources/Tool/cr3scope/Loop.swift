import Canvas
import Diagnostics
import Explorer
import ObjectExplorer
import Replay
import Terminal
import Timelines

/// Keys in, screens out: the only place where the explorer meets the terminal.
enum Loop {
  /// Runs the explorer until the user quits, and writes down what happens if there is a file for it; gives what is to be
  /// shown instead, if that is another kind of input.
  @discardableResult
  static func run(
    _ timeline: Timeline, shellName: String, on terminal: inout Terminal, glyphs: Glyphs,
    record: consuming RecordFile? = nil
  ) throws -> Shown? {
    var explorer = Explorer(timeline, shellName: shellName, size: terminal.size, progress: ScreenWork.progress)
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
        let other = ScreenWork.run(on: &terminal) { open(path, in: &explorer, isRecorded: isRecorded, &isDone) }
        if let other { return other }
      case .source(let path)?: isDone = try play(path, meanwhile: &explorer, on: &terminal, glyphs)
      default: break
      }
      // A tour that opens what is not there would be no tour.
      if isDone { try record?.add(issued) }
    }
  }

  /// Shows another recording or scenario; gives what another explorer has to show; says why not if neither can be.
  private static func open(
    _ path: String, in explorer: inout Explorer, isRecorded: Bool, _ isDone: inout Bool
  ) -> Shown? {
    isDone = false
    do {
      switch try Shown.open(path) {
      case .recording(let timeline, let name):
        explorer = Explorer(
          timeline, shellName: name, size: explorer.state.size, progress: ScreenWork.progress)
        isDone = true
      case .objects(let input, _) where isRecorded: explorer.tell("\(input.name): a tour cannot show object files")
      case let objects: return objects
      }
    } catch {
      explorer.tell("\(error)")
    }
    return nil
  }

  /// Shows another input; says why not if it cannot.
  static func open(_ path: String, in explorer: inout Explorer) {
    var isDone = false
    _ = open(path, in: &explorer, isRecorded: true, &isDone)
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
      explorer.tell("\(error)")
    } catch let error as UsageError {
      explorer.tell("\(error)")
    }
    return false
  }
}
