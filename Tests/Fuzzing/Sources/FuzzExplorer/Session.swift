import Canvas
import Chassis
import Commands
import Explorer
import ObjectExplorer
import Replay
import TestSupport

/// What is done in a session.
enum Deed {
  /// A key is pressed.
  case key(Key)
  /// A command comes from a script.
  case command(Command)
  /// The screen gets another size.
  case resize(Size)
  /// Nobody presses a key for a while.
  case idle
  /// The screen is drawn.
  case draw(Glyphs)

  /// How it is written.
  var words: String {
    switch self {
    case .key(let key): "key \(key.name)"
    case .command(let command): ":\(command.text.prefix(200))"
    case .resize(let size): "resize \(size.width)x\(size.height)"
    case .idle: "idle"
    case .draw: "draw"
    }
  }
}

extension Deed: CustomStringConvertible {
  var description: String { words }
}

/// Somebody plays with an explorer.
struct Session {
  private var subject: Subject
  private let inputs: Inputs
  private var source: DeedSource

  /// Begins with a screen of a random size.
  init(_ subject: Subject, inputs: Inputs, random: inout SplitMix64) {
    self.subject = subject
    self.inputs = inputs
    source = DeedSource()
    if case .tour = subject { source.isTour = true }
    perform(.resize(DeedSource.size(&random)), &random)
    settle()
  }

  /// The shell command that gives what is shown, without what was done before; empty for what has none.
  var shellCommand: String {
    guard case .explorer(var explorer) = subject, case .copy(let words)? = explorer.update(.command(.shell)) else {
      return ""
    }
    return words
  }

  /// What is done next.
  mutating func next(_ random: inout SplitMix64) -> Deed { source.next(&random) }

  /// Does it, and what it asks for.
  mutating func perform(_ deed: Deed, _ random: inout SplitMix64) {
    if case .resize(let size) = deed { source.screen = size }
    switch subject {
    case .explorer(var explorer):
      // Two copies would be copied at every change.
      subject = .none
      let request = explorer.perform(deed)
      fulfil(request, &explorer, &random)
      subject = .explorer(explorer)
    case .objects(var explorer):
      subject = .none
      explorer.perform(deed)
      subject = .objects(explorer)
    case .tour(var session):
      subject = .none
      session.perform(deed)
      subject = .tour(session)
      settle()
    case .none: break
    }
  }

  private func fulfil(_ request: Request?, _ explorer: inout Explorer, _ random: inout SplitMix64) {
    guard case .open? = request, random.oneIn(4),
      case .explorer(let other)? = try? inputs.input(random.number(0...inputs.count - 1)).subject
    else { return }
    let size = explorer.state.size
    explorer = other
    explorer.update(.resize(size))
  }

  /// Opens what a tour needs.
  private mutating func settle() {
    guard case .tour(var session) = subject else { return }
    subject = .none
    while let need = session.player.proceed() {
      guard case .open(let line) = need else { continue }
      do {
        session.player.opened(try inputs.timeline(line.path ?? ""), by: line, shellName: line.path ?? "")
      } catch {
        session.player.cannotOpen("\(error)")
      }
    }
    subject = .tour(session)
  }
}

extension Explorer {
  fileprivate mutating func perform(_ deed: Deed) -> Request? {
    switch deed {
    case .key(let key): return update(key == .resize ? .resize(state.size) : .key(key))
    case .command(let command): return update(.command(command))
    case .resize(let size): return update(.resize(size))
    case .idle: return update(.idle)
    case .draw(let glyphs): look(at: draw(glyphs: glyphs), cursor, state.size)
    }
    return nil
  }
}

extension ObjectExplorer {
  fileprivate mutating func perform(_ deed: Deed) {
    switch deed {
    case .key(let key): update(key == .resize ? .resize(state.size) : .key(key))
    case .command(let command): update(.command(command))
    case .resize(let size): update(.resize(size))
    case .idle: if isSurveying { update(.idle) }
    case .draw(let glyphs): look(at: draw(glyphs: glyphs), cursor, state.size)
    }
  }
}

extension ReplaySession {
  fileprivate mutating func perform(_ deed: Deed) {
    switch deed {
    case .key(let key): _ = press(key)
    case .command(let command): withExplorer { $0.update(.command(command)) }
    case .resize(let size): resize(size)
    case .idle: if timeout != nil { timeIsOver() }
    case .draw(let glyphs): look(at: draw(glyphs: glyphs), cursor, player.size)
    }
  }
}

/// A screen has the size that was asked for, and a cursor on it or none.
private func look(at grid: Grid, _ cursor: Point?, _ size: Size) {
  precondition(grid.size == size, "\(grid.size) is not \(size)")
  if let cursor { precondition(Rect(size).contains(cursor), "\(cursor) is not on \(size)") }
}
