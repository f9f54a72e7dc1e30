import Execution
import Isolation
import PageTables
import ScenarioModel
import Testing
import Timelines

/// Part E of semantics.md 6.5: switches of threads, kernel threads and idle, E23 to E28, for all designs.
struct SwitchTests {
  private static let body = "__task_pid_nr_ns"

  /// E23: a syscall of A is preempted in its exposed body, and B returns to user code: all writes. B's ASID is
  /// fresh, then known.
  @Test(arguments: [
    (Design.nopti, ["K(A)>K(B) f"], ["K(A)>K(B) n"]),
    (
      .pti, ["U(A)>K(A) n", "K(A)>K(B) f", "K(B)>U(B) f"], ["U(A)>K(A) n", "K(A)>K(B) n", "K(B)>U(B) n"]
    ),
    (
      .asi3, ["U(A)>K(A) n", "K(A)>I(A) f", "I(A)>K(A) f", "K(A)>K(B) f", "K(B)>U(B) f"],
      ["U(A)>K(A) n", "K(A)>I(A) f", "I(A)>K(A) f", "K(A)>K(B) n", "K(B)>U(B) n"]
    ),
    (
      .gasi, ["R(A)>K(A) f", "K(A)>K(B) f", "K(B)>R(B) f"], ["R(A)>K(A) f", "K(A)>K(B) n", "K(B)>R(B) f"]
    ),
    (
      .unified, ["E(A)>P(A) n", "P(A)>P(B) f", "P(B)>E(B) f"], ["E(A)>P(A) n", "P(A)>P(B) n", "P(B)>E(B) n"]
    ),
  ])
  func toAnotherProcess(design: Design, cold: [String], warm: [String]) throws {
    for (isWarm, writes) in [(false, cold), (true, warm)] {
      let event = Running.getpid.inside(Self.body, ScenarioEvent(.schedule("B")))
      let timeline = try Running.timeline(design, [event]) {
        $0.threads.append(.init("B", process: 1))
        if isWarm { $0.warmProcesses = [1] }
      }
      #expect(timeline.writeWords == writes)
      #expect(timeline.run?.violations == [])
      #expect(timeline.syncStarts == (design == .nopti || design == .pti ? 0 : design == .asi3 ? 2 : 1))
    }
  }

  /// E23 with tagged translations of gasi.
  @Test func toAnotherProcessTagged() throws {
    let event = Running.getpid.inside(Self.body, ScenarioEvent(.schedule("B")))
    let timeline = try Running.timeline(.gasi, [event]) {
      $0.threads.append(.init("B", process: 1))
      $0.warmProcesses = [1]
      $0.settings.gasiTLB = true
    }
    #expect(timeline.writeWords == ["R(A)>K(A) n", "K(A)>K(B) n", "K(B)>R(B) n"])
  }

  /// E23: a switch leaves the taints of another process, which the entry to R clears.
  @Test func taintsOfAnotherProcess() throws {
    let timeline = try Running.timeline(.gasi, [ScenarioEvent(.schedule("B"))]) {
      $0.threads.append(.init("B", process: 1))
    }
    let run = try #require(timeline.run)
    let flips = timeline.flips.map(\.step)
    #expect(flips.count == 3)
    func taints(_ step: Int) throws -> RestrictedState.Taints {
      try #require(run.system(at: step).cpu.kept.target).taints
    }
    #expect(try taints(flips[1] + 1).isSuperset(of: [.otherData, .otherControl, .kernelData]))
    // Predictors are flushed before CR3 is written, buffers behind it.
    let before = try taints(flips[2])
    #expect(!before.contains(.otherControl) && before.contains(.otherData))
    let after = try taints(timeline.count - 1)
    #expect(after.isDisjoint(with: [.otherData, .otherControl, .kernelData]))
  }

