import Canvas
import Chassis
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
    let player = Player(
      opened.tour, start: try OpenedTour.first(), size: terminal.size, manner: manner,
      progress: ScreenWork.progress)
    var loop = ReplayLoop(opened: opened, session: ReplaySession(player), glyphs: glyphs)
    ScreenWork.run(on: &terminal) { loop.settle() }
    while true {
      follow?.tell(loop.session.player.stop)
      if !terminal.isBehind { terminal.show(loop.session.draw(glyphs: glyphs), cursor: loop.session.cursor) }
      let wait = loop.timeout
      // Who begins to listen later is told again.
      let pulse = follow == nil ? nil : pulseInterval
      guard let key = terminal.nextKey(timeoutMilliseconds: wait ?? pulse) else {
        guard wait != nil else { continue }
        loop.session.timeIsOver()
        ScreenWork.run(on: &terminal) { loop.settle() }
        continue
      }
      if key == .resize {
        loop.session.resize(terminal.size)
        continue
      }
      let request = ScreenWork.run(on: &terminal) { loop.session.press(key) }
      if loop.perform(request, on: &terminal) == .ends { return loop.session.player.score }
      ScreenWork.run(on: &terminal) { loop.settle() }
    }
  }

  /// How often a second terminal is told where the tour is, in milliseconds.
  private static let pulseInterval = 500

  private var timeout: Int? {
    session.timeout.map { Int($0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000) }
  }

  /// Has the tour reach the stop that is asked for.
  private mutating func settle() {
    while let need = session.player.proceed() {
      switch need {
      case .open(let line):
        do throws(ParseError) {
          session.player.opened(
            try opened.timeline(of: line, ScreenWork.progress), by: line, shellName: opened.shellName(of: line))
        } catch {
          session.player.cannotOpen("\(error)")
          session.message = "\(error)"
        }
      case .screen: break
      }
    }
  }

  private enum Progress { case goesOn, ends }

  private mutating func perform(_ request: Request?, on terminal: inout Terminal) -> Progress {
    switch request {
    case .quit?: return .ends
    case .suspend?:
      terminal.suspend()
      session.resize(terminal.size)
    case .copy(let text)?: _ = terminal.copy(text)
    case .redraw?: terminal.redraw()
    case .open(let path)?:
      ScreenWork.run(on: &terminal) { session.withExplorer { _ = $0.open(path, isRecorded: true) } }
    case .save(let path)?: session.withExplorer { $0.save(path, glyphs) }
    case .source?: session.withExplorer { $0.update(.command(.say("a tour is being played; q, then q ends it"))) }
    case nil: break
    }
    return .goesOn
  }
}
