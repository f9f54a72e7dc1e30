import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines

/// The rows of semantics.md 6.5 for asi3, RFC v2 of A. Chartre with its defects repaired, and its states (2.1).
struct IsolatedDesignTests {
  private static let getpid = Running.getpid
  private static let read = Running.read
  private static let body = "__task_pid_nr_ns"
  /// Behind the first access to what is private.
  private static let privateBody = "shmem_file_read_iter+0x8"
  private static let whole = ["U>K n", "K>I f", "I>K f", "K>U n"]
  private static let entryAndExit = ["U>K n", "K>U n"]

  /// All writes, rewrites of the same value included, and how often siblings had to be held.
  @Test(
    arguments: [
      ("E1 to E4, exposed-only", getpid, whole, 2), ("E1 to E4, private", read, whole, 2),
      ("E5", Running.tick, entryAndExit, 1), ("E6", Running.timer, entryAndExit, 1),
      ("E7", getpid.inside(body, Running.tick), whole, 2), ("E8", getpid.inside(body, Running.timer), whole, 2),
      ("E9", read.inside(privateBody, Running.timer), whole, 2), ("E10", Running.nmi, entryAndExit, 1),
      ("E12", getpid.inside(body, Running.nmi), ["U>K n", "K>I f", "I>K f", "K>K n", "K>U n"], 2),
      ("E13", read.inside(privateBody, Running.nmi), whole, 2),
      ("E15, user", Running.timer.inside("hrtimer_interrupt", Running.nmi), entryAndExit, 1),
      ("E18", ScenarioEvent(.demandFault), entryAndExit, 1),
    ] as [(String, ScenarioEvent, [String], Int)])
  func rows(name: String, event: ScenarioEvent, writes: [String], syncs: Int) throws {
    let timeline = try Running.timeline(.asi3, [event])
    #expect(timeline.writeWords == writes, "\(name)")
    #expect(timeline.syncStarts == syncs, "\(name)")
    #expect(timeline.run?.halt == .done)
    #expect(timeline.run?.violations == [])
  }

  /// E11 and E14 without the defect D1: the NMI gives back U.
  @Test(arguments: [
    ("entry_SYSCALL_64+0x7", ["U>K n", "K>U n"] + whole),
    ("entry_SYSRETQ_unsafe_stack+0xa", whole + ["U>K n", "K>U n"]),
  ])
  func windows(place: String, writes: [String]) throws {
    #expect(try Running.timeline(.asi3, [Self.getpid.inside(place, Running.nmi)]).writeWords == writes)
  }

  /// Group 20: without PCIDs every write flushes.
  @Test(arguments: [
    (getpid, whole), (read, whole), (Running.tick, entryAndExit),
    (getpid.inside(body, Running.nmi), ["U>K f", "K>I f", "I>K f", "K>K f", "K>U f"]),
  ])
  func withoutPCID(event: ScenarioEvent, writes: [String]) throws {
    let timeline = try Running.timeline(.asi3, [event]) { $0.settings.pcid = false }
    #expect(timeline.writeWords == writes.map { $0.dropLast() + "f" })
  }

  /// E16: the second NMI waits for the first one's IRET, and then finds the session INACTIVE.
  @Test func nestedNMI() throws {
    let event = Self.getpid.inside(Self.body, Running.nmi.inside("perf_event_nmi_handler", Running.nmi))
    let timeline = try Running.timeline(.asi3, [event])
    #expect(timeline.events.map(\.name) == ["syscall getpid", "NMI", "NMI"])
    #expect(timeline.writeWords == ["U>K n", "K>I f", "I>K f", "K>K n", "K>U n"])
  }

