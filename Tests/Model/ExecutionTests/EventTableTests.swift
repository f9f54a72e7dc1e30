import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines

/// The rows of semantics.md 6.5 for nopti, pti and unified: flips in order, n for no-flush, f for flush.
struct EventTableTests {
  private static let getpid = ScenarioEvent(.syscall("getpid"))
  private static let read = ScenarioEvent(.syscall("read"))
  private static let timer = ScenarioEvent(.interrupt("timer"))
  private static let tick = ScenarioEvent(.interrupt("tick"))
  private static let nmi = ScenarioEvent(.nmi("nmi"))

  private static func inside(_ event: ScenarioEvent, at symbol: String, _ nested: ScenarioEvent) -> ScenarioEvent {
    var outer = event
    outer.during.append(.init(at: symbol, nested))
    return outer
  }

  @Test(
    arguments: [
      // A: syscalls, E1 to E4.
      ("exposed-only syscall", getpid, [], ["U>K n", "K>U n"], []),
      ("private syscall", read, [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]),
      // B: interrupts, E5 to E9.
      ("E5", tick, [], ["U>K n", "K>U n"], []),
      ("E6", timer, [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]),
      ("E7", inside(getpid, at: "__task_pid_nr_ns", tick), [], ["U>K n", "K>U n"], []),
      ("E8", inside(getpid, at: "__task_pid_nr_ns", timer), [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]),
      ("E9", inside(read, at: "vfs_read", timer), [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]),
      // C: the NMI, E10 to E15.
      ("E10", nmi, [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]),
      (
        "E11", inside(getpid, at: "entry_SYSCALL_64+0x7", nmi), [], ["U>K n", "K>U n", "U>K n", "K>U n"],
        ["E>P n", "P>E n"]
      ),
      ("E12", inside(getpid, at: "__task_pid_nr_ns", nmi), [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]),
      ("E13", inside(read, at: "vfs_read", nmi), [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]),
      (
        "E14", inside(getpid, at: "entry_SYSRETQ_unsafe_stack+0xa", nmi), [],
        ["U>K n", "K>U n", "U>K n", "K>U n"], ["E>P n", "P>E n"]
      ),
      (
        "E15", inside(timer, at: "hrtimer_interrupt", nmi), [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]
      ),
      ("NMI, exposed", ScenarioEvent(.nmi("nmi-exposed")), [], ["U>K n", "K>U n"], []),
      // D: faults, E18.
      ("E18", ScenarioEvent(.demandFault), [], ["U>K n", "K>U n"], ["E>P n", "P>E n"]),
      (
        "E21", inside(getpid, at: "__task_pid_nr_ns", ScenarioEvent(.interrupt("double-fault"))), [],
        ["U>K n", "K>U n"], ["E>P n", "P>E n"]
      ),
    ] as [(String, ScenarioEvent, [String], [String], [String])])
  func rows(name: String, event: ScenarioEvent, nopti: [String], pti: [String], unified: [String]) throws {
    #expect(try Running.timeline(.nopti, [event]).flipWords == nopti)
    #expect(try Running.timeline(.pti, [event]).flipWords == pti)
    #expect(try Running.timeline(.unified, [event]).flipWords == unified)
  }

  /// The totals: writes, flushing writes, syncs; the exposed-only syscall, then the private one.
  @Test(arguments: [
    (Design.nopti, false, [0, 0, 0], [0, 0, 0]), (.pti, false, [2, 0, 0], [2, 0, 0]),
    (.unified, false, [0, 0, 0], [2, 0, 1]), (.nopti, true, [0, 0, 1], [0, 0, 1]),
    (.pti, true, [2, 0, 1], [2, 0, 1]),
  ])
  func totals(design: Design, protects: Bool, exposed: [Int], isPrivate: [Int]) throws {
    for (event, expected) in [(Self.getpid, exposed), (Self.read, isPrivate)] {
      let timeline = try Running.timeline(design, [event]) { $0.settings.kernelProtect = protects }
      let writes = timeline.writes
      #expect([writes.count, writes.count { !$0.keepsTLB }, timeline.syncStarts] == expected)
    }
  }

  /// Group 20: without PCIDs every write flushes.
  @Test(arguments: [Design.pti, .unified])
  func withoutPCIDEveryWriteFlushes(design: Design) throws {
    let timeline = try Running.timeline(design, [Self.read, Self.timer, Self.nmi]) { $0.settings.pcid = false }
    #expect(timeline.writes.count == 6)
    #expect(timeline.writes.allSatisfy { !$0.keepsTLB && $0.pcid & 0xfff == 0 })
  }

