import Derivations
import Execution
import Isolation
import Recordings
import ScenarioMemory
import ScenarioModel
import Testing
import Timelines
import Verdicts

/// Where the exposed space is not harmless, and what leaves data behind: labels by attack, over all steps.
struct CaveatScenarioTests {
  /// What attackers reach at some step of a scenario under a design.
  private static func reached(
    _ name: String, _ design: Design, _ attack: Attack, _ change: (inout Settings) -> Void = { _ in }
  ) throws -> [String] {
    let timeline = try Reading.timeline(try Reading.sampleScenario(name), design) { change(&$0.settings) }
    let judge = Judge(timeline)
    var labels: Set<String> = []
    for step in 0..<timeline.count { labels.formUnion(judge.leaks(at: step)[attack] ?? []) }
    return labels.sorted()
  }

  /// semantics.md 3.5: what is exposed and not allowed leaks to Meltdown where spaces are merged, and only there.
  @Test(arguments: [
    ("exposed-secret", "XG"), ("caveat-untouched-secret", "XG"), ("caveat-kaslr", "TXT"),
  ])
  func mergeLeaks(name: String, label: String) throws {
    #expect(try Self.reached(name, .unified, .meltdown) == [label])
    #expect(try Self.reached(name, .gasi, .meltdown) == [label])
    #expect(try Self.reached(name, .asi3, .meltdown) == [])
    #expect(try Self.reached(name, .pti, .meltdown) == [])
  }

  /// Caveat (a): the key was never touched, and it could have been.
  @Test func untouched() throws {
    let scenario = try Reading.sampleScenario("caveat-untouched-secret")
    let run = try #require(try Reading.timeline(scenario, .asi3).run)
    let place = try #require(scenario.address(of: "forgotten_key", process: 0))
    #expect(scenario.sections(in: place...place).map(\.name) == [".data..exposed"])
    #expect((0..<run.momentCount).contains { run.moment($0).buffers.fill.may.contains(.exposedGlobal) })
    let timeline = try Reading.timeline(scenario, .asi3)
    let touches = (0..<timeline.count).flatMap { timeline.recording.steps.accesses(at: $0) }.map(\.address)
    #expect(!touches.contains(place))
    #expect((0..<run.momentCount).allSatisfy { !run.moment($0).buffers.fill.did.contains(.exposedGlobal) })
  }

  /// Caveat (b): a sibling of another process. Core scheduling takes it away.
  @Test func siblingOfAnotherProcess() throws {
    let name = "caveat-sibling-process"
    #expect(try Self.reached(name, .unified, .mdsSibling).contains("XLA"))
    for design in Design.all where design != .nopti && design != .pti {
      #expect(try Self.reached(name, design, .mdsSibling) { $0.coreScheduling = true } == [], "\(design)")
    }
    // While A runs user code, asi3 lets B have A's user memory, unified A's kernel data too.
    for (design, labels) in [(Design.asi3, ["UA"]), (.unified, ["UA", "XLA"]), (.pti, ["UA"])] {
      let timeline = try Reading.timeline(try Reading.sampleScenario(name), design)
      let run = try #require(timeline.run)
      var context = LeakContext(run, run.moment(at: 0))
      // B attacks; what A could sample of B is not asked here.
      context.siblingView = context.siblingView.map { .init(mapped: [], allowed: $0.allowed) }
      #expect(context.leak(.mdsSibling).names == labels, "\(design)")
    }
  }

  /// Caveat (d), and the guest alone: what is exposed to the monitor is not to be exposed to its guest.
  @Test func guests() throws {
    #expect(try Self.reached("guest-vs-host", .unified, .mdsThread) == ["UA"])
    #expect(try Self.reached("guest-vs-host", .asi3, .mdsThread) == [])
    #expect(try Self.reached("guest-vs-host", .unified, .meltdown) == [])
    let name = "caveat-several-adversaries"
    #expect(try Self.reached(name, .unified, .mdsSibling) == ["UA"])
    let scenario = try Reading.sampleScenario(name)
    let derivation = try Derivation(scenario, settings: scenario.settings)
    #expect(derivation.problems.contains { $0.contains("each adversary needs an exposed set of its own") })
  }

  /// Group 23: without inversion the cache is read, unless the end of private work flushes it.
  @Test func terminalFault() throws {
    #expect(try Self.reached("l1tf", .pti, .l1tf) == ["PK"])
    #expect(try Self.reached("l1tf", .unified, .l1tf) == [])
    #expect(try Self.reached("l1tf", .pti, .l1tf) { $0.pteInversion = true } == [])
  }

  /// Group 24: the store buffer of a thread that sleeps.
  @Test(arguments: Design.all)
  func sleepingThread(design: Design) throws {
    #expect(try Self.reached("idle-store-buffer", design, .mdsIdle) == ["PK"])
    #expect(try Self.reached("idle-store-buffer", design, .mdsIdle) { $0.idleVerw = true } == [])
  }

  /// Group 15: nobody waits for the sibling, and one step leaks.
  @Test func asyncWindow() throws {
    let timeline = try Reading.timeline(try Reading.sampleScenario("async-sync-window"), .unified)
    let judge = Judge(timeline)
    let leaks = (0..<timeline.count).filter { judge.leaks(at: $0).isLeak }
    #expect(leaks.count == 1)
    #expect(timeline.space(at: leaks[0])?.name == "P")
    #expect(try Self.reached("async-sync-window", .unified, .mdsSibling) { $0.sync = .ack } == [])
  }
}
