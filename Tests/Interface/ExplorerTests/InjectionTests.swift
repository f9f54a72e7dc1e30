import Canvas
import Captures
import Execution
import Chassis
import Explorer
import Isolation
import Recordings
import TestSupport
import Testing
import Timelines

/// Interrupts, NMIs and faults that a user puts into a scenario.
@Suite struct InjectionTests {
  @Test(arguments: [
    (2, "irq", "interrupts are off here (IF=0): only an NMI can come"),
    (15, "irq", "timer comes here; u takes it back"),
    (2, "nmi", "nmi comes here; u takes it back"), (0, "irq", "timer comes after this instruction; u takes it back"),
    (15, "irq tick", "tick comes here; u takes it back"), (15, "fault", "page-fault comes here; u takes it back"),
    (86, "nmi", "the run ends here; go back a step"),
    (15, "irq moon", "no irq 'moon'; there are timer, tick, reschedule"),
  ])
  func injections(step: Int, text: String, message: String) throws {
    var explorer = try Exploring.first()
    explorer.command("\(step)")
    explorer.command("inject \(text)")
    #expect(explorer.state.message == message)
    #expect(explorer.state.step == step)
  }

  @Test func noNMIInsideOfAnNMI() throws {
    var explorer = try Exploring.first()
    explorer.command("15")
    explorer.command("inject nmi")
    explorer.press("Space")
    explorer.command("inject nmi")
    #expect(explorer.state.message == "an NMI is being handled; the next one waits for its IRET")
  }

  /// The kernel holds siblings with an interrupt that is in its own list of entries and not in the scenario's.
  @Test func theInterruptThatHoldsSiblings() throws {
    var explorer = try Exploring.siblings(.unified)
    var held = 0
    for _ in 0..<explorer.timeline.count - 1 {
      if explorer.timeline.event(at: explorer.state.step)?.name.hasSuffix(" hold") ?? false {
        held += 1
        var other = explorer
        other.press("i")
        #expect(other.screen().contains { $0.contains("NMI") && $0.contains("handler") })
        other.press("Esc")
        other.command("inject nmi")
        #expect(other.state.message == "nmi comes here; u takes it back")
      }
      explorer.press("Space")
    }
    #expect(held > 0)
  }

  /// Translations that should have gone let a handler of page faults run that is not mapped, and can mend nothing.
  @Test(arguments: [(Design.pti, 30), (.asi3, 40)])
  func aFaultForEver(design: Design, step: Int) throws {
    let path = sample("scenarios/stale-tlb.yaml")
    let source = try InputFile.open(path, InputOptions(design: design))
    var explorer = Explorer(Timeline(source), shellName: path, size: Size(width: 80, height: 24))
    explorer.command("\(step)")
    explorer.command("inject fault")
    #expect(explorer.state.message == "page-fault comes here; u takes it back")
    #expect(explorer.timeline.count < 500)
    explorer.press("G")
    #expect(explorer.screen().contains { $0.contains("exc_page_fault faults for ever: no handler mends it") })
  }

  /// What was put in later goes when something comes before it.
  @Test func aNewFuture() throws {
    var explorer = try Exploring.first()
    explorer.command("40")
    explorer.command("inject nmi")
    explorer.command("15")
    explorer.command("inject irq")
    #expect(explorer.run?.setup.injections.map(\.step) == [15])
    explorer.press("u u")
    #expect(explorer.run?.setup.injections.isEmpty == true)
    #expect(explorer.number == 40)
  }

  /// Thousands of keys at random on a scenario: nothing traps, and equal states draw equally.
  @Test func randomKeys() throws {
    let start = try Exploring.first()
    let keys =
      Explorer.keys.bindings.flatMap(\.keys).filter { $0 != .character("q") && $0 != .control("C") }
      + "ddiiuutvTBDpj j0123".map { .character($0) } + [.enter, .enter, .enter, .escape]
    withSeeds(10) { random in
      var explorer = start
      for _ in 0..<250 {
        if random.oneIn(20) {
          explorer.update(.resize(Size(width: random.number(0...210), height: random.number(0...64))))
        }
        let before = explorer
        let key = random.pick(keys, or: .escape)
        explorer.update(.key(key))
        #expect((0..<explorer.timeline.count).contains(explorer.state.step))
        guard random.oneIn(10) else { continue }
        var again = before
        again.update(.key(key))
        #expect(again.state == explorer.state)
        #expect(again.draw(glyphs: .ascii) == explorer.draw(glyphs: .ascii))
      }
    }
  }
}