  /// 2.1: what was loaded is saved first, then the barrier, the state, CR3, and the end of the barrier.
  @Test func orderOfEntering() throws {
    let timeline = try Running.timeline(.asi3, [Self.getpid])
    let steps = [0x8, 0x10, 0x18, 0x28, 0x30].map { timeline.step(at: "asi_enter+0x\(String($0, radix: 16))") ?? -1 }
    #expect(steps.allSatisfy { $0 > 0 } && steps == steps.sorted())
    let run = try #require(timeline.run)
    let sessions = try (steps + [steps[4] + 1]).map { try #require(run.system(at: $0).cpu.kept.session) }
    #expect(sessions[2].retriesAbort && sessions[4].retriesAbort)
    #expect(sessions[3].state == .active)
    #expect(!sessions[5].retriesAbort)
  }

  /// I has PCID 0 and its tables are neither half of the pair.
  @Test func valuesOfIsolatedSpace() throws {
    let timeline = try Running.timeline(.asi3, [Self.getpid])
    let enter = try #require(timeline.writes.dropFirst().first)
    #expect(enter.pcid == 0)
    #expect(!enter.keepsTLB)
    #expect(timeline.writes[2].readBack == timeline.writes[0].readBack)
    #expect(enter.root != timeline.writes[0].root && enter.root != timeline.writes[3].root)
  }

  /// "body continues on K": what was interrupted in I goes on with everything mapped, up to the exit.
  @Test(arguments: [Running.tick, Running.timer, Running.nmi, ScenarioEvent(.interrupt("double-fault"))])
  func bodyContinuesOnK(event: ScenarioEvent) throws {
    let timeline = try Running.timeline(.asi3, [Self.getpid.inside(Self.body, event), Self.getpid])
    #expect(try timeline.spaceName(at: "__x64_sys_getpid") == "I")
    #expect(try timeline.spaceName(at: Self.body) == "K")
    #expect(try timeline.system(at: Self.body).cpu.kept.session?.state == .inactive)
    // The next syscall is isolated again.
    let next = try #require(timeline.flips.dropFirst(3).first?.step)
    #expect(try timeline.spaceName(at: Self.body, from: next) == "I")
    #expect(timeline.flipWords == Self.whole + Self.whole)
  }

  private struct State: Equatable {
    var state: ASISession.State?
    var depth: Int? = 0
  }

  private static func states(_ event: ScenarioEvent, _ change: (inout Scenario) -> Void = { _ in }) throws -> [State] {
    try Running.timeline(.asi3, [event], change).states {
      State(state: $0.cpu.kept.session?.state, depth: $0.cpu.kept.session?.depth)
    }
  }

  private static let inactive = State(state: .inactive)
  private static let active = State(state: .active)
  private static func aborted(_ depth: Int) -> State { State(state: .aborted, depth: depth) }

  /// 2.1: asi_enter and asi_exit; an interrupt from user code skips the abort.
  @Test func statesWithoutAnAbort() throws {
    #expect(try Self.states(Self.getpid) == [Self.inactive, Self.active, Self.inactive])
    #expect(try Self.states(Self.read) == [Self.inactive, Self.active, Self.inactive])
    #expect(try Self.states(Running.timer) == [Self.inactive])
    #expect(try Self.states(Running.nmi) == [Self.inactive])
  }

  /// Group 8: ACTIVE, ABORTED(1), ABORTED(2), ABORTED(1), INACTIVE; also for the NMI in an interrupt, E15.
  @Test(arguments: [("sysvec_tick", Running.timer), ("sysvec_tick", Running.nmi)])
  func statesOfNestedInterrupts(place: String, inner: ScenarioEvent) throws {
    let event = Self.getpid.inside(Self.body, Running.tick.inside(place, inner))
    #expect(
      try Self.states(event) == [
        Self.inactive, Self.active, Self.aborted(1), Self.aborted(2), Self.aborted(1), Self.inactive,
      ])
    let timeline = try Running.timeline(.asi3, [event])
    #expect(timeline.flipWords == Self.whole)
    #expect(try timeline.spaceName(at: Self.body) == "K")
  }

