import Canvas
import Chassis
import Commands
import Execution
import Explorer
import Isolation
import Recordings
import TestSupport
import Testing
import Timelines
import Verdicts

/// Two designs side by side.
@Suite struct CompareTests {
  @Test func opensFollowsAndCloses() throws {
    var explorer = try Exploring.first()
    explorer.press("n c")
    #expect(explorer.state.overlay == .compare)
    #expect(explorer.state.comparison?.setup.design == .pti)
    var screen = explorer.screen()
    #expect(screen[4].hasPrefix("── compare: syscall read ─"))
    #expect(screen[5].hasPrefix(" unified  CPL 0 in  E   step 38/86"))
    #expect(screen[5].contains("│ pti  CPL 0 in  K "))
    #expect(screen[6].hasPrefix(" ⇄ FLIP E>P, keeps the TLB "))
    #expect(screen[6].contains("│   no flip: there is no such step"))
    #expect(screen[7].contains("step 46 needs inode.i_size"))
    explorer.press("Space")
    #expect(explorer.number == 39)
    screen = explorer.screen()
    #expect(screen[5].hasPrefix(" unified  CPL 0 in  P   step 39/86"))
    explorer.press("Esc")
    #expect(explorer.state.overlay == nil)
    #expect(explorer.state.comparison == nil)
    #expect(explorer.number == 39)
  }

  @Test func cyclesTheOtherDesign() throws {
    var explorer = try Exploring.first()
    var seen: [Design?] = []
    for _ in 0..<5 {
      explorer.press("c")
      seen.append(explorer.state.comparison?.setup.design)
    }
    #expect(seen == [.pti, .nopti, .asi3, .gasi, .pti])
    explorer.press("Esc d c")
    #expect(explorer.state.comparison?.setup.design == .unified, "from pti")
    explorer.press("d")
    #expect(explorer.run?.setup.design == .nopti)
    #expect(explorer.state.comparison?.setup.design == .unified, "it stays when the present design changes")
    explorer.press("t")
    #expect(explorer.state.comparison == nil, "what is not seen is not kept")
  }

  @Test(
    arguments: [
      ("compare gasi pti", .gasi, .pti, ""), ("compare nopti", .unified, .nopti, ""),
      ("compare", .unified, .pti, ""), ("focus compare", .unified, .pti, ""),
      ("compare unified", .unified, nil, "this is unified already: compare it with another design"),
      ("compare pti pti", .unified, nil, "compare: 'pti pti' is not two designs that differ"),
      ("compare moon", .unified, nil, "compare: 'moon' is none of nopti, pti, asi3, gasi, unified"),
      ("compare pti gasi asi3", .unified, nil, "compare: 'asi3' is too much"),
    ] as [(String, Design, Design?, String)])
  func commands(text: String, present: Design, other: Design?, message: String) throws {
    var explorer = try Exploring.first()
    explorer.command(text)
    #expect(explorer.run?.setup.design == present)
    #expect(explorer.state.comparison?.setup.design == other)
    #expect(explorer.state.message == message)
  }

  @Test func aRecordingHasOneDesign() {
    var explorer = Exploring.builtIn()
    explorer.press("c")
    #expect(explorer.state.message == "only a scenario can be run under two designs; this was recorded")
    #expect(explorer.state.overlay == nil)
  }

  /// A switch that makes no sense under the other design says so.
  @Test func switchesThatDoNotFit() throws {
    var explorer = try Exploring.first()
    explorer.command("set shared-pcid on")
    explorer.command("compare nopti")
    #expect(explorer.state.message == "shared-pcid needs two halves: nopti has one space")
    #expect(explorer.state.comparison == nil)
  }

