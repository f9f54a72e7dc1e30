import Canvas
import Chassis
import Commands
import Diagnostics
import Explorer
import Isolation
import ObjectExplorer
import SectionCheck
import TestSupport
import Testing

@Suite struct ObjectCommandTests {
  @Test func noKeyIsBoundTwice() {
    let keys = ObjectExplorer.keys.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  /// Where both explorers have a key, it issues the same command, but for folding, and for f: here leaks are unknown.
  @Test func keysAreThoseOfTheExplorer() {
    for binding in ObjectExplorer.keys.bindings {
      for key in binding.keys where ![.left, .right, .character("h"), .character("l")].contains(key) {
        guard let other = Explorer.keys.command(for: key, count: nil) else { continue }
        guard key != .character("f"), key != .character("F") else { continue }
        #expect(binding.command(nil) == other, "\(key.name)")
      }
    }
  }

  /// What the help pane lists as a command is one, and does something.
  @Test func commandsThatHelpLists() {
    for name in ObjectExplorer.commandNames { #expect(CommandSyntax.named(name) != nil, "\(name)") }
  }

  @Test func theWorstIsUnderTheCursor() throws {
    let explorer = try Checking.explorer()
    #expect(explorer.finding?.id == .call)
    #expect(explorer.finding?.from.name == "exc_page_fault+0x1")
    #expect(
      explorer.check.findings.map(\.id).sorted { $0.rawValue < $1.rawValue } == [
        .address, .address, .call, .call, .pointer, .undefined,
      ])
  }

  @Test func sectionsOfNotesAreFolded() throws {
    var explorer = try Checking.explorer()
    #expect(!explorer.rows.contains { $0 == .finding(position(.pointer, in: explorer)) })
    explorer.press("/ P T R Enter")
    #expect(explorer.finding?.id == .pointer)
  }

  @Test func stepsGoFromFindingToFinding() throws {
    var explorer = try Checking.explorer()
    var visited = [explorer.finding?.line]
    for _ in 0..<5 {
      explorer.press("Space")
      visited.append(explorer.finding?.line)
    }
    #expect(Set(visited).count == 6)
    #expect(explorer.state.message == "")
    explorer.press("Space")
    #expect(explorer.state.message == "no more findings")
    explorer.press("5 b")
    #expect(explorer.finding?.line == visited[0])
    explorer.press("b")
    #expect(explorer.state.message == "no more findings")
    explorer.press("3 g")
    #expect(explorer.finding?.line == visited[2])
    explorer.press("7 g")
    #expect(explorer.state.message == "there is no number 7; expected 1 to 6")
  }

  @Test func jumpsGoToErrors() throws {
    var explorer = try Checking.explorer()
    explorer.press("n")
    #expect(explorer.finding?.from.symbol == "helper")
    explorer.press("n")
    #expect(explorer.state.message == "no later error")
    explorer.press("N")
    #expect(explorer.finding?.from.symbol == "exc_page_fault")
    explorer.command("next trouble")
    #expect(explorer.finding?.id == .address)
    explorer.command("next leak")
    #expect(explorer.state.message == "'leak' is for recordings and scenarios; expected fault, trouble or match")
  }

  @Test func searchGoesAround() throws {
    var explorer = try Checking.explorer()
    explorer.press("/ l o n e l y Enter")
    let first = explorer.finding
    #expect(first?.from.symbol == "lonely")
    explorer.press("n n")
    #expect(explorer.state.message == "no later finding holds 'lonely'")
    explorer.press("/ Enter")
    #expect(explorer.state.message == "from the start again")
    #expect(explorer.finding == first)
    explorer.press("/ z z z Enter")
    #expect(explorer.state.message == "no later finding holds 'zzz'")
  }

  /// Whoever waits for a search or a filter may end it.
  @Test(arguments: ["G / p r i n t k Enter", "m l o n e l y Enter"])
  func endedSearches(keys: String) throws {
    var explorer = ObjectExplorer(
      try Checking.explorer().input, size: Size(width: 80, height: 24), progress: WorkProgress { _, _ in false })
    let count = explorer.rows.count
    #expect(count > 0)
    explorer.press(keys)
    let isSearch = keys.contains("/")
    #expect(explorer.state.message.hasPrefix(isSearch ? "no later finding" : "no finding"))
    #expect(explorer.rows.count == count)
  }

  @Test func headingsFold() throws {
    var explorer = try Checking.explorer()
    let all = explorer.rows.count
    explorer.press("Left")
    #expect(explorer.currentRow == .function(0))
    explorer.press("Left")
    #expect(explorer.rows.count == all - 1)
    explorer.press("Left Left")
    #expect(explorer.currentRow == .section(0))
    explorer.press("Right Right Right Right")
    #expect(explorer.finding?.from.symbol == "exc_page_fault")
    explorer.press("Right")
    #expect(explorer.state.overlay == .detail)
    explorer.press("Esc g Enter")
    #expect(explorer.state.folded.contains { $0.section == ".noinstr.text" && $0.symbol == nil })
    explorer.press("Enter")
    #expect(explorer.rows.count == all)
  }

  @Test(arguments: [
    ("error", 2), ("warnings", 2), ("note", 2), ("call", 2), ("PTR", 1), ("lonely", 2),
  ])
  func filters(text: String, count: Int) throws {
    var explorer = try Checking.explorer()
    explorer.command("filter \(text)")
    #expect(explorer.tree.order.count == count)
    #expect(explorer.finding != nil)
    explorer.press("Esc")
    #expect(explorer.tree.order.count == 6)
  }

  @Test func aFilterThatNothingPasses() throws {
    var explorer = try Checking.explorer()
    explorer.command("filter zzz")
    #expect(explorer.state.message == "no finding holds 'zzz'; expected error, warning, note, a rule or a text")
    #expect(explorer.tree.order.count == 6)
    #expect(explorer.state.filter == "")
  }

  @Test func designs() throws {
    var explorer = try Checking.explorer()
    explorer.press("d")
    #expect(explorer.state.design == .nopti)
    #expect(explorer.check.count(.error) == 0)
    explorer.command("design pti")
    #expect(explorer.state.message == "pti: \(Design.pti.summary)")
    explorer.command("design unified")
    #expect(explorer.check.count(.error) == 2)
    explorer.press("x")
    #expect(explorer.state.message == "cr3scope check vmlinux.o")
  }

  @Test func aSearchWhereThereAreNoEntries() throws {
    var policy = SectionPolicy.standard
    policy.entries = []
    var explorer = try Checking.explorer(policy: policy)
    explorer.press("Tab / e Enter")
    #expect(explorer.state.message == "no later entry holds 'e'")
  }

  @Test func entriesAreSearchedAndFiltered() throws {
    var explorer = try Checking.explorer()
    explorer.press("Tab / f a u l t Enter")
    #expect(explorer.currentEntry.map { explorer.entries[$0].name } == "asm_exc_page_fault")
    explorer.settle()
    explorer.command("filter private")
    #expect(explorer.entryRows.count == 1)
    explorer.press("Esc")
    #expect(explorer.entryRows.count == 3)
    explorer.command("filter zzz")
    #expect(explorer.state.message == "no entry holds 'zzz'; expected exposed, private or a part of a name")
    explorer.press("g Enter x")
    #expect(explorer.state.message == "cr3scope check vmlinux.o --closure __x64_sys_getpid")
    explorer.press("Esc Tab")
    #expect(explorer.state.view == .findings)
  }

  /// Space goes on to the next finding while all about one is shown; each begins at its top.
  @Test func stepsWhileADetailIsOpen() throws {
    var explorer = try Checking.explorer()
    explorer.press("Enter 5 j")
    #expect(explorer.state.overlayTop > 0)
    explorer.press("Space")
    #expect(explorer.state.overlay == .detail)
    #expect(explorer.state.overlayTop == 0)
    #expect(explorer.text.contains(" * vmlinux.o: warning: lonely+0x8: address of private cpu_tss_rw"))
    explorer.press("Left Right ? ?")
    #expect(explorer.state.overlay == nil)
  }

  /// What was open before says nothing about what is shown now.
  @Test func theShellCommandIsOfWhatIsShown() throws {
    var explorer = try Checking.explorer()
    explorer.press("Tab Enter d x")
    #expect(explorer.state.message == "cr3scope check vmlinux.o --design nopti --entries")
    explorer.press("Tab x")
    #expect(explorer.state.message == "cr3scope check vmlinux.o --design nopti")
  }

  @Test func requests() throws {
    var explorer = try Checking.explorer()
    let line = try #require(explorer.finding?.line)
    #expect(explorer.press("y") == .copy(line))
    #expect(explorer.press("x") == .copy("cr3scope check vmlinux.o"))
    #expect(explorer.press("Ctrl-L") == .redraw)
    #expect(explorer.press("Ctrl-Z") == .suspend)
    #expect(explorer.press("q") == .quit)
    #expect(explorer.command("open other.o") == .open("other.o"))
    #expect(explorer.command("screen a.txt") == .save("a.txt"))
    #expect(explorer.issued == [.screen("a.txt")])
  }

  @Test(arguments: ["walk", "inject nmi", "undo", "compare", "set pcid off", "only fault", "mark x", "source a.tour"])
  func commandsOfTheOtherExplorer(text: String) throws {
    var explorer = try Checking.explorer()
    #expect(explorer.command(text) == nil)
    let word = text.split(separator: " ")[0]
    #expect(explorer.state.message == "'\(word)' is for recordings and scenarios; these are object files")
  }

  @Test func theMouse() throws {
    var explorer = try Checking.explorer()
    explorer.update(.key(.mouse(MouseEvent(.click, at: Point(x: 10, y: 3)))))
    #expect(explorer.currentRow == .function(0))
    explorer.update(.key(.mouse(MouseEvent(.click, at: Point(x: 10, y: 3)))))
    #expect(explorer.state.folded.contains { $0.symbol == "exc_page_fault" })
    explorer.update(.key(.mouse(MouseEvent(.wheelDown, at: Point(x: 10, y: 3)))))
    #expect(explorer.state.cursor == 2)
  }

  private func position(_ rule: RuleID, in explorer: ObjectExplorer) -> Int {
    explorer.check.findings.firstIndex { $0.id == rule } ?? -1
  }
}
