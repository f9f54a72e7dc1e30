import Terminal
import Testing

struct ControlTextTests {
  @Test(arguments: [
    ("", ""), ("a$<5>b", "ab"), ("$<10*/>", ""), ("$<", "$<"), ("a$b", "a$b"), ("$<1>$<2>x$", "x$"),
  ])
  func padding(capability: String, text: String) {
    #expect(ControlText.withoutPadding(Array(capability.utf8)) == Array(text.utf8))
  }

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"), ("\u{FFFD}~?", "77+9fj8="),
  ])
  func copying(text: String, base64: String) {
    #expect(ControlText.copying(text) == Array("\u{1B}]52;c;\(base64)\u{7}".utf8))
  }

  @Test func copyingIsBounded() {
    #expect(ControlText.copying(String(repeating: "x", count: ControlText.copyLimit)) != nil)
    #expect(ControlText.copying(String(repeating: "x", count: ControlText.copyLimit + 1)) == nil)
  }
}

struct TerminalErrorTests {
  @Test(arguments: [
    (TerminalError.notATerminal(.input), "standard input is not a terminal; the screen needs one"),
    (.notATerminal(.output), "standard output is not a terminal; the screen needs one"),
    (.unknownType(""), "TERM is not set; expected the type of the terminal, such as xterm-256color"),
    (
      .unknownType("foo"),
      "TERM is 'foo', which terminfo does not know; expected a known type, such as xterm-256color"
    ),
    (
      .noCursorAddressing("dumb"),
      "TERM is 'dumb', which cannot move its cursor; expected a type that can, such as xterm-256color"
    ),
    (.cannotStart("xterm"), "cannot start the screen on a terminal of type 'xterm'"),
  ])
  func descriptions(error: TerminalError, text: String) {
    #expect(error.description == text)
  }
}
