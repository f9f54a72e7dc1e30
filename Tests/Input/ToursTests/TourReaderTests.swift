import Bytes
import Commands
import Diagnostics
import Testing
import Tours

/// What tours say, and what is told of those that are wrong.
@Suite struct TourReaderTests {
  /// Files that are only here.
  static func files(_ texts: [String: String]) -> TourFiles {
    TourFiles(
      read: { (path) throws(ParseError) in
        guard let text = texts[path] else { throw ParseError(file: path, found: "no such file") }
        return FileBytes(name: path, Array(text.utf8))
      }, find: { texts[$0] == nil ? .nothing : .file })
  }

  static func read(_ text: String, path: String = "t/a.tour", _ others: [String: String] = [:]) throws(ParseError)
    -> Tour
  {
    let name = String(path.split(separator: "/").last ?? "")
    return try TourReader.read(FileBytes(name: name, Array(text.utf8)), path: path, files: files(others))
  }

  @Test func aTour() throws {
    let tour = try Self.read(
      """
      # What it is
      # about: more
      # and more

      # a note
      open ../b.yaml # why b
      \tstep 2
      say "One \\
        line, not # two."  # spoken
      say "\\"#\\""
      """, ["b.yaml": "x"])
    #expect(tour.title == "What it is")
    #expect(tour.about == "about: more and more")
    #expect(
      tour.lines == [
        .init(.open("../b.yaml"), file: "a.tour", line: 6, path: "b.yaml", notes: ["a note", "why b"]),
        .init(.step(2), file: "a.tour", line: 7, column: 2),
        .init(.say("One line, not # two."), file: "a.tour", line: 8, notes: ["spoken"]),
        .init(.say("\"#\""), file: "a.tour", line: 10),
      ])
  }

  /// Nobody reads a line that fills thousands of screens; it is refused before anything is made of it.
  @Test(arguments: [
    ("step\nfilter \"\(String(repeating: "(", count: 70_000))\"\n", 2),
    ("# \(String(repeating: "x", count: 70_000))", 1),
    ("step\n\nsay \"" + String(repeating: "words \\\n", count: 20_000) + "\"", 3),
  ])
  func longLine(text: String, line: Int) throws {
    #expect(
      throws: ParseError(
        file: "a.tour", at: .line(line, column: 1), found: "a line of more than 65536 bytes",
        expected: "at most that, with the lines that a backslash joins to it")
    ) { try Self.read(text) }
  }

  /// U+0600 makes one character with what follows it, but the backslash still joins the lines.
  @Test func aJoinedLineBehindAPrefix() throws {
    #expect(try Self.read("say \"\u{600}\\\nx\"").lines.map(\.command) == [.say("\u{600} x")])
  }

  @Test func lineAtTheLimit() throws {
    let text = "say \"\(String(repeating: "x", count: 65_530))\""
    #expect(text.utf8.count == 65_536)
    #expect(try Self.read(text).lines.count == 1)
  }

  @Test func included() throws {
    let tour = try Self.read(
      "source x/b.tour\nstep\nsource x/b.tour",
      ["t/x/b.tour": "# inner\nopen c.yaml\n", "t/x/c.yaml": ""])
    #expect(tour.title == "a.tour")
    #expect(tour.lines.map(\.place) == ["t/x/b.tour:2", "a.tour:2", "t/x/b.tour:2"])
    #expect(tour.lines.first?.path == "t/x/c.yaml")
  }

  @Test(arguments: [
    ("", "a.tour: holds no commands; expected a tour: one command a line"),
    ("# only\n\n", "a.tour: holds no commands; expected a tour: one command a line"),
    ("\n stpe 2", "a.tour:2:2: error: no command 'stpe'; did you mean 'step'?\n   stpe 2\n   ^"),
    (
      "expect flips two # x",
      "a.tour:1:14: error: expect flips: 'two' is not a number\n  expect flips two # x\n               ^"
    ),
    ("say \"one\\\n  two", "a.tour:1:5: error: say: the text has no closing \"\n  say \"one\\\n      ^"),
    ("say \\\n  \"one\" \\\n  more", "a.tour:3:3: error: say: 'more' is too much\n    more\n    ^"),
    ("search #none", "a.tour:1:8: error: search: a text is missing\n  search #none\n         ^"),
    (
      "open c.yaml",
      "a.tour:1:6: error: open: no such file 'c.yaml'; expected a path from the tour's folder on\n"
        + "  open c.yaml\n       ^"
    ),
    (
      "step\nsource c.tour",
      "a.tour:2:8: error: source: no such file 'c.tour'; expected a path from the tour's folder on\n"
        + "  source c.tour\n         ^"
    ),
    (
      "source a.tour",
      "a.tour:1:8: error: source: 'a.tour' is being read already; expected no tour that includes itself\n"
        + "  source a.tour\n         ^"
    ),
    (
      "source b.tour",
      "t/b.tour:1:8: error: source: '../t/a.tour' is being read already; "
        + "expected no tour that includes itself\n  source ../t/a.tour\n         ^"
    ),
    ("source d.tour", "t/d.tour:2:1: error: no command 'fly'; ? lists the commands\n  fly\n  ^"),
    (
      "source e.tour",
      "a.tour:1:1: error: source: t/e.tour is bzip2-compressed; run 'bunzip2 -k t/e.tour'\n"
        + "  source e.tour\n  ^"
    ),
    (
      "screen ../x",
      "a.tour:1:8: error: screen: '../x' may lead out of its folder; expected a path below it, without '..'\n"
        + "  screen ../x\n         ^"
    ),
    (
      "screen /etc/x",
      "a.tour:1:8: error: screen: '/etc/x' may lead out of its folder; "
        + "expected a path below it, without '..'\n  screen /etc/x\n         ^"
    ),
    ("\u{1b}[2J", "a.tour:1:1: error: no command '\u{fffd}[2J'; ? lists the commands\n  \u{fffd}[2J\n  ^"),
  ])
  func errors(text: String, description: String) throws {
    let others = [
      "t/a.tour": "x", "t/b.tour": "source ../t/a.tour", "t/d.tour": "step\nfly", "t/e.tour": "BZh91AY&SY",
    ]
    let error = try #require(throws: ParseError.self) { try Self.read(text, others) }
    #expect(error.description == description)
  }

  /// Each tour includes the next one twice: 2 to the 31st would be commands.
  @Test func manyInclusions() throws {
    var texts: [String: String] = ["t/31.tour": "step\nstep"]
    for depth in 0..<31 { texts["t/\(depth).tour"] = "source \(depth + 1).tour\nsource \(depth + 1).tour" }
    let error = try #require(throws: ParseError.self) { try Self.read("source 1.tour", texts) }
    #expect(error.found.contains("the tour has more than 1000000 commands"), "\(error)")
  }

  @Test func tooDeep() throws {
    var texts: [String: String] = [:]
    for depth in 0...40 { texts["t/\(depth).tour"] = "source \(depth + 1).tour" }
    texts["t/41.tour"] = "step"
    let error = try #require(throws: ParseError.self) { try Self.read("source 0.tour", texts) }
    #expect(error.found == "source: tours are included 32 deep")
  }

  @Test(arguments: [
    ("b", "a", "b"), ("b", "t/a", "t/b"), ("../b", "t/a", "b"), ("../../b", "t/a", "../b"), ("./x/../b", "t/a", "t/b"),
    ("/x//y/./z", "t/a", "/x/y/z"), ("/../x", "t/a", "/x"), ("../b", "/t/a", "/b"), ("b", "../a", "../b"),
  ])
  func paths(name: String, tour: String, path: String) {
    #expect(TourPath.resolve(name, from: tour) == path)
  }

  @Test(arguments: [
    ("a", true), ("a/b.txt", true), ("a..b", true), ("", false), ("/a", false), ("..", false), ("a/../b", false),
    ("a/", false), ("./a", false), ("a\0b", false),
  ])
  func inside(path: String, isInside: Bool) {
    #expect(TourPath.staysInside(path) == isInside)
  }
}
