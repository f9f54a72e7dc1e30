import Canvas
import Commands
import Diagnostics
import Explorer
import Replay
import Terminal

/// Keys in, screens out, for tours.
struct ReplayLoop {
  private let opened: OpenedTour
  private var session: ReplaySession
  private let glyphs: Glyphs

  /// Plays a tour in the terminal until the user quits; gives what came of the predictions.
  static func run(
    _ opened: OpenedTour, manner: Narration.Manner, on terminal: inout Terminal, glyphs: Glyphs,
    follow: FollowFile? = nil
  ) throws -> Score {
    let player = Player(opened.tour, start: try OpenedTour.first(), size: terminal.size, style: manner)
    var loop = ReplayLoop(opened: opened, session: ReplaySession(player), glyphs: glyphs)
    loop.settle()
    var told: Int?
    while true {
      if told != loop.session.player.stop {
        told = loop.session.player.stop
        follow?.tell(loop.session.player.stop)
      }
      terminal.show(loop.session.draw(glyphs: glyphs), cursor: loop.session.cursor)
      guard let key = terminal.nextKey(timeoutMilliseconds: loop.timeout) else {
        loop.session.timeIsOver()
        loop.settle()
        continue
      }
      if key == .resize {
        loop.session.resize(terminal.size)
        continue
      }
      if loop.perform(loop.session.press(key), on: &terminal) == .quit { return loop.session.player.score }
      loop.settle()
    }
  }

  private var timeout: Int? {
    session.timeout.map { Int($0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000) }
  }

  /// Has the tour reach the stop that is asked for.
  private mutating func settle() {
    while let need = session.player.proceed() {
      switch need {
      case .open(let line):
        do throws(ParseError) {
          session.player.opened(try opened.timeline(of: line), by: line)
        } catch {
          session.player.failed("\(error)")
          session.message = "\(error)"
        }
      case .screen: break
      }
    }
  }

  private enum Answer { case goOn, quit }

  private mutating func perform(_ request: Request?, on terminal: inout Terminal) -> Answer {
    switch request {
    case .quit?: return .quit
    case .suspend?:
      terminal.suspend()
      session.resize(terminal.size)
    case .copy(let text)?: _ = terminal.copy(text)
    case .redraw?: terminal.redraw()
    case .open(let path)?: session.withExplorer { Loop.open(path, in: &$0) }
    case .save(let path)?: session.withExplorer { Loop.save(path, &$0, glyphs) }
    case .source?: session.withExplorer { $0.update(.command(.say("a tour is being played; q, then q ends it"))) }
    case nil: break
    }
    return .goOn
  }
}
