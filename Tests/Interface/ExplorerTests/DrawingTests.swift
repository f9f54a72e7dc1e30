import Canvas
import Chassis
import Commands
import Explorer
import Recordings
import TestSupport
import Testing
import Timelines
import Verdicts

/// The screen is a function of the state, for every size of it.
@Suite struct DrawingTests {
  /// The states worth drawing at every size: keys from the start, separated as in `press`.
  private static let moments = [
    "", "8 Space", "9 Space", "G", "8 Space ?", "? j j j j j", "9 Space w", "Tab", "Tab w", "o o o", ": g o",
    "/ x", "m e", "1 2 3", "%", "9 Space Tab 9 j",
  ]

  @Test(arguments: moments)
  func everySize(keys: String) {
    var explorer = Exploring.builtIn()
    explorer.press(keys)
    for width in Array(stride(from: 1, through: 130, by: 7)) + [0, 39, 40, 71, 72, 80, 300] {
      for height in Array(stride(from: 1, through: 50, by: 3)) + [0, 11, 12, 20, 34, 100] {
        let size = Size(width: width, height: height)
        explorer.update(.resize(size))
        let grid = explorer.draw(glyphs: height % 2 == 0 ? .unicode : .ascii)
        if grid.size != size { Issue.record("\(width)x\(height): \(grid.size)") }
        if let cursor = explorer.cursor, !(0..<width).contains(cursor.x) || !(0..<height).contains(cursor.y) {
          Issue.record("the cursor is off a screen of \(width)x\(height): \(cursor)")
        }
      }
    }
  }

  /// product.md: below 40x12 a message, never a crash.
  @Test(arguments: [(39, 12), (40, 11), (20, 5), (13, 1)])
  func tooSmall(width: Int, height: Int) {
    let lines = Exploring.builtIn(width, height).screen()
    #expect(lines[0].contains("needs 40x12"))
    #expect(lines.dropFirst().allSatisfy { $0.isEmpty })
  }

  /// A size that comes back brings the screen back.
  @Test(arguments: moments)
  func resizingIsNoChange(keys: String) {
    var explorer = Exploring.builtIn()
    explorer.press(keys)
    let before = explorer.draw(glyphs: .unicode)
    for size in [Size(width: 20, height: 5), Size(width: 200, height: 60), Size(width: 0, height: 0)] {
      explorer.update(.resize(size))
    }
    explorer.update(.resize(Size(width: 80, height: 24)))
    let after = explorer.draw(glyphs: .unicode)
    // The windows of the lists may have moved; what they are about may not.
    #expect(Array(after.lines.prefix(8)) == Array(before.lines.prefix(8)))
    #expect(Array(after.lines.suffix(4)) == Array(before.lines.suffix(4)))
  }

  @Test(arguments: moments)
  func asciiScreensAreASCII(keys: String) {
    var explorer = Exploring.builtIn()
    explorer.press(keys)
    for (width, height) in [(40, 12), (80, 24), (120, 40), (200, 60)] {
      explorer.update(.resize(Size(width: width, height: height)))
      let text = explorer.screen(.ascii).joined()
      #expect(text.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) })
    }
  }

  @Test(arguments: moments)
  func drawingTwiceIsEqual(keys: String) {
    var explorer = Exploring.builtIn()
    explorer.press(keys)
    #expect(explorer.draw(glyphs: .unicode) == explorer.draw(glyphs: .unicode))
    var again = Exploring.builtIn()
    again.press(keys)
    #expect(again.state == explorer.state)
    #expect(again.draw(glyphs: .ascii) == explorer.draw(glyphs: .ascii))
  }

  /// Forward and back again: the same step, map and verdict.
  @Test func forwardAndBack() {
    let start = Exploring.builtIn()
    withSeeds(20) { random in
      var explorer = start
      explorer.update(.command(.goto(.number(random.number(0...215)))))
      let before = explorer.state
      let count = random.number(0...215 - before.step)
      explorer.update(.command(.step(count)))
      explorer.update(.command(.back(count)))
      #expect(explorer.state.step == before.step)
      #expect(explorer.state.map == before.map)
      #expect(explorer.state.verdict == before.verdict)
      #expect(explorer.state.reason == before.reason)
    }
  }

