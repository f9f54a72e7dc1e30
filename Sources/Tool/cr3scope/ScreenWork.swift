import Canvas
import Diagnostics
import Synchronization
import Terminal

/// What may take long while an explorer has the terminal: the last row says how far it is, and Esc or Ctrl-C ends it
/// with what it has. Without a terminal that is ``LongWork``.
enum ScreenWork {
  private struct State {
    /// The size of the screen; nil while no explorer is at work.
    var size: Size?
    var lastLook = ContinuousClock.now
    var lastShown = ContinuousClock.now
    var isShown = false
    /// "120000 of 600000", when somebody ended it.
    var end: String?
  }

  private static let state = Mutex(State())
  /// How long nothing is said at first, and between two notes.
  private static let pause = Duration.seconds(1)
  /// How long passes between two looks at the keys.
  private static let lookDistance = Duration.milliseconds(50)

  /// Tells how far the present work is, counted in events, steps or commands.
  static let progress = WorkProgress { done, all in
    state.withLock { reached(done, all, &$0) }
  }

  /// Does something that may take long, and has the screen drawn anew if something was said on it.
  static func run<Result, Failure>(
    on terminal: inout Terminal, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let size = terminal.size
    state.withLock { $0 = State(size: size) }
    defer {
      let wasShown = state.withLock { state in
        state.size = nil
        return state.isShown
      }
      if wasShown { terminal.redraw() }
    }
    return try body()
  }

  /// After how much the present or last work was ended by a key, "120000 of 600000"; nil if it was not.
  static var end: String? { state.withLock { $0.end } }

  private static func reached(_ done: Int, _ all: Int, _ state: inout State) -> Bool {
    guard let size = state.size, state.end == nil else { return state.end == nil }
    let now = ContinuousClock.now
    guard now - state.lastLook >= lookDistance else { return true }
    state.lastLook = now
    if now - state.lastShown >= pause {
      state.lastShown = now
      state.isShown = true
      Terminal.note(" \(done) of \(all); Esc ends it with what it has", on: size)
    }
    if Terminal.takeEndingKey() { state.end = "\(done) of \(all)" }
    return state.end == nil
  }
}
