import Execution
import Isolation
import PageTables
import Recordings
import Testing
import Timelines

/// What the scenarios about asi3, gasi, siblings and the limits of the merge show.
struct DesignScenarioTests {
  /// A scenario under a design: writes to CR3, those that flush, syncs; from the tables of semantics.md 6.5.
  struct Row: Sendable {
    let name: String
    let counts: [Design: [Int]]
  }

  static let rows = [
    // Two system calls, the second private: the sums of the totals of table A.
    Row(
      name: "asi-enter-exit",
      counts: [
        .nopti: [0, 0, 0], .pti: [4, 0, 0], .asi3: [8, 4, 4], .gasi: [2, 2, 1],
        .unified: [2, 0, 1],
      ]),
    // U>K, K>I, I>K by the abort, K>U; then the four of the second call. E7, E8.
    Row(name: "asi-irq-abort", counts: [.pti: [4, 0, 0], .asi3: [8, 4, 4], .gasi: [2, 2, 1], .unified: [2, 0, 1]]),
    Row(name: "three-private-interrupts", counts: [.asi3: [4, 2, 2], .unified: [6, 0, 3]]),
    Row(name: "scoped-gates", counts: [.asi3: [4, 2, 2], .unified: [6, 0, 3]]),
    Row(name: "async-sync-window", counts: [.unified: [2, 0, 1], .nopti: [0, 0, 0]]),
  ]

  @Test(arguments: rows)
  func counts(row: Row) throws {
    for (design, expected) in row.counts {
      let timeline = try Self.timeline(row.name, design)
      let writes = (0..<timeline.count).compactMap { timeline.recording.steps.note(at: $0)?.writtenCR3 }
      let syncs = (0..<timeline.count).count { timeline.sync(at: $0) == .start }
      #expect([writes.count, writes.count { !$0.keepsTLB }, syncs] == expected, "\(row.name) \(design)")
    }
  }

  private static func timeline(_ name: String, _ design: Design, _ change: (inout Settings) -> Void = { _ in }) throws
    -> Timeline
  {
    try Reading.timeline(try Reading.sampleScenario(name), design) { change(&$0.settings) }
  }

  /// D4: without the barrier the third space is loaded with no session; with it nothing is broken.
  @Test func barrier() throws {
    let broken = try #require(try Self.timeline("asi-barrier", .asi3).run)
    #expect(broken.violations.first?.text.contains("the session is INACTIVE, but CR3 is I") == true)
    #expect(broken.halt != .done)
    let whole = try #require(try Self.timeline("asi-barrier", .asi3) { $0.asiD4 = false }.run)
    #expect(whole.violations == [] && whole.halt == .done)
  }

  /// D1: page faults inside of each other, and a double fault at the end.
  @Test func window() throws {
    let broken = try Self.timeline("asi-nmi-window", .asi3)
    let names = broken.events.map(\.name)
    #expect(names.first == "syscall getpid" && names.dropFirst().first == "NMI")
    #expect(names.filter { $0 == "#PF" }.count >= 2)
    #expect(names.last == "#DF" && broken.run?.halt != .done)
    #expect(broken.run?.violations.first?.text.contains("(defect D1)") == true)
    #expect(
      try Self.timeline("asi-nmi-window", .asi3) { $0.asiD1 = false }.events.map(\.name) == ["syscall getpid", "NMI"])
  }

  /// D2: the NMI gives back what is no CR3.
  @Test func register() throws {
    let broken = try #require(try Self.timeline("asi-nmi-register", .asi3).run)
    #expect(broken.violations.first?.text.contains("(defect D2)") == true && broken.halt != .done)
    // It is told at the step that writes, which is the last.
    #expect(broken.violations.first?.step == broken.lastStep)
    let whole = try #require(try Self.timeline("asi-nmi-register", .asi3) { $0.asiD2 = false }.run)
    #expect(whole.violations == [] && whole.halt == .done)
  }

  /// A hole in the array costs a fault in every call; sections have none.
  @Test func arrayHole() throws {
    let ranges = try Self.timeline("asi-array-hole", .asi3)
    #expect(ranges.events.map(\.name) == ["syscall fcntl", "#PF", "syscall fcntl", "#PF"])
    let inside = try #require((0..<ranges.count).first { ranges.space(at: $0)?.name == "I" })
    let run = try #require(ranges.run)
    #expect(run.mappedLabels(process: 0, spaceKind: .isolated).contains(.privateKernel), "step \(inside)")
    let sections = try Self.timeline("asi-array-hole", .asi3) { $0.asiMap = .sections }
    #expect(sections.events.map(\.name) == ["syscall fcntl", "syscall fcntl"])
    #expect(sections.run?.mappedLabels(process: 0, spaceKind: .isolated).contains(.privateKernel) == false)
  }

  /// cpu1 runs user code through getpid, and is held from before the flip of read until its buffers are cleared.
  @Test func siblings() throws {
    let timeline = try Self.timeline("smt-siblings", .unified)
    let run = try #require(timeline.run)
    for index in 0..<timeline.count where run.moment(at: index).cpu(0).spaceKind == .private {
      #expect(run.moment(at: index).cpu(1).cpl == 0, "step \(index)")
    }
    let flips = timeline.flips.map(\.step)
    #expect(flips.count == 2)
    #expect((0..<flips[0]).contains { run.moment(at: $0).cpu(1).cpl == 3 })
    #expect((flips[1]..<timeline.count).contains { run.moment(at: $0).cpu(1).cpl == 3 })
    #expect((0..<timeline.count).contains { run.moment(at: $0).cpu(1).hold == .privateWork })
  }

  /// Threads with different cookies are never in user code at the same time; without core scheduling they are.
  @Test(arguments: [true, false])
  func coreScheduling(isOn: Bool) throws {
    let timeline = try Self.timeline("smt-core-scheduling", .unified) { $0.coreScheduling = isOn }
    let run = try #require(timeline.run)
    let both = (0..<timeline.count).count { run.moment(at: $0).cpu.cpl == 3 && run.moment(at: $0).sibling?.cpl == 3 }
    #expect((both == 0) == isOn)
    // Everything happens all the same: two calls on each CPU.
    let calls = timeline.events.filter { $0.kind == .syscall }
    #expect(calls.filter { timeline.cpu(at: $0.firstStep) == 0 }.count == 2)
    #expect(calls.filter { timeline.cpu(at: $0.firstStep) == 1 }.count == 2)
  }
}
