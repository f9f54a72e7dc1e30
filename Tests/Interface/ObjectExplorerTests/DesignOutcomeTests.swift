import Chassis
import Isolation
import ObjectExplorer
import ScenarioModel
import SectionCheck
import TestSupport
import Testing

/// What the designs do with entries; all numbers are the model's.
@Suite struct DesignOutcomeTests {
  @Test func anExposedEntryFlipsOnlyWhereAllDo() throws {
    let outcomes = try outcomes(of: "__x64_sys_getpid")
    #expect(outcomes[.nopti]?.flips == 0)
    #expect(outcomes[.pti]?.flips == 2)
    #expect(outcomes[.unified]?.flips == 0)
    #expect(outcomes[.unified]?.why == "all that it needs is exposed")
    #expect(outcomes[.unified]?.faults == 0)
  }

  /// No flip is no promise where calls cannot be followed.
  @Test(arguments: [(1, "1 place"), (2, "2 places")])
  func unknowns(count: Int, words: String) throws {
    let outcomes = try outcomes(of: "__x64_sys_getpid", unknowns: count)
    #expect(outcomes[.unified]?.why == "all that can be seen is exposed; \(words) not followed")
    #expect(outcomes[.nopti]?.why == "one space: the kernel stays mapped while user code runs")
  }

  @Test func aGateFlips() throws {
    let outcomes = try outcomes(of: "asm_exc_page_fault")
    #expect(outcomes[.unified]?.flips == 2)
    #expect(outcomes[.unified]?.why.hasPrefix("E>P at ") ?? false, "\(outcomes[.unified]?.why ?? "")")
    #expect(outcomes[.gasi]?.faults == 1)
  }

  /// Under "split" text that is not vetted is not mapped.
  @Test func privateTextFlipsUnderSplit() throws {
    var policy = SectionPolicy.standard
    #expect(try outcomes(of: "__x64_sys_read", policy)[.unified]?.flips == 0)
    policy.text = .split
    #expect(try outcomes(of: "__x64_sys_read", policy)[.unified]?.flips == 2)
  }

  @Test(arguments: [
    ("__x64_sys_read", EntryPoint.Kind.syscall), ("asm_exc_page_fault", .exception), ("asm_exc_nmi", .nmi),
    ("asm_sysvec_reboot", .interrupt), ("asm_common_interrupt", .interrupt), ("asm_int80_emulation", .exception),
  ])
  func kinds(symbol: String, kind: EntryPoint.Kind) {
    #expect(EntryName(symbol)?.kind == kind)
  }

  private func outcomes(
    of name: String, _ policy: SectionPolicy = .standard, unknowns: Int = 0
  ) throws -> [Design: DesignOutcome] {
    let set = try Checking.explorer(policy: policy).input.set
    let place = try #require(set.places { $0 == name }.first).place
    var finder = ClosureFinder(set, policy: policy)
    let scenario = ClosureScenario(finder.closure(of: name, at: place), in: set).scenario
    return Dictionary(
      uniqueKeysWithValues: DesignOutcome.all(of: scenario, unknowns: unknowns).map { ($0.design, $0) })
  }
}
