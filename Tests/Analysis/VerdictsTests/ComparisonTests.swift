import Captures
import Diagnostics
import Execution
import Foundation
import Isolation
import Recordings
import ScenarioModel
import TestSupport
import Testing
import Timelines
import Verdicts

/// Designs side by side: facts of the samples, and everything counted again by ``NaiveTally``.
struct ComparisonTests {
  /// The names of all samples.
  private static let scenarios = ((try? FileManager.default.contentsOfDirectory(atPath: sample("scenarios"))) ?? [])
    .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

  /// The scenario of a sample, with settings in words: "pcid=off verw=off".
  static func setup(_ name: String, _ settings: String = "") throws -> ScenarioRun.Setup {
    var setup = try InputFile.scenario(sample("scenarios/\(name).yaml")).setup
    for text in settings.split(separator: " ") {
      let parts = text.split(separator: "=").map(String.init)
      try #require(Settings.key(parts[0])).set(&setup.settings, parts[1])
    }
    return setup
  }

  private static func tally(_ setup: ScenarioRun.Setup, _ design: Design) throws -> Tally {
    let comparison = try Comparison(of: setup, designs: [design])
    return try #require(comparison.rows.first?.tally)
  }

  @Test func samplesAreListed() { #expect(Self.scenarios.contains("read") && Self.scenarios.count >= 15) }

  @Test(arguments: [
    ("getpid", "", Design.nopti, [0, 0, 0]), ("getpid", "", .pti, [2, 0, 0]), ("getpid", "", .unified, [0, 0, 0]),
    ("read", "", .nopti, [0, 0, 0]), ("read", "", .pti, [2, 0, 0]), ("read", "", .unified, [2, 0, 1]),
    ("read", "kernel-protect=on", .nopti, [0, 0, 1]), ("read", "kernel-protect=on", .pti, [2, 0, 1]),
    ("read", "kernel-protect=on mds=off", .pti, [2, 0, 0]), ("read", "mds=off", .unified, [2, 0, 0]),
    ("read", "pcid=off", .nopti, [0, 0, 0]), ("read", "pcid=off", .pti, [2, 2, 0]),
    ("read", "pcid=off", .unified, [2, 2, 1]),
  ])
  func writesFlushesSyncs(name: String, settings: String, design: Design, counts: [Int]) throws {
    let tally = try Self.tally(try Self.setup(name, settings), design)
    #expect([tally.counts[.cr3Writes], tally.counts[.flushes], tally.counts[.syncs]] == counts)
  }

  /// Two threads of a core: each has a TLB of its own, and attacks the other.
  @Test(arguments: ["", "pcid=off", "sync=off", "core-sched=off verw=off"]) func twoThreads(settings: String) throws {
    var setup = try Self.setup("first", settings)
    setup.scenario.threads.append(.init("B", process: 1, cpu: 1))
    setup.scenario.events += ["getpid", "read", "read"].map { ScenarioEvent(.syscall($0), cpu: 1) }
    for design in Design.all {
      setup.design = design
      let judge = Judge(Timeline(try ScenarioRun.record(setup)))
      let tally = try Self.tally(setup, design)
      Self.expect(tally, NaiveTally(judge), judge.timeline)
      #expect(judge.timeline.run?.hasSibling == true)
      #expect(tally.leaks.first { $0.attack == .mdsSibling }?.labels != nil)
    }
  }

  @Test(arguments: scenarios, ["", "pcid=off shared-pcid=off", "verw=off", "gates=scoped faults=lenient"])
  func countedAgain(name: String, settings: String) throws {
    let setup = try Self.setup(name, settings)
    let comparison = try Comparison(of: setup)
    #expect(comparison.rows.map(\.design) == Design.all)
    for row in comparison.rows {
      let problem = setup.settings.problem(under: row.design)
      guard let tally = row.tally else {
        #expect(problem.map { .refused($0) } == row.outcome)
        continue
      }
      #expect(problem == nil)
      var own = setup
      own.design = row.design
      let judge = Judge(Timeline(try ScenarioRun.record(own)))
      Self.expect(tally, NaiveTally(judge), judge.timeline)
    }
  }

  /// Events that repeat themselves are not run again, and are counted all the same.
  @Test(arguments: ["", "pcid=off shared-pcid=off", "verw=off sync=async"], [false, true])
  func repetition(settings: String, hasSibling: Bool) throws {
    var setup = try Self.setup("seven-processes", settings)
    if hasSibling {
      setup.scenario.threads.append(.init("T", process: 0, cpu: 1))
      setup.scenario.events.insert(ScenarioEvent(.syscall("read"), cpu: 1), at: 0)
    }
    let calls = ["getpid", "read"].map { ScenarioEvent(.syscall($0)) }
    let timer = ScenarioEvent(.syscall("getpid"), during: [.init(at: "__task_pid_nr_ns", ScenarioEvent(.nmi("nmi")))])
    setup.scenario.events += (0..<20).flatMap { _ in calls + [timer, ScenarioEvent(.demandFault)] + calls }
    setup.scenario.events += (0..<5).flatMap { _ in [ScenarioEvent(.schedule("B"))] + calls + [.init(.schedule("A"))] }
    for design in Design.all {
      setup.design = design
      let judge = Judge(Timeline(try ScenarioRun.record(setup)))
      Self.expect(try Self.tally(setup, design), NaiveTally(judge), judge.timeline)
    }
  }

  private static func expect(_ tally: Tally, _ naive: NaiveTally, _ timeline: Timeline) {
    #expect(tally.counts[.steps] == timeline.recording.steps.count)
    #expect(tally.counts[.kernelEntries] == timeline.events.count)
    #expect(tally.counts[.cr3Writes] == naive.writes.count && tally.counts[.flushes] == naive.flushes.count)
    #expect(tally.counts[.syncs] == naive.syncs.count)
    #expect(tally.counts[.faults] == naive.faults)
    #expect(tally.counts[.clears] == naive.clears && tally.counts[.cacheFlushes] == naive.cacheFlushes)
    #expect(tally.kernelSteps == naive.kernelSteps && tally.privateSteps == naive.privateSteps)
    #expect(tally.counts[.refills] == naive.refills)
    #expect(tally.leakSteps == naive.leakSteps)
    for leak in tally.leaks {
      #expect(Set(leak.labels ?? []) == naive.labels[leak.attack] ?? [])
      #expect(leak.steps == naive.stepsOfAttack[leak.attack] ?? 0)
    }
    let missed = timeline.recording.notices.filter { $0.message.contains(" never came: ") }
    #expect(tally.counts[.missed] == missed.count)
    #expect((timeline.recording.notices.count == missed.count) == (tally.earlyEnd == nil))
  }

  /// Faults, and those of them that are the design's own doing.
  @Test(arguments: [
    ("missing-gate", "", Design.unified, 1, 1), ("missing-gate", "faults=lenient", .unified, 1, 1),
    ("missing-gate", "", .pti, 0, 0), ("page-fault", "", .nopti, 1, 0), ("page-fault", "", .unified, 1, 0),
    ("meltdown-then-and-now", "", .pti, 1, 0), ("missed-flip", "", .nopti, 0, 0), ("missed-flip", "", .pti, 1, 1),
  ])
  func faults(name: String, settings: String, design: Design, faults: Int, own: Int) throws {
    let tally = try Self.tally(try Self.setup(name, settings), design)
    #expect(tally.counts[.faults] == faults && tally.counts[.designFaults] == own)
  }

  /// What a design causes is no event of the scenario, whichever designs are asked for.
  @Test(arguments: [[Design.nopti, .unified], [.unified], [.pti], Design.all])
  func events(designs: [Design]) throws {
    let comparison = try Comparison(of: try Self.setup("missing-gate", "faults=lenient"), designs: designs)
    #expect(comparison.events == 3)
    #expect(comparison.rows.map(\.design) == designs)
    let entries = comparison.rows.first { $0.design == .unified }?.tally?.counts[.kernelEntries]
    #expect(entries == (designs.contains(.unified) ? 4 : nil))
  }

  /// The interrupts that hold a sibling are no events of the scenario, under no design.
  @Test(arguments: [[Design.nopti], [.unified], Design.all]) func eventsOnTwoCPUs(designs: [Design]) throws {
    let setup = try Self.setup("smt-siblings", "kernel-protect=on")
    #expect(try Comparison(of: setup, designs: designs).events == 3)
  }

  /// Where no design with one space can be run, entries are counted less what the designs cause.
  @Test func eventsWithoutAPlainRun() throws {
    let setup = try Self.setup("missing-gate", "faults=lenient shared-pcid=on")
    let comparison = try Comparison(of: setup)
    #expect(comparison.rows[0].outcome == .refused("shared-pcid needs two halves: nopti has one space"))
    #expect(comparison.events == 3)
  }

  @Test func early() throws {
    let tally = try Self.tally(try Self.setup("missing-gate"), .unified)
    #expect(
      tally.earlyEnd
        == "BUG in sysvec_rekey: exposed code reached for what is private; a gate is missing")
  }

