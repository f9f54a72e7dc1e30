import Derivations
import Execution
import Isolation
import KernelCode
import Reports
import ScenarioModel
import Testing
import Timelines
import Verdicts

extension Design {
  /// Page-table isolation that looks at K once more at each syscall, for no good reason.
  fileprivate static let ptiTwice = {
    var design = Design.pti
    design.name = "pti-twice"
    design.summary = "as pti, and every syscall looks at K first"
    design.flipSites.append(.look)
    design.transitions = LookAtK.self
    return design
  }()
}

extension FlipSite {
  /// The site that pti does not have.
  fileprivate static let look = {
    var site = FlipSite(.syscallEntry)
    site.symbol = "look_at_k"
    return site
  }()
}

private enum LookAtK: Transitions {
  static func code(at hook: EntryHook, _ settings: Settings, flipsAtEntry: Bool) -> [CodeLine] {
    if case .syscallEntered = hook { [.flip(.look), .flip(FlipSite(.sysretExit))] } else { [] }
  }
}

/// A sixth design: one more value, and nothing else that knows of it.
@Suite struct MadeUpDesignTests {
  private static func setup(_ design: Design) -> ScenarioRun.Setup {
    var scenario = Scenario.first
    scenario.scope = .wholeKernel
    var setup = ScenarioRun.Setup(scenario)
    setup.scenario.events = [ScenarioEvent(.syscall("getpid")), ScenarioEvent(.interrupt("tick"))]
    setup.design = design
    return setup
  }

  /// A report, however its lines are wrapped.
  private static func words(_ write: (inout ByteSink) -> Void) -> String {
    ByteSink.text(write).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func isNotInTheList() {
    #expect(Design.all.count == 5 && Design(named: "pti-twice") == nil)
    #expect(Design.ptiTwice != .pti && Design.ptiTwice.rival == .unified)
  }

  @Test func isSteppedThrough() throws {
    let timeline = Timeline(try ScenarioRun.record(Self.setup(.ptiTwice)))
    let run = try #require(timeline.run)
    #expect(run.halt == .done && run.violations == [])
    #expect(
      timeline.flips.map { "\($0.from.name)>\($0.to.name) \($0.site)" } == [
        "U>K look_at_k+0x20", "K>U syscall_return_via_sysret+0x81", "U>K entry_SYSCALL_64+0x20",
        "K>U syscall_return_via_sysret+0x81", "U>K error_entry+0x63",
        "K>U swapgs_restore_regs_and_return_to_usermode+0xc2",
      ])
    let plain = Timeline(try ScenarioRun.record(Self.setup(.pti)))
    #expect(timeline.count == plain.count + 2)
  }

  @Test func isComparedWithPTI() throws {
    let comparison = try Comparison(of: Self.setup(.pti), designs: [.pti, .ptiTwice])
    #expect(comparison.rows.map { $0.tally?.counts[.cr3Writes] } == [4, 6])
    let report = CompareReport(file: "test", comparison: comparison)
    let text = Self.words { report.writeText(to: &$0) }
    #expect(text.contains(" pti 2 4 ") && text.contains(" pti-twice 2 6 "))
    #expect(text.contains("pti and pti-twice leak nothing, but "))
    #expect(text.contains("The cheapest of them is pti: 1400 cycles."))
  }

  @Test func isDerivedFor() throws {
    let setup = Self.setup(.ptiTwice)
    let derivation = try Derivation(setup.scenario, settings: setup.settings)
    let report = DeriveReport(name: "test", derivation: derivation, design: setup.design)
    let text = Self.words { report.writeText(to: &$0) }
    #expect(text.contains("This scope gives pti (E is its U, P its K): "))
    #expect(text.hasSuffix("The scenario runs under pti-twice."))
    #expect(try setup.scenario.flipsAtEntry(design: .ptiTwice, settings: setup.settings))
  }
}
