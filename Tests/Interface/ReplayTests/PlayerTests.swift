import Canvas
import Chassis
import Commands
import Execution
import Explorer
import Isolation
import Replay
import TestSupport
import Testing

/// What a tour does, forth and back, and what is said of it.
@Suite struct PlayerTests {
  private static let tour = """
    # A tour
    open ../scenarios/read.yaml
    say "One."
    next flip
    mark "the gate"
    say "Two."
    ask "How many?" = flips 2
    goto end
    say "Three."
    design pti
    goto start
    say "Four."
    """

  @Test func forth() throws {
    var player = try Touring.player(Self.tour)
    try player.visitAll()
    #expect(player.failures.isEmpty)
    #expect(player.number == 0)
    #expect(player.explorer.run?.setup.design == .pti)
    #expect([player.score.right, player.score.given, player.score.asked] == [0, 0, 1])
    #expect(player.words == "The end of the tour.")
  }

  /// Every way to a stop shows the same.
  @Test func everyWayShowsTheSame() throws {
    var straight: [Grid] = []
    var player = try Touring.player(Self.tour)
    for stop in player.plan.stops.indices {
      try player.visit(stop)
      straight.append(player.draw(glyphs: .unicode))
    }
    try withSeeds(20) { random in
      var player = try Touring.player(Self.tour)
      for _ in 0..<8 {
        let stop = random.number(0...straight.count - 2)
        try player.visit(stop)
        #expect(player.stop == stop)
        #expect(player.draw(glyphs: .unicode) == straight[stop])
      }
    }
  }

  /// More stops than are remembered, so that the way back is played again.
  @Test func farBack() throws {
    var player = try Touring.player((0..<1000).map { "step 1\nsay \"\($0)\"" }.joined(separator: "\n"))
    try player.visitAll()
    for stop in [998, 700, 511, 257, 30, 0, 42] {
      try player.visit(stop)
      #expect(player.number == min(stop + 1, 86))
      #expect(player.words == "\(stop)")
    }
  }

  @Test(
    arguments: [
      ("expect flips 1", "a.tour:1:1: expected flips 1, found 0"),
      ("step 3\n  expect cpl 3", "a.tour:2:3: expected cpl 3, found 0"),
      ("expect event read", "a.tour:1:1: expected event read, found none"),
      ("expect space P", "a.tour:1:1: expected space P, found E"),
      ("expect verdict leak", "a.tour:1:1: expected verdict leak, found ok"),
      ("expect error 0x4", "a.tour:1:1: expected error 0x4, found none"),
      ("expect leaks PK", "a.tour:1:1: expected leaks PK, found none"),
      ("expect symbol main", "a.tour:1:1: expected symbol main, found user_main+0x10"),
      ("expect design pti", "a.tour:1:1: expected design pti, found unified"),
      ("expect findings 1", "a.tour:1:1: expected findings 1, found 0"),
      ("expect screen \"nowhere\"", "a.tour:1:1: expected screen \"nowhere\", found no such text on it"),
      ("ask \"?\" = flips 2\nnext flip", "a.tour:1:1: expected flips 2, found 1 (looked at behind line 2)"),
      (
        "toggle steps",
        "a.tour:1:1: expected 'toggle steps' to change something, found the same before it"
      ),
      ("previous flip", "a.tour:1:1: expected 'previous flip' to lead somewhere, found: no flip before this step"),
      ("goto mark x", "a.tour:1:1: expected 'goto mark x' to lead somewhere, found: no mark 'x'; :mark NAME sets one"),
      (
        "undo",
        "a.tour:1:1: expected 'undo' to lead somewhere, found: nothing to undo: this is the scenario as it was opened"
      ),
      (
        "inject nmi x",
        "a.tour:1:1: expected 'inject nmi x' to lead somewhere, found: no nmi 'x'; there are nmi, nmi-exposed"
      ),
    ])
  func failures(text: String, failure: String) throws {
    var player = try Touring.player(text)
    try player.visitAll()
    try player.visit(0)
    try player.visitAll()
    #expect(player.failures.map(\.description) == [failure])
  }

  /// A command that leads nowhere, where another command has led somewhere before.
  @Test(arguments: [
    ("search nosuchthing", "'nosuchthing' is not found after this step"),
    ("search E\ngoto end\nagain", "'E' is not found after this step"),
    (
      "filter nosuchthing",
      "filter: 'nosuchthing' is none of r, w, x, user, supervisor, exposed, private, global, U, E, P, 4K, 2M, 1G, "
        + "size>=N, phys:0xN, 0xADDRESS, a region"
    ), ("filter size>=1024G", "no row of the map holds 'size>=1024G'"),
    ("filter \"((((\"", "filter: found the end; expected a term"),
    ("next fault", "no fault after this step"), ("next flip 100", "there were only 4 of 100; this is the last one"),
    ("goto 87", "there is no step 87; this is 86"),
    ("probe nosuchthing", "probe: 'nosuchthing' is neither an address nor a name of the scenario"),
    ("compare unified", "this is unified already: compare it with another design"),
    ("design unified", "it is so already"), ("fold", "nothing here folds: that is for findings in object files"),
    ("goto 2\ninject irq", "interrupts are off here (IF=0): only an NMI can come"),
    ("open ../captures/pcid/getpid.csv\ntoggle inject", "only a scenario can be changed; this was recorded"),
    ("open ../captures/pcid/getpid.csv\nset pcid on", "only a scenario can be changed; this was recorded"),
    (
      "open ../captures/pcid/getpid.csv\ncompare pti", "only a scenario can be run under two designs; this was recorded"
    ),
    (
      "open ../captures/pcid/getpid.csv\ndesign pti",
      "only a scenario is run again; 'steps FILE --design D' runs the events of a log"
    ),
    // Without isolation there is no other half.
    (
      "open ../captures/nopti/getpid.csv\nonly fault",
      "0 accesses in 0 steps: fault in the other half; o shows others, Esc all"
    ),
    ("open ../captures/dump/core-user.elf\nstep", "a dump is one moment: there are no steps"),
  ])
  func leadsNowhere(text: String, found: String) throws {
    var player = try Touring.player(text)
    try player.visitAll()
    let line = try #require(player.tour.lines.last)
    let failure = "\(line.place):1: expected '\(line.command.text)' to lead somewhere, found: \(found)"
    #expect(player.failures.map(\.description) == [failure])
  }

