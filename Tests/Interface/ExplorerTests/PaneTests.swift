import Canvas
import Chassis
import Commands
import Explorer
import Isolation
import Recordings
import Testing
import Timelines
import Verdicts

/// What single panes have to show, whatever they look like.
@Suite struct PaneTests {
  /// The bracketed cell of the ribbon is about the current step, also where a cell stands for many steps.
  @Test(arguments: [(80, 24), (40, 20), (200, 60)])
  func theRibbonsCurrentCell(width: Int, height: Int) throws {
    var explorer = Exploring.builtIn(width, height)
    for step in 0..<216 {
      explorer.update(.command(.goto(.number(step))))
      let lines = explorer.screen()
      let open = try #require(lines[1].firstIndex(of: "["))
      let column = lines[1].distance(from: lines[1].startIndex, to: open) + 1
      let space = try #require(explorer.space)
      #expect(Array(lines[1])[column...].starts(with: space.name + "]"), "step \(step)")
      #expect(Array(lines[2])[column] == Character("\(explorer.machine.cpl)"), "step \(step)")
    }
  }

  /// A dump is one moment; the walk of it shows every level in both halves.
  @Test func aDump() throws {
    var explorer = try Exploring.sample("dump/core-user.elf")
    let screen = explorer.screen()
    #expect(screen[0].contains("one moment"))
    #expect(screen.contains { $0.contains("there are no steps") })
    #expect(!screen.contains { $0.contains("first flip") }, "there is none to go to")
    explorer.press("Space")
    #expect(explorer.state.message == "a dump is one moment: there are no steps")
    explorer.press("Tab w")
    for level in ["PML4[", "PDPT[", "PD[", "PT["] {
      #expect(explorer.screen().filter { $0.contains(" " + level) }.count == 2, "\(level)")
    }
    explorer.press("Esc G g n e f 5 0 Space")
    #expect(explorer.state.step == 0)
  }

  /// The file's name without its folder, so that the position and the event have room.
  @Test func theTitle() throws {
    var explorer = try Exploring.sample("pti/irq-kernel.csv")
    explorer.press("5 9 Space")
    let title = explorer.screen()[0]
    #expect(title.hasPrefix(" irq-kernel.csv  pti, no PCID  event 2: irq 236"))
    #expect(title.hasSuffix("step 59/18228   ? help"))
  }

  /// Where an access faults is said, not only how.
  @Test func aFaultHasAnAddress() throws {
    let screen = try Exploring.sample("pti/pagefault.csv").screen()
    #expect(screen[5].hasPrefix(" ✗ FAULT write "))
    #expect(screen[5].contains("#PF 0x6, not present at level 2"))
    #expect(screen[5].contains("0x0000000070000000"))
  }

  /// Accesses that do not fit are counted, the others are not.
  @Test(arguments: [(80, 24), (40, 12), (120, 40)])
  func accessesThatDoNotFit(width: Int, height: Int) throws {
    var explorer = try Exploring.sample("nopti/getpid.csv")
    explorer.update(.resize(Size(width: max(width, 120), height: height)))
    for step in 0..<explorer.timeline.count {
      explorer.update(.command(.goto(.number(step))))
      let lines = explorer.screen()
      let rows = explorer.layout.now.rows
      let shown = lines[rows].filter { $0.hasPrefix(" ✓ OK") || $0.hasPrefix(" ✗ FAULT") }.count
      let all = explorer.state.verdict?.accesses.count ?? 0
      let more = lines[rows].compactMap { $0.firstMatch(of: /\(\+(\d+) more\)/).flatMap { Int($0.1) } }
      #expect(more == (shown < all ? [all - shown] : []), "step \(step)")
    }
  }

  /// Without flips there is none to go to.
  @Test func oneSpaceHasNoFlips() throws {
    let screen = try Exploring.sample("nopti/getpid.csv").screen()
    #expect(!screen.contains { $0.contains("first flip") })
    #expect(Exploring.builtIn().screen().contains { $0.contains("n goes to the first flip") })
  }
}
