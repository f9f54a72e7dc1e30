package import Canvas
package import Chassis

/// Which key does what while a tour is played; any other key goes on.
package enum ReplayKeys {
  /// What a key does.
  package enum Move: Hashable, Sendable {
    /// Go on to the next stop.
    case next
    /// Go back to the stop before.
    case previous
    /// Go to the next stop that has a mark.
    case nextMark
    /// Go back to a stop that has a mark.
    case previousMark
    /// Go to the first stop.
    case first
    /// Go to the last stop.
    case last
    /// Scroll what lies over the panes, down.
    case scrollDown
    /// Scroll it up.
    case scrollUp
    /// Take the explorer in hand, and come back to the tour.
    case explore
    /// Type a command.
    case prompt
    /// See the keys.
    case help
    /// Draw everything anew.
    case redraw
    /// Stop the program until it is continued.
    case suspend
    /// End.
    case quit
  }

  /// Which key does what.
  package static let table = KeyTable<Move>([
    .init(
      [.character(" "), .right, .enter, .pageDown, .character("l")], "go on, as any other key does", footer: "next"
    ) { _ in .next },
    .init([.character("b"), .left, .pageUp, .backspace, .character("h")], "back, to the stop before", footer: "back") {
      _ in .previous
    },
    .init([.character("]")], "the next stop with a mark", footer: "mark") { _ in .nextMark },
    .init([.character("[")], "the stop with a mark before") { _ in .previousMark },
    .init([.character("g"), .home], "the first stop") { _ in .first },
    .init([.character("G"), .end], "the last stop") { _ in .last },
    .init([.character("j"), .down], "scroll the text that is open, down") { _ in .scrollDown },
    .init([.character("k"), .up], "scroll it up") { _ in .scrollUp },
    .init([.character("e")], "explore from here with all keys; q comes back to the tour", footer: "explore") { _ in
      .explore
    },
    .init([.character(":")], "a command; then as after e") { _ in .prompt },
    .init([.character("?"), .function(1)], "the explorer's keys; then as after e") { _ in .help },
    .init([.control("L")], "draw the screen anew") { _ in .redraw },
    .init([.control("Z")], "stop; fg continues") { _ in .suspend },
    .init([.character("q"), .control("C")], "quit", footer: "quit") { _ in .quit },
  ])

  /// What a key does; going on for a key without a line.
  package static func move(for key: Key) -> Move { table.command(for: key, count: nil) ?? .next }

  /// Whether a key has a line, so that nobody presses it by mistake.
  package static func has(_ key: Key) -> Bool { table.command(for: key, count: nil) != nil }
}