  /// If it can be run under none of the designs, that is an error: the first one's.
  @Test func none() throws {
    #expect(throws: ScenarioError.settings("shared-pcid needs two halves: nopti has one space")) {
      try Comparison(of: try Self.setup("stale-tlb"), designs: [.nopti])
    }
    var setup = try Self.setup("read")
    setup.scenario.events = [ScenarioEvent(.syscall("nothing"))]
    #expect(throws: ScenarioError.self) { try Comparison(of: setup) }
  }

  @Test func leaks() throws {
    let tally = try Self.tally(try Self.setup("getpid", "verw=off"), .nopti)
    #expect(tally.successful.map(\.attack) == [.meltdown, .mdsThread])
    #expect(tally.successful.map(\.labels) == [["PK"], ["PK"]])
    #expect(tally.leaks.map(\.attack) == Attack.allCases)
    // The scope does not ask about L1TF.
    #expect(tally.leaks.first { $0.attack == .l1tf }?.labels == nil)
    #expect(tally.leaks.first { $0.attack == .staleTLB }?.labels == [])
  }

  @Test func privateShare() throws {
    #expect(try Self.tally(try Self.setup("getpid"), .nopti).privateShare == 1)
    #expect(try Self.tally(try Self.setup("getpid"), .unified).privateShare == 0)
    var idle = try Self.setup("getpid")
    idle.scenario.events = []
    #expect(try Self.tally(idle, .nopti).privateShare == nil)
  }

  /// Against guests on a processor with L1TF the end of private work flushes the cache.
  @Test func cacheFlushes() throws {
    var setup = try Self.setup("read", "pte-inversion=off")
    setup.scenario.scope = .guest
    setup.design = .unified
    let naive = NaiveTally(Judge(Timeline(try ScenarioRun.record(setup))))
    #expect(naive.cacheFlushes == 1)
    #expect(try Self.tally(setup, .unified).counts[.cacheFlushes] == 1)
    #expect(try Self.tally(setup, .nopti).counts[.cacheFlushes] == 0)
  }
}
