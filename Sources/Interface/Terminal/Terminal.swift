import CNcurses
package import Canvas
import Glibc

/// The terminal on standard input and output, taken over by curses until the value is gone.
///
/// One thread, the main one, owns it. There is at most one at a time.
package struct Terminal: ~Copyable {
  /// What may be chosen about a terminal.
  package struct Options: Sendable {
    /// Whether the mouse is reported; the terminal's own selection of text then needs Shift.
    package enum Mouse: Sendable {
      case on, off
    }

    /// The colours and attributes.
    package var theme: Theme

    /// When to use colours.
    package var color: ColorUse

    /// Whether the mouse is reported.
    package var mouse: Mouse

    /// Asked with the address of a fault, SIGBUS, before the process ends; true if it is mended and the access can be
    /// tried again. Called in a handler of signals.
    package var mend: Mend

    /// See ``mend``.
    package typealias Mend = @Sendable @convention(c) (_ address: UInt) -> Bool

    /// The given choices, or those of most people.
    package init(
      theme: Theme = .standard, color: ColorUse = .automatic, mouse: Mouse = .on, mend: @escaping Mend = { _ in false }
    ) {
      self.theme = theme
      self.color = color
      self.mouse = mouse
      self.mend = mend
    }
  }

  private let screen: Screen
  let templates: CellTemplates
  let notices: Notices
  let glyphs: Glyphs

  /// What takes the terminal back to where it was, see `Restoration`.
  let leavingText: [UInt8]

  /// One row on its way to curses; kept to be used again.
  var row: [cchar_t] = []

  /// Keys that were read while looking for the end of a sequence.
  var pending: [Key] = []

  /// Whether pasted text is marked; only terminals with control sequences like xterm's are asked for it.
  let marksPastes: Bool

  /// When the last screen was shown.
  var lastShown: ContinuousClock.Instant?

  /// Whether curses shows the cursor, to tell it only when that changes.
  var showsCursor = false

  /// Takes the terminal over and clears it.
  package init(options: Options = Options()) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(.input) }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(.output) }
    let glyphs = Terminal.localeGlyphs()
    let type = Environment.value("TERM") ?? ""
    try Capabilities.check(type: type)

    var modes = termios()
    // A local that outlives the call.
    let status = unsafe tcgetattr(STDIN_FILENO, &modes)
    guard status == 0, let notices = Notices() else { throw .cannotStart(type) }
    Restoration.remember(modes, mend: options.mend)
    Terminal.useScalars()
    set_escdelay(Terminal.escapeDelay)
    guard let screen = Screen() else { throw .cannotStart(type) }

    self.glyphs = glyphs
    self.screen = screen
    self.notices = notices
    leavingText = Capabilities.leaving(mouse: options.mouse)
    marksPastes = Capabilities.hasControlSequences
    Restoration.arm(text: leavingText)
    raw()
    noecho()
    nonl()
    cr3_keypad()
    cr3_timeout(0)
    curs_set(0)
    templates = CellTemplates(Palette(theme: options.theme, colors: Terminal.startColors(options)))
    Terminal.startMouse(options.mouse)
    if marksPastes { Self.send(Self.marksPastes) }
    takeSystemSize()
  }

  /// Gives the terminal back as it was; the end of the value's life does the same.
  package consuming func end() {}

  deinit {
    if marksPastes { Self.send(Self.marksNoPastes) }
    endwin()
    Restoration.disarm()
  }
}

extension Terminal {
  /// The columns and rows there are now.
  package var size: Size { Size(width: Int(cr3_columns()), height: Int(cr3_rows())) }

  /// The glyphs that the locale of the environment has: Unicode if its encoding is UTF-8.
  package static func localeGlyphs() -> Glyphs {
    // A literal is a terminated string, and the result is not used.
    _ = unsafe setlocale(LC_CTYPE, "")
    // The result is a terminated string until the next call, and copied at once.
    let codeset = unsafe nl_langinfo(nl_item(CODESET)).map { unsafe String(cString: $0) }
    return codeset == "UTF-8" ? .unicode : .ascii
  }

  /// Makes curses read and count scalars even where only ASCII is drawn. It then also never sends REP, which not
  /// every terminal that is called xterm knows.
  private static func useScalars() {
    // A literal is a terminated string, and the result is not used; a system without the locale stays as it was.
    _ = unsafe setlocale(LC_CTYPE, "C.UTF-8")
  }

  /// Puts text on the clipboard of the terminal's user; false if it is too long for that (about 75,000 bytes).
  ///
  /// Whether the terminal obeys cannot be known.
  package mutating func copy(_ text: String) -> Bool {
    guard let bytes = ControlText.copying(text) else { return false }
    Self.send(bytes)
    return true
  }

  /// Writes bytes to the terminal behind curses' back; they must not change what is on the screen.
  static func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // The pointer is valid for the count during the call.
      let count = unsafe rest.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0 && errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// Tells curses the size that the system knows, which it does not learn while the process is stopped.
  mutating func takeSystemSize() {
    var window = winsize()
    // A local of the type that the request writes.
    let status = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window)
    guard status == 0, window.ws_row > 0, window.ws_col > 0 else { return }
    resize_term(Int32(window.ws_row), Int32(window.ws_col))
  }

  /// The number of colours to use, with the terminal's own background kept; 0 if there are none.
  private static func startColors(_ options: Options) -> Int {
    guard options.color.isOn(noColor: Environment.value("NO_COLOR")), options.theme != .mono else { return 0 }
    guard has_colors(), start_color() == OK, use_default_colors() == OK else { return 0 }
    return Int(cr3_colors())
  }

  private static func startMouse(_ mouse: Options.Mouse) {
    guard mouse == .on else { return }
    // curses would wait for a second click before it reports the first.
    mouseinterval(0)
    _ = mousemask(cr3_button_left() | cr3_wheel_up() | cr3_wheel_down(), nil)
  }
}

/// curses' record of the terminal.
@safe private struct Screen: ~Copyable {
  private let pointer: OpaquePointer

  /// Starts curses; nil if it fails.
  init?() {
    // newterm's result is nil or valid until delscreen.
    guard let pointer = unsafe cr3_start() else { return nil }
    unsafe self.pointer = pointer
  }

  deinit {
    // The pointer came from newterm and is used nowhere else; `endwin` was called.
    unsafe delscreen(pointer)
  }
}
