import Bytes
import Canvas
import Chassis
import Commands
import Explorer
import ObjectExplorer
import Terminal

/// An explorer as the loop sees it, whatever it explores.
protocol TerminalExplorer: InteractiveExplorer {
  /// Shows something else instead, if it is of the kind that this explorer shows; else says so and changes nothing.
  mutating func show(_ shown: Shown) -> Bool
}

extension Explorer: TerminalExplorer {
  mutating func show(_ shown: Shown) -> Bool {
    guard case .recording(let timeline, let name) = shown else { return false }
    self = Explorer(timeline, shellName: name, size: state.size, progress: ScreenWork.progress)
    return true
  }
}

extension ObjectExplorer: TerminalExplorer {
  /// Object files are checked anew by an explorer of their own.
  mutating func show(_ shown: Shown) -> Bool { false }
}

/// Where another input is shown.
enum Opened {
  /// In the same explorer.
  case here
  /// In another one, which is to show this.
  case elsewhere(Shown)
  /// It cannot be shown; the explorer says why.
  case nowhere
}

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
    case .quit?, .open?, .source?, nil: return request
    }
    return nil
  }

  /// Opens another input and shows it if it is for this explorer; what is recorded goes on in this one.
  mutating func open(_ path: String, isRecorded: Bool) -> Opened {
    do {
      let shown = try Shown.open(path)
      if show(shown) { return .here }
      guard isRecorded, case .objects(let input, _) = shown else { return .elsewhere(shown) }
      tell("\(input.name): a tour cannot show object files")
    } catch {
      tell("\(error)")
    }
    return .nowhere
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