  /// Every step of every pair of designs: the totals are those of the two runs up to here, and what flips or leaks
  /// on a side is said.
  @Test(arguments: Design.all)
  func everyStepOfEveryPair(present: Design) throws {
    for other in Design.all where other != present {
      var explorer = try Exploring.siblings(present)
      explorer.update(.command(.compare(nil, with: other)))
      let before = explorer.timeline
      for step in stride(from: 0, to: before.count, by: 3) {
        explorer.update(.command(.goto(.number(step))))
        let screen = explorer.screen()
        let halves = screen.map { (String($0.prefix(39)), String($0.dropFirst(40))) }
        #expect(halves[7].0.contains("FLIP") == (before.flip(at: step) != nil), "\(present) \(other) \(step)")
        #expect(halves[10].0.contains("LEAK") == explorer.state.verdict?.leaks.isLeak, "\(present) \(other) \(step)")
        #expect(halves[6].1.hasPrefix(" \(other) "))
        let writes = (0...step).count { before.recording.steps.note(at: $0)?.writtenCR3 != nil }
        let totals = try #require(screen[21].split(separator: " ").dropFirst().first)
        #expect(totals == "\(writes)", "\(present) \(other) \(step)")
      }
    }
  }

  /// Going on never takes the other side back, as long as both are in the same stretch of one CPU.
  @Test func theOtherSideGoesOn() throws {
    var explorer = try Exploring.first()
    explorer.press("c")
    var last = 0
    for _ in 0..<explorer.timeline.count {
      let line = explorer.screen()[5]
      let match = try #require(line.firstMatch(of: /│ pti .*step (\d+)\//))
      let step = try #require(Int(match.1))
      #expect(step >= last)
      last = step
      explorer.press("Space")
    }
    #expect(last > 80, "it got to the end: \(last)")
  }

  /// What exists on one side only is marked, and so is what comes to something else.
  @Test func marks() throws {
    var explorer = try Exploring.first()
    explorer.press("n c")
    let screen = explorer.screen()
    let row = try #require(screen.first { $0.contains("▶  38") })
    #expect(Array(row)[39] == "<")
    explorer.press("d d d d d c c c G F")
    #expect(explorer.state.overlay == .compare)
  }

  /// Leaks under nopti, none under unified: the side that leaks is told apart without colour.
  @Test func whichSideLeaks() throws {
    var explorer = try Exploring.first()
    explorer.command("compare unified nopti")
    explorer.press("G")
    let screen = explorer.screen()
    let line = try #require(screen.first { $0.contains("LEAK") })
    #expect(line.hasPrefix("   no leak: E maps no secret"))
    #expect(line.contains("│ ◆ LEAK PK"))
    #expect(line.contains("by Meltdown"))
    #expect(screen[21].hasPrefix(" unified ") && screen[21].hasSuffix("none"))
    #expect(screen[22].hasPrefix(" nopti ") && screen[22].contains("Meltdown "))
  }

  /// Any size, any glyphs: no cell is off the screen, and ASCII screens are ASCII.
  @Test func everySize() throws {
    var explorer = try Exploring.siblings(.gasi)
    explorer.press("n c")
    for width in [0, 39, 40, 60, 71, 72, 80, 120, 200] {
      for height in [0, 11, 12, 16, 20, 24, 34, 60] {
        explorer.update(.resize(Size(width: width, height: height)))
        let text = explorer.draw(glyphs: .ascii).lines.joined()
        #expect(text.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) })
        #expect(explorer.draw(glyphs: .unicode) == explorer.draw(glyphs: .unicode))
      }
    }
  }

  /// Keys at random, with two CPUs: nothing traps, and equal states draw equally.
  @Test func randomKeys() throws {
    let keys = "c c d u n b f e v t Space Space Esc i Enter j k G g".split(separator: " ").map(String.init)
    let start = try Exploring.cookies()
    withSeeds(6) { random in
      var explorer = start
      for _ in 0..<60 {
        explorer.press(random.pick(keys, or: "c"))
        #expect((explorer.state.overlay == .compare) == (explorer.state.comparison != nil))
        #expect(explorer.draw(glyphs: .unicode) == explorer.draw(glyphs: .unicode))
      }
    }
  }
}
