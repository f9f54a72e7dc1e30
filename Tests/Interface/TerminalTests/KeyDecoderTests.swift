import Canvas
import Terminal
import Testing

struct KeyDecoderTests {
  @Test(
    arguments: [
      ("a", "a"), (" ", "Space"), ("é", "é"), ("世", "世"), ("\r", "Enter"), ("\n", "Enter"), ("\t", "Tab"),
      ("\u{7F}", "Backspace"), ("\u{8}", "Backspace"), ("\u{1B}", "Esc"), ("\u{0}", "Ctrl-@"),
      ("\u{3}", "Ctrl-C"),
      ("\u{C}", "Ctrl-L"), ("\u{1A}", "Ctrl-Z"), ("\u{1C}", "Ctrl-\\"), ("\u{1F}", "Ctrl-_"), ("\u{85}", nil),
      ("\u{202E}", nil),
    ] as [(Unicode.Scalar, String?)])
  func scalars(scalar: Unicode.Scalar, name: String?) {
    #expect(KeyDecoder.key(scalar: scalar)?.name == name)
  }

  /// The codes are those of ncurses' curses.h, which are the same on every system.
  @Test(
    arguments: [
      (0o402, "Down"), (0o520, "Down"), (0o521, "Up"), (0o611, "Left"), (0o403, "Up"), (0o404, "Left"),
      (0o405, "Right"), (0o406, "Home"), (0o550, "End"),
      (0o407, "Backspace"), (0o512, "Delete"), (0o522, "PgDn"), (0o523, "PgUp"), (0o527, "Enter"),
      (0o534, "Home"), (0o535, "PgUp"), (0o537, "End"), (0o540, "PgDn"), (0o541, "Shift-Tab"), (0o411, "F1"),
      (0o424, "F12"), (0o507, "F63"), (0o410, nil), (0o510, nil), (0o632, "Resize"), (0o631, nil), (-1, nil),
      (.max, nil), (.min, nil), (559, nil),
    ] as [(Int32, String?)])
  func codes(code: Int32, name: String?) {
    #expect(KeyDecoder.key(code: code)?.name == name)
  }

  @Test(
    arguments: [
      ("[A", "Up"), ("[B", "Down"), ("OC", "Right"), ("[D", "Left"), ("[1;5D", "Left"), ("[H", "Home"),
      ("OF", "End"),
      ("[1~", "Home"), ("[3;2~", "Delete"), ("[4~", "End"), ("[5~", "PgUp"), ("[6~", "PgDn"), ("[8~", "End"),
      ("OP", "F1"), ("OS", "F4"), ("[15~", "F5"), ("[24~", "F12"), ("[Z", "Shift-Tab"), ("OM", "Enter"),
      ("[200~", nil), ("[~", nil), ("[", nil), ("", nil), ("[1;1R", "F3"), ("[I", nil), ("[<0;1;1M", nil),
      ("[99999999999999999999~", nil),
    ] as [(String, String?)])
  func sequences(sequence: String, name: String?) {
    #expect(KeyDecoder.key(sequence: sequence)?.name == name)
  }

  /// The bits are those of ncurses' curses.h, mouse version 2.
  @Test(
    arguments: [
      (0o2, "Click@3,4"), (0o1, nil), (1 << 16, "WheelUp@3,4"), (1 << 21, "WheelDown@3,4"), (0, nil),
      (1 << 6, nil),
    ] as [(UInt32, String?)])
  func mouse(buttons: UInt32, name: String?) {
    #expect(KeyDecoder.mouse(buttons: buttons, x: 3, y: 4)?.name == name)
  }
}
