/// Why the terminal cannot be used.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// A standard stream of the process.
  package enum Stream: String, Sendable {
    case input = "standard input"
    case output = "standard output"
  }

  /// The stream is a file, a pipe or closed.
  case notATerminal(Stream)

  /// The value of TERM, empty if it is not set, is not in the terminfo database.
  case unknownType(String)

  /// A terminal of the type that TERM names cannot place its cursor.
  case noCursorAddressing(String)

  /// curses or the system failed in a way that has no reason of its own.
  case cannotStart(String)

  /// One line, without a full stop.
  package var description: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream.rawValue) is not a terminal; the screen needs one"
    case .unknownType(""):
      "TERM is not set; expected the type of the terminal, such as xterm-256color"
    case .unknownType(let type):
      "TERM is '\(type)', which terminfo does not know; expected a known type, such as xterm-256color"
    case .noCursorAddressing(let type):
      "TERM is '\(type)', which cannot move its cursor; expected a type that can, such as xterm-256color"
    case .cannotStart(let type):
      "cannot start the screen on a terminal of type '\(type)'"
    }
  }
}
