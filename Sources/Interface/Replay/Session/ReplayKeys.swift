package import Canvas

/// Which key does what while a tour is played; any other key goes on.
package struct ReplayKeys: Sendable {
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

  /// One line of the table.
  package struct Binding: Sendable {
    /// The keys, any of which will do.
    package let keys: [Key]
    /// What they do.
    package let move: Move
    /// What they do, in a few words.
    package let help: String
    /// The same for the last line of the screen; nil if it is not there.
    package let footer: String?
  }

  /// All lines, in the order in which help lists them.
  package static let bindings: [Binding] = [
    .init(
      keys: [.character(" "), .right, .enter, .pageDown, .character("l")], move: .next,
      help: "go on, as any other key does", footer: "next"),
    .init(
      keys: [.character("b"), .left, .pageUp, .backspace, .character("h")], move: .previous,
      help: "back, to the stop before", footer: "back"),
    .init(keys: [.character("]")], move: .nextMark, help: "the next stop with a mark", footer: "mark"),
    .init(keys: [.character("[")], move: .previousMark, help: "the stop with a mark before", footer: nil),
    .init(keys: [.character("g"), .home], move: .first, help: "the first stop", footer: nil),
    .init(keys: [.character("G"), .end], move: .last, help: "the last stop", footer: nil),
    .init(keys: [.character("j"), .down], move: .scrollDown, help: "scroll the text that is open, down", footer: nil),
    .init(keys: [.character("k"), .up], move: .scrollUp, help: "scroll it up", footer: nil),
    .init(
      keys: [.character("e")], move: .explore, help: "explore from here with all keys; q comes back to the tour",
      footer: "explore"),
    .init(keys: [.character(":")], move: .prompt, help: "a command; then as after e", footer: nil),
    .init(
      keys: [.character("?"), .function(1)], move: .help, help: "the explorer's keys; then as after e", footer: nil),
    .init(keys: [.control("L")], move: .redraw, help: "draw the screen anew", footer: nil),
    .init(keys: [.control("Z")], move: .suspend, help: "stop; fg continues", footer: nil),
    .init(keys: [.character("q"), .control("C")], move: .quit, help: "quit", footer: "quit"),
  ]

  private static let byKey = Dictionary(
    bindings.flatMap { binding in binding.keys.map { ($0, binding.move) } }, uniquingKeysWith: { first, _ in first })

  /// What a key does; going on for a key without a line.
  package static func move(for key: Key) -> Move { byKey[key] ?? .next }

  /// Whether a key has a line, so that nobody presses it by mistake.
  package static func has(_ key: Key) -> Bool { byKey[key] != nil }
}
