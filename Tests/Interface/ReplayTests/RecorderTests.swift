import Canvas
import Chassis
import Commands
import Explorer
import Replay
import Testing
import TestSupport

/// What was done can be done again.
@Suite struct RecorderTests {
  /// Random keys, written down as a tour and played, lead to the same screen.
  @Test func aSessionPlayedAgain() throws {
    let keys: [Key] =
      " bnNfFeEoducitvpwTBDCjkgGm/]:xy?".map { .character($0) } + [
        .enter, .escape, .tab, .backTab, .pageDown, .pageUp, .down, .up, .right, .left, .home, .end,
      ]
    let texts = [
      "5", "50%", "gate", "w & x", "page cache", "step 3", "mark here", "goto mark here", "set pcid off", "x\"y", "",
    ]
    try withSeeds(40) { random in
      let recorder = Recorder(folder: "t")
      var explorer = Explorer(try Touring.first(), shellName: "", size: Touring.small)
      var lines = recorder.head(title: "r", input: nil)
      func act(_ action: Action) {
        explorer.update(action)
        lines += recorder.lines(for: explorer.issued)
      }
      for _ in 0..<30 {
        if explorer.state.prompt != nil {
          for character in random.pick(texts, or: "") { act(.key(.character(character))) }
          act(.key(.enter))
        } else if random.oneIn(6) {
          let point = Point(x: random.number(0...79), y: random.number(0...23))
          act(.key(.mouse(MouseEvent(random.pick(MouseEvent.Kind.allCases, or: .click), at: point))))
        } else {
          act(.key(random.pick(keys, or: .enter)))
        }
      }
      lines += recorder.end(explorer)
      let tour = try Touring.tour(lines.joined(separator: "\n"))
      var again = Explorer(try Touring.first(), shellName: "", size: Touring.small)
      for line in tour.lines {
        if case .expect(let expectation) = line.command {
          #expect(again.holds(expectation, screen: []), "\(expectation)")
        } else {
          again.update(.command(line.command))
        }
      }
      var (before, after) = (explorer.state, again.state)
      // What only whoever typed it sees.
      for key in [\ExplorerState.message] { (before[keyPath: key], after[keyPath: key]) = ("", "") }
      (before.history, after.history) = ([], [])
      (before.prompt, after.prompt) = (nil, nil)
      (before.count, after.count) = (nil, nil)
      #expect(before == after, "\(lines.joined(separator: "\n"))")
    }
  }

  /// What was recorded on one screen is the same on another: a page is as many rows as it was.
  @Test(arguments: [Key.pageDown, .control("D")]) func pagesOnAnotherScreen(key: Key) throws {
    var explorer = Explorer(try Touring.first(), shellName: "", size: Touring.small)
    explorer.update(.key(key))
    let lines = Recorder(folder: "").lines(for: explorer.issued)
    var again = Explorer(try Touring.first(), shellName: "", size: Size(width: 200, height: 60))
    for line in try Touring.tour(lines.joined(separator: "\n")).lines { again.update(.command(line.command)) }
    #expect(explorer.state.step > 0 && again.state.step == explorer.state.step, "\(lines)")
  }

  /// Enter at an empty search repeats the last one, if there is one.
  @Test func emptySearches() throws {
    var explorer = Explorer(try Touring.first(), shellName: "", size: Touring.small)
    var lines: [String] = []
    for key in "/\r/mov\r/\r" {
      explorer.update(.key(key == "\r" ? .enter : .character(key)))
      lines += Recorder(folder: "").lines(for: explorer.issued)
    }
    #expect(lines == ["search mov", "next match"])
  }

  /// Of five flips there are two: two are recorded.
  @Test(arguments: ["5n", "n:again 4\r", ":next flip 5\r"]) func fewerThanAskedFor(keys: String) throws {
    var explorer = Explorer(try Touring.first(), shellName: "", size: Touring.small)
    var lines: [String] = []
    for key in keys {
      explorer.update(.key(key == "\r" ? .enter : .character(key)))
      lines += Recorder(folder: "").lines(for: explorer.issued)
    }
    var again = Explorer(try Touring.first(), shellName: "", size: Touring.small)
    for line in try Touring.tour(lines.joined(separator: "\n")).lines {
      again.update(.command(line.command))
      #expect(!again.state.isRefusal, "\(line.command)")
    }
    #expect(explorer.state.step > 0 && again.state.step == explorer.state.step, "\(lines)")
  }

  @Test func nothingWasSearched() throws {
    var explorer = Explorer(try Touring.first(), shellName: "", size: Touring.small)
    explorer.update(.command(.next(.match, 1)))
    #expect(explorer.state.step == 0 && explorer.state.isRefusal)
  }

  @Test(arguments: [
    ("", "a.yaml", "open a.yaml"), ("t", "a.yaml", "open ../a.yaml"), ("t", "t/a.yaml", "open a.yaml"),
    ("x/y", "x/z/a b", "open ../z/a b"), ("x", "/a.yaml", "open /a.yaml"), ("x", "../a#b", "open \"../../a#b\""),
  ])
  func paths(folder: String, input: String, line: String) {
    #expect(Recorder(folder: folder).head(title: "r", input: input) == ["# r", "", line])
  }
}
