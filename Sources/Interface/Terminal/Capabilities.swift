import CNcurses
import Glibc

/// What terminfo says about the type of the terminal.
enum Capabilities {
  /// Throws if a screen cannot be drawn on terminals of the type that TERM names.
  static func check(type: String) throws(TerminalError) {
    var status: Int32 = 0
    // The type is a terminated string during the call, and the status a local that outlives it.
    let result = unsafe setupterm(type, STDOUT_FILENO, &status)
    guard result == OK else { throw .unknownType(type) }
    let canMove = !text("cup").isEmpty
    cr3_forget_entry()
    guard canMove else { throw .noCursorAddressing(type) }
  }

  /// Whether the terminal takes control sequences of ECMA-48: such a terminal ignores those that it does not know.
  static var hasControlSequences: Bool { text("cup").starts(with: Array("\u{1B}[".utf8)) }

  /// The text that ends every mode that a screen uses; curses must have been started.
  static func leaving(mouse: Terminal.Options.Mouse) -> [UInt8] {
    let capabilities = ["sgr0", "op", "rmkx", "rmcup", "cnorm"].flatMap(text)
    // Clicks, drags, motion, and long coordinates (xterm control sequences, mouse tracking).
    let mouseOff = "\u{1B}[?1006l\u{1B}[?1003l\u{1B}[?1002l\u{1B}[?1000l"
    return (mouse == .on && !text("kmous").isEmpty ? Array(mouseOff.utf8) : [])
      + (hasControlSequences ? Terminal.marksNoPastes : []) + capabilities
  }

  /// A text capability without padding; empty if the terminal lacks it.
  private static func text(_ name: String) -> [UInt8] {
    // The name is a terminated string during the call; the result is nil, -1 or a terminated string.
    let pointer = unsafe tigetstr(name)
    // -1 says that the name is not that of a text.
    guard let pointer = unsafe pointer, Int(bitPattern: pointer) != -1 else { return [] }
    // A terminated string, as said above, and copied at once.
    return ControlText.withoutPadding(Array(unsafe String(cString: pointer).utf8))
  }
}
