import Bytes
import Canvas
import Commands
import Explorer
import ObjectExplorer
import Terminal

/// An explorer as the loops see it, whatever it explores.
protocol TerminalExplorer {
  /// Where the terminal's cursor belongs; nil to hide it.
  var cursor: Point? { get }
  /// Whether there is work for when nobody presses a key.
  var isSurveying: Bool { get }
  /// Draws the whole screen.
  func draw(glyphs: Glyphs) -> Grid
  /// Carries out one action and says what it asks for.
  mutating func update(_ action: Action) -> Request?
}

extension Explorer: TerminalExplorer {}
extension ObjectExplorer: TerminalExplorer {}

extension TerminalExplorer {
  /// Shows the screen, unless keys are waiting, and applies the next key, or does some work if there is none yet.
  mutating func turn(on terminal: inout Terminal, glyphs: Glyphs) -> Request? {
    let changed = MappedFiles.changed()
    if !changed.isEmpty { tell(changed.map { "\(ChangedFile(name: $0))" }.joined(separator: "; ")) }
    if !terminal.isBehind { terminal.show(draw(glyphs: glyphs), cursor: cursor) }
    guard let key = terminal.nextKey(timeoutMilliseconds: isSurveying ? 0 : nil) else { return update(.idle) }
    let action: Action = key == .resize ? .resize(terminal.size) : .key(key)
    let request = ScreenWork.run(on: &terminal) { update(action) }
    if let end = ScreenWork.end { tell("ended after \(end): what is shown goes no further") }
    return request
  }

  /// Does what concerns only the terminal and the screen; gives back any other request.
  mutating func perform(_ request: Request?, on terminal: inout Terminal, glyphs: Glyphs) -> Request? {
    switch request {
    case .suspend?:
      terminal.suspend()
      _ = update(.resize(terminal.size))
    case .copy(let text)?: _ = terminal.copy(text)
    case .redraw?: terminal.redraw()
    case .save(let path)?: save(path, glyphs)
    default: return request
    }
    return nil
  }

  /// Shows a message.
  mutating func tell(_ words: String) { _ = update(.command(.say(words))) }

  /// Saves the screen to a file that is not there yet, and says so.
  mutating func save(_ path: String, _ glyphs: Glyphs) {
    let screen = ScreenFile(name: path, grid: draw(glyphs: glyphs))
    do {
      try screen.writeNew()
      tell("the screen is in \(path)")
    } catch {
      tell("\(error)")
    }
  }
}