  /// At an end there is nothing to step to.
  @Test(arguments: [("goto end\nstep", "last"), ("back", "first"), ("move -1", "first"), ("page -3", "first")])
  func theEnds(text: String, end: String) throws {
    var player = try Touring.player(text)
    try player.visitAll()
    let line = try #require(player.tour.lines.last)
    #expect(
      player.failures.map(\.description) == [
        "\(line.place):1: expected '\(line.command.text)' to change something, found: this is the \(end) step"
      ])
  }

  /// What says where to be, and is there, and what only tells something, is right.
  @Test(arguments: [
    "only fault", "goto end\ngoto end", "walk", "toggle walk\nclose",
    "filter exposed\nfilter exposed\nfilter",
  ])
  func leadsSomewhere(text: String) throws {
    var player = try Touring.player(text)
    try player.visitAll()
    #expect(player.failures.map(\.description) == [])
  }

  /// What leaves everything as it was, or is not for tours at all.
  @Test(arguments: ["step 0", "back 0", "move 0", "close", "filter", "only all"]) func changesNothing(text: String)
    throws
  {
    var player = try Touring.player(text)
    try player.visitAll()
    #expect(
      player.failures.map(\.description) == [
        "a.tour:1:1: expected '\(player.tour.lines[0].command.text)' to change something, found the same before it"
      ])
  }

  @Test(arguments: ["quit", "redraw", "suspend", "copy", "prompt search", "prompt filter", "prompt command"])
  func isNotForTours(text: String) throws {
    var player = try Touring.player(text)
    try player.visitAll()
    #expect(player.failures.map(\.description) == ["a.tour:1:1: '\(text)' does nothing in a tour"])
  }

  /// What nobody was asked, and what cannot be known, is neither "ok" nor "none".
  @Test(arguments: ["expect verdict ok", "expect error none"]) func unknown(text: String) throws {
    var player = try Touring.player("open ../captures/dump/core-user.elf\n\(text)")
    try player.visitAll()
    #expect(
      player.failures.map(\.problem) == ["expected \(text.dropFirst(7)), found nothing: it is not known here"])
  }

  /// What holds, in every way in which it can be said.
  @Test(arguments: [
    "expect step 0", "expect step 0x0", "expect event none", "expect cpl 3", "expect space E", "expect flips 0",
    "expect flushes 0", "expect syncs 0", "expect verdict ok", "expect error none", "expect leaks none",
    "expect symbol user_main+0x10", "expect design unified", "expect findings 0", "expect screen \"step 0/86\"",
    "step 2\nexpect event 1\nexpect event getpid\nexpect event syscall getpid\nexpect event \"1 syscall getpid\"",
    "next flip\nstep\nexpect space P", "design pti\ngoto 20\nexpect space K\nexpect space P",
    "next flip\nexpect cr3 0x3001801\nexpect symbol gate_syscall\nexpect symbol gate_syscall+0x20\nexpect syncs 1",
    "step\nback\nstep 200\nexpect step 86\nexpect flips 4",
    "open ../scenarios/meltdown-then-and-now.yaml\nexpect verdict fault\nexpect verdict leak\nexpect error 0x5"
      + "\nexpect leaks meltdown\ndesign pti\nexpect error 0x4\nexpect leaks none",
    "open ../captures/pcid/getpid.csv\ngoto end\nexpect flips 2\nexpect design pti",
  ])
  func holds(text: String) throws {
    var player = try Touring.player(text)
    try player.visitAll()
    #expect(player.failures.map(\.description) == [])
  }

  /// What a tour must not do is left out, and said.
  @Test func whatATourDoesNotDo() throws {
    var player = try Touring.player("quit\nsuspend\ncopy\nredraw\nprompt command\nstep\nexpect step 1")
    try player.visitAll()
    #expect(player.failures.map(\.line.line) == [1, 2, 3, 4, 5])
    #expect(player.explorer.state.prompt == nil)
  }

  // MARK: Words

  @Test func wordsThatDoNotFit() throws {
    let words = String(repeating: "word ", count: 120)
    var player = try Touring.player("say \"\(words)\"")
    try player.visit(0)
    #expect(player.cutLines == 2)
    player.cut()
    #expect(
      player.failures.map(\.description) == ["a.tour:1:1: expected words that fit on 80x24, found 2 lines too many"])
    player.resize(Size(width: 120, height: 40))
    #expect(player.cutLines == 0)
  }

  /// All words are on the screen, whatever its size, if nothing is cut.
  @Test(arguments: [(80, 24), (120, 40), (60, 20), (40, 12)])
  func allWordsAreShown(width: Int, height: Int) throws {
    let words = "The quick brown fox jumps over the lazy dog, and then it does so once more."
    var player = try Touring.player("say \"\(words)\"", size: Size(width: width, height: height))
    try player.visit(0)
    let screen = player.draw(glyphs: .ascii).lines.joined(separator: " ")
    let found = screen.split(separator: " ").joined(separator: " ")
    #expect(found.contains(words))
  }
}
