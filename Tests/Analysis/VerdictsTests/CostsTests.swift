import Execution
import Isolation
import ScenarioModel
import Testing
import Verdicts

/// What is counted times what it costs.
struct CostsTests {
  @Test func standard() {
    let costs = Costs()
    #expect(Costs.Kind.allCases.map { costs[$0] } == [100, 20, 500, 3000, 10_000, 1000])
    let sources = Costs.Kind.allCases.map { costs.source(of: $0) }
    #expect(sources == ["Linux Documentation/arch/x86/pti.rst"] + [String](repeating: "assumed", count: 5))
  }

  @Test func changes() throws {
    var costs = Costs()
    try costs.set("flip=150")
    try costs.set("sync=0")
    try costs.set("l1d=1000000000")
    #expect(Costs.Kind.allCases.map { costs[$0] } == [150, 20, 500, 0, 1_000_000_000, 1000])
    #expect(costs.source(of: .flip) == "given" && costs.source(of: .verw) == "assumed")
    try costs.set("flip=100")
    #expect(costs.source(of: .flip) == "Linux Documentation/arch/x86/pti.rst")
  }

  @Test(arguments: [
    ("flop=1", "there is no cost 'flop'; expected one of flip, refill, verw, sync, l1d, fault"),
    ("", "there is no cost ''; expected one of flip, refill, verw, sync, l1d, fault"),
    ("flip", "expected flip=N, where N is a number of cycles from 0 to 1000000000"),
    ("sync=", "expected sync=N, where N is a number of cycles from 0 to 1000000000"),
    ("sync=-1", "expected sync=N, where N is a number of cycles from 0 to 1000000000"),
    ("sync=+1", "expected sync=N, where N is a number of cycles from 0 to 1000000000"),
    ("verw=1=2", "expected verw=N, where N is a number of cycles from 0 to 1000000000"),
    ("l1d=1000000001", "expected l1d=N, where N is a number of cycles from 0 to 1000000000"),
    ("l1d=99999999999999999999", "expected l1d=N, where N is a number of cycles from 0 to 1000000000"),
  ])
  func refusals(text: String, message: String) {
    var costs = Costs()
    let error = #expect(throws: Costs.Problem.self) { try costs.set(text) }
    #expect(error?.description == message)
    #expect(costs == Costs())
  }

  /// Each kind is counted by itself: a cost of 1 for one kind and 0 for all others gives its count.
  @Test(arguments: ["off", "on"]) func cycles(inversion: String) throws {
    var setup = try ComparisonTests.setup("missing-gate", "faults=lenient pcid=off pte-inversion=\(inversion)")
    setup.scenario.scope = .guest
    setup.scenario.events += [ScenarioEvent(.syscall("read"))]
    for row in try Comparison(of: setup).rows {
      let tally = try #require(row.tally)
      let kinds: [RunCounts.Kind] = [.cr3Writes, .refills, .clears, .syncs, .cacheFlushes, .designFaults]
      let counts = kinds.map { tally.counts[$0] }
      #expect(row.design != .unified || inversion == "on" || counts.allSatisfy { $0 > 0 })
      #expect(row.design != .pti || counts[3...] == [0, 0, 0] && counts[..<3].allSatisfy { $0 > 0 })
      for (kind, count) in zip(Costs.Kind.allCases, counts) {
        var costs = Costs()
        for other in Costs.Kind.allCases { try costs.set("\(other.rawValue)=\(other == kind ? 1 : 0)") }
        #expect(tally.cycles(costs) == count)
      }
      #expect(tally.cycles(Costs()) == zip(Costs.Kind.allCases, counts).reduce(0) { $0 + $1.0.standard * $1.1 })
    }
  }
}
