import Canvas
import Chassis
import Explorer
import Foundation
import Replay
import Testing
import TestSupport

/// A tour in somebody's hands.
@Suite struct ReplaySessionTests {
  private static let tour = """
    # A tour
    say "One."
    next flip
    mark "the gate"
    say "Two."
    ask "What becomes of it?" = verdict ok
    step
    say "Three."
    ask "How many flips?" = flips 4
    goto end
    say "Four."
    """

  @Test(arguments: [
    ("", 0), ("Space", 1), ("Enter", 1), ("x", 1), ("F5", 1), ("Right Right Left", 1), ("Right Right b", 2), ("b", 0),
    ("Space PgUp", 0),
    ("G", 8), ("G g", 0), ("]", 1), ("G [", 1), ("Space [", 1), ("Click@3,3", 1), ("Space WheelUp@3,3", 0),
  ])
  func moves(keys: String, stop: Int) throws {
    var session = try Touring.session(Self.tour)
    try session.press(keys)
    #expect(session.player.stop == stop)
  }

  @Test(arguments: [
    ("Space Space o", "Right: you said ok. The verdict: ok."),
    ("Space Space f", "Wrong: you said fault. The verdict: ok."),
    ("Space Space Space", "The verdict: ok."), ("Space Space Enter", "The verdict: ok."),
    ("Space Space o Space Space 4 Enter", "Right: you said 4. Flips: 4."),
    ("Space Space o Space Space 1 Backspace 0 x 4 Enter", "Right: you said 0x4. Flips: 4."),
    ("Space Space o Space Space 1 Esc 3 Enter", "Wrong: you said 3. Flips: 4."),
    ("Space Space o b f", "Wrong: you said fault. The verdict: ok."),
  ])
  func predictions(keys: String, words: String) throws {
    var session = try Touring.session(Self.tour)
    try session.press(keys)
    #expect(session.player.words.hasPrefix(words), "\(session.player.words)")
  }

  /// What is said once the answer was seen does not count, and no slip of the finger gives it away.
  @Test func onlyTheFirstPredictionCounts() throws {
    var session = try Touring.session(Self.tour)
    try session.press("Space Space f b o")
    #expect(session.player.words.hasPrefix("Right: you said ok."))
    #expect(session.player.score.right == 0)
    try session.press("b x")
    #expect(session.player.question != nil)
    #expect(session.message == "x is none of ok, fault, leak; Space goes on without")
  }

  @Test func scrolling() throws {
    var session = try Touring.session("focus derivation\nsay \"One.\"\nclose\nsay \"Two.\"")
    let before = session.lines
    try session.press("j")
    #expect(session.player.stop == 0 && session.lines != before)
    try session.press("k")
    #expect(session.lines == before)
    try session.press("j j Space b")
    #expect(session.lines == before, "what was scrolled is not the tour's")
    try session.press("Space j")
    #expect(session.message == "nothing to scroll here; e takes the explorer in hand")
    #expect(session.lines[23].hasSuffix(session.message))
  }

  @Test func theScore() throws {
    var session = try Touring.session(Self.tour)
    try session.press("Space Space o Space Space 3 Enter Space Space")
    #expect(session.player.words == "The end of the tour. 1 of 2 predictions were right.")
    try session.press("Space")
    #expect(session.message == "this is the end of the tour; q quits")
  }

  /// The answer is nowhere before it is asked for.
  @Test func theAnswerIsHidden() throws {
    var session = try Touring.session(Self.tour)
    try session.press("Space Space o Space Space")
    #expect(!session.lines.joined().contains("Flips: 4"))
    #expect(session.lines[22].hasPrefix(" your prediction  type it, then Enter"))
    #expect(session.cursor == Point(x: 18, y: 22))
  }

  @Test func aClassAnswersAloud() throws {
    var session = try Touring.session(Self.tour, manner: .presenting)
    try session.press("x x f")
    #expect(session.player.stop == 3, "any key goes on")
    #expect(session.player.score.given == 0)
    #expect(session.cursor == nil)
  }

  @Test func exploring() throws {
    var session = try Touring.session(Self.tour)
    try session.press("Space e 3 Space")
    #expect(session.lines.joined().contains("exploring: q comes back to the tour"))
    #expect(session.lines[0].contains("step 41/86"))
    #expect(session.player.stop == 1)
    try session.press("q")
    #expect(session.lines[0].contains("step 38/86"))
    try session.press(": g o t o Space 2 Enter")
    #expect(session.lines[0].contains("step 2/86"))
    #expect(try session.press("/ q Esc q") == nil)
    #expect(session.lines[0].contains("step 38/86"))
    #expect(try session.press("e Ctrl-C") == .quit)
  }

  /// A long message of the explorer in hand is whole, over the words of the tour.
  @Test func aLongMessage() throws {
    var session = try Touring.session("inject nmi\nset verw off\nsay \"One.\"")
    try session.press("e x")
    #expect(session.lines[22] == #" printf '%s\n' 'set verw off' 'goto 0' 'inject nmi nmi' 'goto 0' | cr3scope"#)
    #expect(session.lines[23] == " replay - --format text --stop end")
  }

  @Test func requests() throws {
    var session = try Touring.session(Self.tour)
    #expect(try session.press("q") == .quit)
    #expect(try session.press("Ctrl-C") == .quit)
    #expect(try session.press("Ctrl-Z") == .suspend)
    #expect(try session.press("Ctrl-L") == .redraw)
  }

  @Test func time() throws {
    var session = try Touring.session("say \"a\"\npause 2\nsay \"b\"")
    #expect(session.timeout == .seconds(2))
    session.timeIsOver()
    try Touring.settle(&session.player)
    #expect(session.player.words == "b")
    #expect(session.timeout == nil)
  }

  @Test func noKeyIsBoundTwice() {
    let keys = ReplayKeys.table.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    for binding in ReplayKeys.table.bindings {
      for key in binding.keys { #expect(ReplayKeys.move(for: key) == binding.command(nil)) }
    }
  }

  /// The table of README.md is this one. To renew it, paste what the failure prints.
  @Test func theReadmesTable() throws {
    let readme = try String(contentsOfFile: samplesFolder + "/../README.md", encoding: .utf8)
    let start = try #require(readme.range(of: "<!-- tour keys -->\n"))
    let end = try #require(readme.range(of: "<!-- /tour keys -->"))
    let rows = ReplayKeys.table.bindings.map { binding in
      "| \(binding.keys.map { "`\($0.name)`" }.joined(separator: " ")) | \(binding.help) |"
    }
    let table = (["| key | does |", "| --- | --- |"] + rows).joined(separator: "\n") + "\n"
    #expect(String(readme[start.upperBound..<end.lowerBound]) == table, "\(table)")
  }
}
