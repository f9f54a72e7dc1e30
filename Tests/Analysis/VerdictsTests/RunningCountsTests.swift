import Captures
import Execution
import Isolation
import TestSupport
import Testing
import Timelines
import Verdicts

/// Counts at any step, against a count of all steps before.
struct RunningCountsTests {
  @Test(arguments: ["read", "context-switch", "seven-processes"], ["pti", "unified"])
  func everyStep(name: String, design: String) throws {
    var setup = try ComparisonTests.setup(name)
    setup.design = try #require(Design(named: design))
    let timeline = Timeline(try ScenarioRun.record(setup))
    let counts = RunningCounts(timeline)
    let naive = NaiveTally(Judge(timeline))
    #expect(counts.writes == naive.writes && counts.flushes == naive.flushes && counts.syncs == naive.syncs)
    for index in -1...timeline.count {
      let found = counts.through(index)
      #expect(found.cr3Writes == naive.writes.count { $0 <= index })
      #expect(found.flushes == naive.flushes.count { $0 <= index })
      #expect(found.syncs == naive.syncs.count { $0 <= index })
    }
    #expect(counts.through(timeline.count) == counts.total)
  }

  /// The write counts from its own step on.
  @Test func aWriteAndAHold() throws {
    var setup = try ComparisonTests.setup("read")
    setup.design = .unified
    let timeline = Timeline(try ScenarioRun.record(setup))
    let counts = RunningCounts(timeline)
    let flip = try #require(timeline.flips.first).step
    #expect(counts.through(flip - 1) == .init(cr3Writes: 0, flushes: 0, syncs: 0))
    #expect(counts.through(flip) == .init(cr3Writes: 1, flushes: 0, syncs: 1))
  }

  /// A recording has the writes that it notes, but nobody recorded who is held; a dump has nothing.
  @Test func recordings() throws {
    let log = RunningCounts(Timeline(try InputFile.open(sample("captures/pcid/getpid.csv"))))
    #expect(log.total == .init(cr3Writes: 2, flushes: 0, syncs: 0))
    let dump = RunningCounts(Timeline(try InputFile.open(sample("captures/dump/core-user.elf"))))
    #expect(dump.total == .init(cr3Writes: 0, flushes: 0, syncs: 0))
  }
}