  /// E24: to a thread of the same process, from user code and from the exposed body of a syscall.
  @Test(arguments: [
    (Design.nopti, [], []), (.pti, ["U>K n", "K>U n"], ["U>K n", "K>U n"]),
    (.asi3, ["U>K n", "K>U n"], ["U>K n", "K>I f", "I>K f", "K>U n"]),
    (.gasi, ["R>K f", "K>R f"], ["R>K f", "K>R f"]), (.unified, ["E>P n", "P>E n"], ["E>P n", "P>E n"]),
  ])
  func inOneProcess(design: Design, fromUser: [String], fromBody: [String]) throws {
    let schedule = ScenarioEvent(.schedule("A2"))
    for (event, writes) in [(schedule, fromUser), (Running.getpid.inside(Self.body, schedule), fromBody)] {
      let timeline = try Running.timeline(design, [event]) { $0.threads.append(.init("A2", process: 0)) }
      #expect(timeline.writeWords == writes)
    }
  }

  /// E25 and E26: a kernel thread borrows the private space, from user code and from the exposed body, and A gets
  /// it back without a write; A's exit is as ever.
  @Test(arguments: [
    (Design.nopti, [], [], "K"), (.pti, ["U>K n"], ["U>K n"], "K"),
    (.asi3, ["U>K n"], ["U>K n", "K>I f", "I>K f"], "K"), (.gasi, ["R>K f"], ["R>K f"], "K"),
    (.unified, ["E>P n"], ["E>P n"], "P"),
  ])
  func lazyKernelThread(design: Design, fromUser: [String], fromBody: [String], space: String) throws {
    let schedule = ScenarioEvent(.schedule("kworker"))
    let exit = ["pti": ["K>U n"], "asi3": ["K>U n"], "gasi": ["K>R f"], "unified": ["P>E n"]][design.name] ?? []
    for (event, writes) in [(schedule, fromUser), (Running.getpid.inside(Self.body, schedule), fromBody)] {
      func run(_ events: [ScenarioEvent]) throws -> Timeline {
        try Running.timeline(design, events) { $0.threads.append(.init("kworker", process: nil)) }
      }
      let lazy = try run([event])
      #expect(lazy.writeWords == writes)
      #expect(lazy.space(at: lazy.count - 1)?.name == space)
      let back = try run([event, ScenarioEvent(.schedule("A"))])
      #expect(back.writeWords == writes + exit)
      #expect(back.run?.violations == [])
    }
  }

  /// E25: a kernel thread counts as private work all the time.
  @Test(arguments: [Design.asi3, .gasi, .unified])
  func kernelThreadCounts(design: Design) throws {
    let timeline = try Running.timeline(design, [ScenarioEvent(.schedule("kworker"))]) {
      $0.threads.append(.init("kworker", process: nil))
    }
    #expect(try #require(timeline.run).system(at: timeline.count - 1).privateCount == 1)
  }

  /// E27, E28: no write; a sleeping thread does not count as private, and does before its interrupt is handled.
  @Test(arguments: [Design.asi3, .gasi, .unified])
  func idle(design: Design) throws {
    let events = [ScenarioEvent(.schedule("idle")), Running.timer, ScenarioEvent(.schedule("A"))]
    let timeline = try Running.timeline(design, events) {
      $0.threads.append(.init("idle", process: nil, isIdle: true))
    }
    let run = try #require(timeline.run)
    let sleep = try #require(timeline.step(at: "do_idle+0x100"))
    let handler = try #require(timeline.step(at: "asm_sysvec_apic_timer_interrupt", from: sleep))
    #expect(run.moment(at: sleep).privateCount == 1)
    #expect(run.moment(at: sleep + 1).privateCount == 0)
    #expect(run.moment(at: sleep + 1).cpu.isAsleep)
    #expect(run.moment(at: handler + 1).privateCount == 1)
    #expect(timeline.step(at: "do_idle+0xf0").map { $0 < sleep } == true)
    #expect(timeline.writes.count == 2)
    #expect(run.violations == [])
  }

  /// E27: under nopti and pti idle writes nothing more either.
  @Test(arguments: [(Design.nopti, []), (.pti, ["U>K n", "K>U n"])])
  func idleWritesNothing(design: Design, writes: [String]) throws {
    let events = [ScenarioEvent(.schedule("idle")), Running.timer, ScenarioEvent(.schedule("A"))]
    let timeline = try Running.timeline(design, events) {
      $0.threads.append(.init("idle", process: nil, isIdle: true))
    }
    #expect(timeline.writeWords == writes)
  }
}