  /// However a step is reached, it is the same.
  @Test func everyWayLeadsToTheSameStep() {
    let start = Exploring.builtIn()
    var forward = start
    for step in 0..<216 {
      var jump = start
      jump.update(.command(.goto(.number(step))))
      #expect(jump.state.verdict == forward.state.verdict)
      #expect(jump.state.map == forward.state.map)
      #expect(jump.state.reason == forward.state.reason)
      #expect(Array(jump.screen().prefix(8)) == Array(forward.screen().prefix(8)), "step \(step)")
      forward.press("Space")
    }
  }

  private static let keys: [Key] =
    Explorer.keys.bindings.flatMap(\.keys).filter { $0 != .character("q") && $0 != .control("C") }
    + [.enter, .backspace, .delete, .up, .down, .home, .end, .tab, .escape, .resize, .function(7)]
    + "0123456789 abefgostw%ü中".map { .character($0) }

  /// Thousands of keys at random, on several recordings: nothing traps, and equal states draw equally.
  @Test(arguments: ["", "nopti/getpid.csv", "pcid/irq-user.csv", "dump/core-user.elf"])
  func randomKeys(sample: String) throws {
    let start = sample.isEmpty ? Exploring.builtIn() : try Exploring.sample(sample)
    withSeeds(sample.isEmpty ? 12 : 4) { random in
      var explorer = start
      for _ in 0..<300 {
        let action: Action
        switch random.number(0...20) {
        case 0: action = .resize(Size(width: random.number(0...160), height: random.number(0...60)))
        case 1:
          let point = Point(x: random.number(-1...160), y: random.number(-1...60))
          action = .key(.mouse(MouseEvent(random.pick(MouseEvent.Kind.allCases, or: .click), at: point)))
        case 2: action = .idle
        default: action = .key(random.pick(Self.keys, or: .escape))
        }
        let before = explorer
        let request = explorer.update(action)
        if random.oneIn(8) {
          var again = before
          #expect(again.update(action) == request)
          #expect(again.state == explorer.state)
          #expect(again.draw(glyphs: .unicode) == explorer.draw(glyphs: .unicode))
        }
        let state = explorer.state
        #expect((0..<explorer.timeline.count).contains(state.step))
        #expect(state.mapTop >= 0 && state.stepsTop >= 0 && state.mapCursor >= 0)
        // Back at this step by a jump, whatever came before, the machine is the same.
        var jump = start
        jump.update(.command(.goto(.number(explorer.stepNumber(state.step)))))
        if explorer.timeline.hasSteps {
          #expect(jump.state.step == state.step)
          #expect(jump.state.verdict == state.verdict)
        }
      }
    }
  }

  /// A long log is surveyed bit by bit while nothing happens; the end of that is a complete survey.
  @Test func idleSurveys() throws {
    var explorer = try Exploring.sample("pti/pagefault.csv")
    #expect(explorer.isSurveying)
    #expect(explorer.screen().contains { $0.contains("judging") })
    var rounds = 0
    while explorer.isSurveying, rounds < 100 {
      explorer.update(.idle)
      rounds += 1
    }
    #expect(explorer.state.survey.count == 10_956)
    #expect(!explorer.screen().contains { $0.contains("judging") })
    let before = explorer.state
    explorer.update(.idle)
    #expect(explorer.state == before)
  }

  /// Without tables steps and flips still work.
  @Test func withoutTables() {
    var recording = Exploring.builtIn.recording
    recording.hasTables = false
    var explorer = Explorer(Timeline(recording), shellName: "", size: Size(width: 80, height: 24))
    explorer.press("n")
    #expect(explorer.number == 8)
    let screen = explorer.screen()
    #expect(screen[0].contains("no page tables"))
    #expect(screen.contains { $0.contains("No page tables: give a core") })
    #expect(screen.contains { $0.contains("U>K") })
    explorer.press("w")
    #expect(explorer.state.message == "no page tables: give the core with --core")
    explorer.press("o o")
    #expect(explorer.state.step == 8)
  }
}
