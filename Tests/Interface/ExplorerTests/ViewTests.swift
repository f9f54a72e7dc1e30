import Canvas
import Chassis
import Commands
import Explorer
import Isolation
import PageTables
import Recordings
import Testing
import Timelines
import Verdicts

/// Panes, filters, the walk and the help.
@Suite struct ViewTests {
  @Test func theWalkOpensAndCloses() {
    var explorer = Exploring.builtIn()
    explorer.press("9 Space w")
    #expect(explorer.state.overlay == .walk)
    #expect(explorer.state.walkAddress == VirtualAddress(0xffff_8880_07a2_afd0), "the data access of the step")
    explorer.press("w")
    #expect(explorer.state.overlay == nil)
    explorer.press("Enter")
    #expect(explorer.state.overlay == .walk)
    explorer.press("Esc")
    #expect(explorer.state.overlay == nil)
    explorer.command("walk ffffffff81400000")
    #expect(explorer.state.walkAddress == VirtualAddress(0xffff_ffff_8140_0000))
    #expect(explorer.state.overlay == .walk)
  }

  /// In the map the walk is that of the row under the cursor.
  @Test func theWalkOfAMapRow() throws {
    var explorer = Exploring.builtIn()
    explorer.press("Tab j j w")
    let map = try #require(explorer.state.map)
    let row = map.rows[explorer.mapRows[explorer.state.mapCursor]]
    #expect(explorer.state.walkAddress == row.start)
  }

  @Test func theHelp() {
    var explorer = Exploring.builtIn()
    explorer.press("?")
    #expect(explorer.state.overlay == .help)
    explorer.press("j j")
    #expect(explorer.state.overlayTop == 2)
    explorer.press("k k k")
    #expect(explorer.state.overlayTop == 0)
    for _ in 0..<20 { explorer.press("PgDn") }
    let bottom = explorer.state.overlayTop
    explorer.press("j")
    #expect(explorer.state.overlayTop == bottom, "the end holds")
    #expect(explorer.screen().contains { $0.contains("walk [ADDRESS]") }, "the last line is in view at the end")
    explorer.press("Esc")
    #expect(explorer.state.overlay == nil)
    #expect(explorer.number == 0, "the keys went to the help")
  }

  /// Every binding of the table can be read in the help, at any width that shows it.
  @Test(arguments: [40, 80, 120])
  func everyKeyIsInTheHelp(width: Int) {
    var explorer = Exploring.builtIn(width, 24)
    explorer.press("?")
    var seen: Set<String> = []
    for _ in 0..<100 {
      seen.formUnion(explorer.screen())
      explorer.press("j")
    }
    for binding in Explorer.keys.bindings {
      let name = binding.keys.map(\.name).joined(separator: " ")
      #expect(seen.contains { $0.hasPrefix(" \(name) ") }, "\(name)")
    }
  }

  /// A filter stays while steps change the tables, and admits what it would if it were typed then.
  @Test(arguments: ["w", "kernel & w", "stack", "user"]) func aFilterAndTheSteps(filter: String) {
    var walked = Exploring.builtIn()
    walked.command("filter \(filter)")
    for step in 0..<walked.timeline.count {
      walked.command("goto \(step)")
      var fresh = Exploring.builtIn()
      fresh.command("goto \(step)")
      fresh.command("filter \(filter)")
      #expect(Array(walked.mapRows) == Array(fresh.mapRows), "\(filter) at \(step)")
      #expect(walked.state.map == fresh.state.map)
    }
    for design in Design.all {
      walked.command("design \(design)")
      let rows = Array(walked.mapRows)
      walked.command("filter \(filter)")
      #expect(Array(walked.mapRows) == rows, "\(filter) under \(design)")
    }
  }

  /// What one explorer holds beside another: a run that both have counts once, a comparison's own run always.
  @Test func sizes() throws {
    let first = try Exploring.first()
    var second = first
    second.command("next flip")
    let step = 100
    #expect(second.size(beside: first) < first.timeline.count * step)
    second.command("compare pti")
    #expect(second.size(beside: first) > 2 * first.timeline.count * step)
    var third = second
    third.command("step")
    #expect(third.size(beside: second) < first.timeline.count * step)
    third.command("compare asi3")
    #expect(third.size(beside: second) > 2 * first.timeline.count * step)
    second.command("design pti")
    #expect(second.size(beside: first) > first.timeline.count * step)
  }

  @Test func mapFilters() throws {
    var explorer = Exploring.builtIn()
    let all = explorer.mapRows.count
    explorer.press("m")
    explorer.type("exposed")
    explorer.press("Enter")
    let map = try #require(explorer.state.map)
    #expect(Array(explorer.mapRows) == map.rows.indices.filter { map.rows[$0].pageClass == .exposed })
    #expect(explorer.screen().contains { $0.contains("map: exposed") })
    explorer.command("filter w x")
    #expect(explorer.mapRows.isEmpty)
    #expect(explorer.state.message == "no row of the map holds 'w x'")
    explorer.command("filter secret")
    #expect(explorer.state.mapFilter == "w x", "a bad filter changes nothing")
    #expect(explorer.state.message.hasPrefix("filter: 'secret' is none of r, w, x, user"))
    explorer.press("Esc")
    #expect(explorer.mapRows.count == all)
    #expect(explorer.state.mapFilter.isEmpty)
  }