  /// E19: exposed code reaches for what is private. It stops the kernel, or goes on in P until the exit.
  @Test func missingGate() throws {
    func run(_ design: Design, _ faults: Settings.FaultPolicy) throws -> Timeline {
      try Running.timeline(design, [Self.read, Self.getpid]) { scenario in
        scenario.settings.faults = faults
        if let index = scenario.entries.firstIndex(where: { $0.name == "read" }) {
          scenario.entries[index].marking = .exposed
        }
      }
    }
    #expect(try run(.pti, .strict).flipWords == ["U>K n", "K>U n", "U>K n", "K>U n"])
    let strict = try run(.unified, .strict)
    #expect(strict.flipWords == ["E>P n"])
    #expect(strict.run?.halt != .done)
    #expect(strict.events.map(\.name) == ["syscall read", "#PF"])
    let lenient = try run(.unified, .lenient)
    #expect(lenient.flipWords == ["E>P n", "P>E n"])
    #expect(lenient.run?.halt == .done)
    #expect(lenient.events.map(\.name) == ["syscall read", "#PF", "syscall getpid"])
  }

  /// E20: a pointer that leads nowhere stops the kernel under every design.
  @Test(arguments: Design.all)
  func badPointer(design: Design) throws {
    let timeline = try Running.timeline(design, [Self.getpid, Self.read]) { scenario in
      scenario.functions.append(KernelFunction("__x64_sys_bad", [.badPointer]))
      scenario.entries[0].function = "__x64_sys_bad"
    }
    #expect(timeline.run?.halt != .done)
    // asi3 does not know: it leaves I, tries again, and then it knows.
    let faults = design == .asi3 ? ["#PF", "#PF"] : ["#PF"]
    #expect(timeline.events.map(\.name) == ["syscall getpid"] + faults)
  }

  /// E23: a preempting switch to another process, and that one's return to user code: writes in all.
  @Test(arguments: [
    (Design.nopti, ["K(A)>K(B) f"]), (.pti, ["U(A)>K(A) n", "K(A)>K(B) f", "K(B)>U(B) f"]),
    (.unified, ["E(A)>P(A) n", "P(A)>P(B) f", "P(B)>E(B) f"]),
  ])
  func switchToAnotherProcess(design: Design, flips: [String]) throws {
    let timeline = try Running.timeline(design, [ScenarioEvent(.schedule("B"))]) {
      $0.threads.append(.init("B", process: 1))
    }
    #expect(timeline.flipWords == flips)
  }

  /// E24: a switch to another thread of the same process writes no process's CR3.
  @Test func switchInOneProcess() throws {
    func flips(_ design: Design) throws -> [String] {
      try Running.timeline(design, [ScenarioEvent(.schedule("A2"))]) { $0.threads.append(.init("A2", process: 0)) }
        .flipWords
    }
    #expect(try flips(.nopti) == [])
    #expect(try flips(.pti) == ["U>K n", "K>U n"])
    #expect(try flips(.unified) == ["E>P n", "P>E n"])
  }

  /// E27 and E28: a sleeping thread does not count as private; it does again before its interrupt is handled.
  @Test func idle() throws {
    let events = [ScenarioEvent(.schedule("idle")), ScenarioEvent(.interrupt("timer")), ScenarioEvent(.schedule("A"))]
    let timeline = try Running.timeline(.unified, events) { scenario in
      scenario.threads.append(.init("idle", process: nil, isIdle: true))
    }
    let run = try #require(timeline.run)
    let sleep = try #require(timeline.step(at: "do_idle+0x100"))
    let wake = try #require(timeline.step(at: "asm_sysvec_apic_timer_interrupt"))
    #expect([run.moment(at: sleep).privateCount, run.moment(at: wake).privateCount] == [1, 0])
    #expect(run.moment(at: wake).cpu.isAsleep)
    #expect(run.moment(at: wake + 1).privateCount == 1)
    #expect(timeline.flipWords == ["E>P n", "P>E n"])
    #expect(
      try Running.timeline(.nopti, events) { $0.threads.append(.init("idle", process: nil, isIdle: true)) }.writes == []
    )
  }

  /// E25 and E26: a kernel thread borrows the memory of the process before it, and gives it back without a write.
  @Test func lazyKernelThread() throws {
    let events = [ScenarioEvent(.schedule("kworker")), ScenarioEvent(.schedule("A"))]
    func flips(_ design: Design) throws -> [String] {
      try Running.timeline(design, events) { $0.threads.append(.init("kworker", process: nil)) }.flipWords
    }
    #expect(try flips(.nopti) == [])
    #expect(try flips(.pti) == ["U>K n", "K>U n"])
    #expect(try flips(.unified) == ["E>P n", "P>E n"])
  }
}
