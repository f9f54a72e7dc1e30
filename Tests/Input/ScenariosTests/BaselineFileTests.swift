import Bytes
import Diagnostics
import Isolation
import Scenarios
import Testing

/// Baselines from files: what is read, and the exact messages.
struct BaselineFileTests {
  private static let columns =
    "expected 6 with tabs between them: rule, from, its section, to, its section, how many"
  private static let numbers = "expected a number from 1 to 9223372036854775807"

  private static func read(_ text: String) throws(ParseError) -> Baseline { try read(Array(text.utf8)) }

  private static func read(_ bytes: [UInt8]) throws(ParseError) -> Baseline {
    try BaselineFile.read(FileBytes(name: "known.txt", bytes))
  }

  private static let line = Baseline.Line(rule: "DATA", from: "foo", in: ".a", to: "bar", in: ".b")

  @Test func lines() throws {
    let text = "# a comment\n\nDATA\tfoo\t.a\tbar\t.b\t2\n#\nUNDEF\tfoo\t.a\tbaz\t\t1"
    #expect(
      try Self.read(text).counts == [
        Self.line: 2, Baseline.Line(rule: "UNDEF", from: "foo", in: ".a", to: "baz", in: ""): 1,
      ])
    #expect(try Self.read("").counts.isEmpty)
    #expect(try Self.read("# nothing").counts.isEmpty)
  }

  /// The same line twice adds up, and not beyond what a number holds.
  @Test func sums() throws {
    let text = "DATA\tfoo\t.a\tbar\t.b\t"
    #expect(try Self.read("\(text)2\n\(text)003\n").counts == [Self.line: 5])
    #expect(try Self.read("\(text)\(Int.max)\n\(text)\(Int.max)\n").counts == [Self.line: .max])
  }

  @Test func lineAndCaret() {
    #expect(
      Self.error("# known\nDATA\tfoo\t.a\tbar\t.b\tx") == """
        known.txt:2:20: error: 'x' for how many; \(Self.numbers)
          DATA\u{fffd}foo\u{fffd}.a\u{fffd}bar\u{fffd}.b\u{fffd}x
                             ^
        """)
  }

  @Test(
    arguments: [
      ("hello", "1:1: error: 1 column; \(columns)"),
      (" ", "1:1: error: 1 column; \(columns)"),
      ("\n\n # indented", "3:1: error: 1 column; \(columns)"),
      ("DATA foo .a bar .b 1", "1:1: error: 1 column; \(columns)"),
      ("DATA\tfoo\t.a\tbar\t1", "1:1: error: 5 columns; \(columns)"),
      ("DATA\tfoo\t.a\tbar\t.b\t1\t", "1:1: error: more than 6 columns; \(columns)"),
      ("\t\t\t\t\t\t\t\t\t\t\t\t", "1:1: error: more than 6 columns; \(columns)"),
      ("\tfoo\t.a\tbar\t.b\t1", "1:1: error: no rule; expected the name of one, such as DATA"),
      ("DATA\tfoo\t.a\tbar\t.b\t", "1:20: error: '' for how many; \(numbers)"),
      ("DATA\tfoo\t.a\tbar\t.b\t0", "1:20: error: '0' for how many; \(numbers)"),
      ("DATA\tfoo\t.a\tbar\t.b\t-1", "1:20: error: '-1' for how many; \(numbers)"),
      ("DATA\tfoo\t.a\tbar\t.b\t+1", "1:20: error: '+1' for how many; \(numbers)"),
      ("DATA\tfoo\t.a\tbar\t.b\t1 ", "1:20: error: '1 ' for how many; \(numbers)"),
      ("DATA\tfoo\t.a\tbar\t.b\t0x1", "1:20: error: '0x1' for how many; \(numbers)"),
      ("DATA\t\u{fc}\t.a\tbar\t.b\tx", "1:19: error: 'x' for how many; \(numbers)"),
      (
        "DATA\tfoo\t.a\tbar\t.b\t9223372036854775808", "1:20: error: '9223372036854775808' for how many; \(numbers)"
      ),
    ])
  func message(text: String, message: String) {
    #expect(Self.error(text)?.split(separator: "\n").first.map(String.init) == "known.txt:\(message)")
  }

  /// Bytes that are no text, lines without end and a lot of them.
  @Test func hostileFiles() throws {
    #expect(Self.error([0, 0xff, 0x1b, 0x5b])?.contains("\u{1b}") == false)
    let long = String(repeating: "a", count: 1 << 20)
    #expect((Self.error(Array(long.utf8))?.utf8.count ?? 0) < 1000)
    #expect((Self.error(Array(("DATA\tfoo\t.a\tbar\t.b\t" + long).utf8))?.utf8.count ?? 0) < 1000)
    let many = (0..<20_000).map { "DATA\tf\($0)\t.a\tbar\t.b\t1\n" }.joined()
    #expect(try Self.read(many).counts.count == 20_000)
  }

  private static func error(_ text: String) -> String? { error(Array(text.utf8)) }

  private static func error(_ bytes: [UInt8]) -> String? {
    do throws(ParseError) {
      _ = try read(bytes)
      return nil
    } catch {
      return error.description
    }
  }
}
