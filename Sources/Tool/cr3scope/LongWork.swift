import Diagnostics
import Glibc
import Reports
import Synchronization
import Terminal

/// Work of a command that may take long: its progress is shown, and Ctrl-C ends it with the results so far.
///
///     LongWork.run("events") { progress in ... }        cr3scope: 120000 of 600000 events; Ctrl-C ends it
///
/// After the first Ctrl-C ``WorkProgress/reached(_:of:)`` answers false and outputs end behind a complete line; `Main`
/// then says where it ended, with exit status 1. The second one ends the process.
enum LongWork {
  private struct State {
    /// What is counted, in plural.
    var noun = ""
    /// What is done, and what there is in all; the latter is 0 if that is not known.
    var done = 0
    var all = 0
    var lastShown = ContinuousClock.now
    /// The columns of the line on the terminal that says how far it is.
    var shownWidth = 0
  }

  private static let state = Mutex(State())
  /// The time before the first line of progress, and between two of them.
  private static let pause = Duration.seconds(1)

  /// Whether Ctrl-C came: nothing more is to be begun.
  static var isInterrupted: Bool { Interruption.hasCome }

  /// Does something long; `noun` names in plural what is counted.
  static func run<Result, Failure>(
    _ noun: String, _ body: (WorkProgress) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    state.withLock { state in
      // The message names the work that was interrupted.
      guard !isInterrupted else { return }
      state = State(noun: noun, lastShown: .now)
    }
    Interruption.watch()
    defer {
      Interruption.unwatch()
      state.withLock { clear(&$0) }
    }
    return try body(progress)
  }

  /// Tells how far the present work is; asks it to end after Ctrl-C.
  static let progress = WorkProgress { done, all in
    reached(done, all)
    return !isInterrupted
  }

  /// Notes how far the present work is, and shows it from time to time.
  static func reached(_ done: Int, _ all: Int) {
    guard !isInterrupted else { return }
    state.withLock { state in
      state.done = done
      state.all = all
      let now = ContinuousClock.now
      guard now - state.lastShown >= pause, isatty(STDERR_FILENO) == 1 else { return }
      state.lastShown = now
      show("cr3scope: \(words(state)); Ctrl-C ends it with what it has", &state)
    }
  }

  /// "interrupted after 120000 of 600000 events".
  static var interruption: String { state.withLock { "interrupted after \(words($0))" } }

  private static func words(_ state: State) -> String {
    state.all > 0 ? "\(state.done) of \(state.all) \(state.noun)" : "\(state.done) \(state.noun)"
  }

  private static func show(_ text: String, _ state: inout State) {
    let padding = String(repeating: " ", count: max(state.shownWidth - text.utf8.count, 0))
    send("\r\(text)\(padding)")
    state.shownWidth = text.utf8.count
  }

  private static func clear(_ state: inout State) {
    guard state.shownWidth > 0 else { return }
    send("\r\(String(repeating: " ", count: state.shownWidth))\r")
    state.shownWidth = 0
  }

  private static func send(_ text: String) {
    let bytes = Array(text.utf8)
    // The pointer is valid for the count during the call; a failure here has nowhere to be reported.
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