  /// One abort: ACTIVE, ABORTED(1), INACTIVE.
  @Test(arguments: [Running.tick, Running.timer, Running.nmi])
  func statesOfAnAbort(event: ScenarioEvent) throws {
    #expect(
      try Self.states(Self.getpid.inside(Self.body, event)) == [
        Self.inactive, Self.active, Self.aborted(1), Self.inactive,
      ])
  }

  /// A switch of threads ends the session.
  @Test func statesOfASwitch() throws {
    let event = Self.getpid.inside(Self.body, ScenarioEvent(.schedule("B")))
    let states = try Self.states(event) { $0.threads.append(.init("B", process: 1)) }
    #expect(states == [Self.inactive, Self.active, Self.inactive])
  }

  /// A switch in an interrupt that aborted the session ends it too, with nothing left to finish.
  @Test func statesOfASwitchInAnInterrupt() throws {
    let tick = Running.tick.inside("sysvec_tick", ScenarioEvent(.schedule("B")))
    let timeline = try Running.timeline(
      .asi3, [Self.getpid.inside(Self.body, tick), ScenarioEvent(.schedule("A")), Self.getpid]
    ) { $0.threads.append(.init("B", process: 1)) }
    #expect(timeline.run?.violations == [])
    let last = try #require(timeline.run).system(at: timeline.count - 1)
    #expect(last.cpu.kept.session?.state == .inactive && last.cpu.kept.session?.depth == 0)
    #expect(timeline.flipWords.suffix(4) == ["U(A)>K(A) n", "K(A)>I(A) f", "I(A)>K(A) f", "K(A)>U(A) n"])
  }

  /// E19: a page fault in I is an abort; it is logged once, tried again on K, and no bug.
  @Test func missingGate() throws {
    let timeline = try Running.timeline(.asi3, [Self.read]) { scenario in
      if let index = scenario.entries.firstIndex(where: { $0.name == "read" }) {
        scenario.entries[index].marking = .exposed
      }
    }
    #expect(timeline.writeWords == Self.whole)
    #expect(timeline.events.map(\.name) == ["syscall read", "#PF"])
    #expect(timeline.run?.halt == .done)
    let log = try #require(timeline.step(at: "asi_fault"))
    #expect(timeline.step(at: "asi_fault", from: log + 1) == nil)
    let session = try #require(try timeline.system(at: "asi_fault").cpu.kept.session)
    #expect(session.state == .aborted && session.depth == 1)
    #expect(try timeline.system(at: Self.privateBody).cpu.kept.session?.state == .inactive)
  }

  /// E21: the paranoid entry aborts.
  @Test func doubleFault() throws {
    let fault = Self.getpid.inside(Self.body, ScenarioEvent(.interrupt("double-fault")))
    let timeline = try Running.timeline(.asi3, [fault])
    #expect(timeline.flipWords == Self.whole)
    #expect(try timeline.spaceName(at: "exc_double_fault") == "K")
  }

  /// E22, group 21: user code with K faults at once, 0x15.
  @Test func missedFlip() throws {
    var event = Self.read
    event.missesExitFlip = true
    let timeline = try Running.timeline(.asi3, [event, Self.getpid])
    #expect(timeline.events.map(\.name) == ["syscall read", "#PF", "syscall getpid"])
    #expect(timeline.events.map(\.fromCPL) == [3, 3, 3])
    #expect(timeline.space(at: timeline.count - 1)?.name == "U")
  }

  /// `asi-map ranges`: the whole kernel image is mapped in I, its data too, so that code that does not ask for an
  /// exit reads it there; else it takes a page fault.
  @Test(arguments: [(Settings.MappingPolicy.sections, ["#PF"], false), (.ranges, [], true)])
  func ranges(policy: Settings.MappingPolicy, faults: [String], isMapped: Bool) throws {
    let timeline = try Running.timeline(.asi3, [ScenarioEvent(.syscall("peek")), Self.read]) { scenario in
      scenario.data.append(DataObject("secret", section: ".data"))
      scenario.functions.append(KernelFunction("peek", [.read("secret")]))
      scenario.entries.append(EntryPoint("peek", .syscall, function: "peek", marking: .exposed))
      scenario.settings.asiMap = policy
    }
    #expect(timeline.events.map(\.name) == ["syscall peek"] + faults + ["syscall read"])
    #expect(try timeline.spaceName(at: Self.privateBody) == "K")
    #expect(timeline.flipWords == Self.whole + Self.whole)
    let labels = try #require(timeline.run).mappedLabels(process: 0, spaceKind: .isolated)
    #expect(labels.contains(.privateKernel) == isMapped)
    #expect(labels.isSuperset(of: [.entry, .text, .exposedGlobal, .exposedLocal(0)]))
    #expect(labels.isDisjoint(with: .user(0)))
  }
}
