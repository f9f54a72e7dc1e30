package import Canvas
package import Commands

/// Something that happened to the explorer.
package enum Action: Equatable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// A command was issued, by a script or a test.
  case command(Command)
  /// The terminal has a new size.
  case resize(Size)
  /// Nothing happened for a while: time to survey more steps.
  case idle
}