  /// The captures' README: 82 of 87 data accesses of the kernel half are not present in the user half.
  @Test func onlySomeSteps() throws {
    var explorer = Exploring.builtIn()
    explorer.press("o")
    #expect(explorer.state.only == .data)
    let data = try #require(explorer.state.listed)
    let steps = explorer.timeline.recording.steps
    #expect(data == (0..<216).filter { !steps.accesses(at: Int($0)).isEmpty })
    explorer.press("o")
    #expect(explorer.state.only == .fault)
    let fault = try #require(explorer.state.listed)
    #expect(fault.allSatisfy { (9...207).contains($0) })
    explorer.press("o")
    #expect(explorer.state.only == .shared)
    let shared = try #require(explorer.state.listed)
    #expect(Set(fault).union(shared) == Set(data.filter { (9...207).contains($0) }))
    let work = shared.flatMap { explorer.judge.verdict(at: Int($0)).accesses.dropFirst() }
      .filter { $0.elsewhere.allSatisfy { $0.verdict == .ok } }
    #expect(work.count == 5)
    explorer.press("g Space")
    #expect(shared.prefix(2).contains(UInt32(explorer.state.step)))
    explorer.press("9 9 Space")
    #expect(UInt32(explorer.state.step) == shared.last)
    #expect(explorer.state.message == "no more listed steps; Esc lists all")
    explorer.press("Esc")
    #expect(explorer.state.only == .all)
    #expect(explorer.state.listed == nil)
    explorer.press("o o o o")
    #expect(explorer.state.only == .all)
  }

  /// Stepping over listed steps only, forward and back.
  @Test func steppingOverListedSteps() throws {
    var explorer = Exploring.builtIn()
    explorer.command("only fault")
    let listed = try #require(explorer.state.listed)
    for step in listed {
      explorer.press("Space")
      #expect(explorer.state.step == step)
    }
    for step in listed.dropLast().reversed() {
      explorer.press("b")
      #expect(explorer.state.step == step)
    }
    explorer.press("b")
    #expect(explorer.state.step == listed[0])
  }

  @Test func theFocus() {
    var explorer = Exploring.builtIn(60, 24)
    #expect(explorer.screen().contains { $0.contains("steps") })
    explorer.press("Tab")
    #expect(explorer.state.focus == .map)
    #expect(explorer.screen().contains { $0.contains(" map ") }, "a narrow screen shows the focused list")
    explorer.press("Shift-Tab")
    #expect(explorer.state.focus == .steps)
    explorer.command("focus map")
    #expect(explorer.state.focus == .map)
    explorer.press("G")
    #expect(explorer.number == 215, "G is about time, whatever has the focus")
    explorer.command("focus walk")
    #expect(explorer.state.overlay == .walk)
  }

  @Test func mapCursor() throws {
    var explorer = Exploring.builtIn()
    explorer.press("Tab g")
    let count = explorer.mapRows.count
    explorer.press("9 9 9 k")
    #expect(explorer.state.mapCursor == 0)
    explorer.press("9 9 9 j")
    #expect(explorer.state.mapCursor == count - 1)
    #expect(explorer.number == 0)
    explorer.press("PgUp")
    #expect(explorer.state.mapCursor < count - 1)
  }

  /// The cursor of the map follows what the step touches.
  @Test func theMapFollowsTheStep() throws {
    var explorer = Exploring.builtIn()
    explorer.press("9 Space")
    let map = try #require(explorer.state.map)
    let row = map.rows[explorer.mapRows[explorer.state.mapCursor]]
    #expect(row.contains(VirtualAddress(0xffff_8880_07a2_afd0)))
  }

  /// What a shell needs to give the same answer; the words of a file's name are quoted for it.
  @Test(arguments: [
    ("", "8 Space x", "cr3scope steps --from 8 --to 8"), ("a/b.csv", "x", "cr3scope steps a/b.csv --from 0 --to 0"),
    ("a b.csv", "x", "cr3scope steps 'a b.csv' --from 0 --to 0"),
    ("it's", "x", "cr3scope steps 'it'\\''s' --from 0 --to 0"), ("$(a)", "x", "cr3scope steps '$(a)' --from 0 --to 0"),
    ("", "Tab x", "cr3scope maps --space 0x55f000"),
    ("a", "9 Space Tab x", "cr3scope maps a --step 9 --space 0x55e000"),
    ("", "9 Space w x", "cr3scope walk 0xffff888007a2afd0 --step 9 --space 0x55e000 --access r"),
    ("a", "w x", "cr3scope walk a 0x000000006000123d --space 0x55f000 --access x"),
  ])
  func shellCommands(name: String, keys: String, command: String) {
    var explorer = Explorer(Exploring.builtIn, shellName: name, size: Size(width: 80, height: 24))
    explorer.press(keys)
    #expect(explorer.state.message == command)
  }

  /// What does not fit in the last line covers some above it.
  @Test func aLongMessage() {
    var explorer = Explorer(Exploring.builtIn, shellName: "", size: Size(width: 80, height: 24))
    let words = (1...30).map { "word\($0)" }
    explorer.update(.command(.say(words.joined(separator: " "))))
    let screen = explorer.screen()
    #expect(screen[21...23].joined(separator: " ").split(separator: " ").map(String.init) == words)
    #expect(screen[20].hasPrefix("── cr3"))
  }
}
