import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines

/// The rows of semantics.md 6.5 for gasi with the class for user code, and its operations (2.4).
struct RestrictedDesignTests {
  private static let getpid = Running.getpid
  private static let read = Running.read
  private static let body = "__task_pid_nr_ns"
  /// Behind the first access to what is private.
  private static let privateBody = "shmem_file_read_iter+0x8"
  private static let pair = ["R>K", "K>R"]

  /// All writes, each with x: n if the TLB is tagged, else f; how often siblings had to be held; page faults.
  @Test(
    arguments: [
      ("E1 to E4, exposed-only", getpid, [], 0, 0), ("E1 to E4, private", read, pair, 1, 1),
      ("E5", Running.tick, [], 0, 0), ("E6", Running.timer, pair, 1, 1),
      ("E7", getpid.inside(body, Running.tick), [], 0, 0), ("E8", getpid.inside(body, Running.timer), pair, 1, 1),
      ("E9", read.inside(privateBody, Running.timer), pair, 1, 1), ("E10", Running.nmi, pair, 1, 1),
      ("E11", getpid.inside("entry_SYSCALL_64+0x7", Running.nmi), pair, 1, 1),
      ("E12", getpid.inside(body, Running.nmi), pair, 1, 1), ("E13", read.inside(privateBody, Running.nmi), pair, 1, 1),
      ("E14", getpid.inside("entry_SYSRETQ_unsafe_stack+0xa", Running.nmi), pair, 1, 1),
      ("E14, private", read.inside("entry_SYSRETQ_unsafe_stack+0xa", Running.nmi), pair + pair, 2, 2),
      ("E15", Running.tick.inside("sysvec_tick", Running.nmi), pair, 1, 1),
      ("NMI, exposed", ScenarioEvent(.nmi("nmi-exposed")), [], 0, 0),
      ("E18", ScenarioEvent(.demandFault), pair, 1, 2),
      ("E21", getpid.inside(body, ScenarioEvent(.interrupt("double-fault"))), pair, 1, 0),
    ] as [(String, ScenarioEvent, [String], Int, Int)])
  func rows(name: String, event: ScenarioEvent, writes: [String], syncs: Int, faults: Int) throws {
    for (pcid, tagged, flag) in [(true, false, "f"), (true, true, "n"), (false, false, "f"), (false, true, "f")] {
      let timeline = try Running.timeline(.gasi, [event]) {
        $0.settings.pcid = pcid
        $0.settings.gasiTLB = tagged
      }
      #expect(timeline.writeWords == writes.map { "\($0) \(flag)" }, "\(name)")
      #expect(timeline.syncStarts == syncs, "\(name)")
      #expect(timeline.events.count { $0.name == "#PF" } == faults, "\(name)")
      #expect(timeline.run?.halt == .done)
      #expect(timeline.run?.violations == [])
    }
  }

  /// Where the restricted space comes back: at the end of an interrupt if the thread has a target, else at the exit.
  @Test(arguments: [
    ("E8", getpid.inside(body, Running.timer), body, "K"), ("E12", getpid.inside(body, Running.nmi), body, "K"),
    ("E11", getpid.inside("entry_SYSCALL_64+0x7", Running.nmi), body, "K"),
    ("E7", getpid.inside(body, Running.tick), body, "R"),
    ("E15", Running.tick.inside("sysvec_tick", Running.nmi), "sysvec_tick", "K"),
    ("E14", getpid.inside("entry_SYSRETQ_unsafe_stack+0xa", Running.nmi), "entry_SYSRETQ_unsafe_stack+0xa", "R"),
  ])
  func whereItComesBack(name: String, event: ScenarioEvent, place: String, space: String) throws {
    #expect(try Running.timeline(.gasi, [event]).spaceName(at: place) == space, "\(name)")
  }

  private struct State: Equatable {
    let isTense: Bool
    let depth: Int
  }

  /// `target` and `intr_nest_depth`, step by step: an interrupt counts only if the thread has a target.
  @Test(
    arguments: [
      ("syscall", getpid, [0, nil, 0]), ("E5", Running.tick, [0, 1, 0]), ("E6", Running.timer, [0, 1, 2, 1, 0]),
      ("E7", getpid.inside(body, Running.tick), [0, nil, 0]), ("E8", getpid.inside(body, Running.timer), [0, nil, 0]),
      ("E10", Running.nmi, [0, 1, 2, 1, 0]), ("E11", getpid.inside("entry_SYSCALL_64+0x7", Running.nmi), [0, nil, 0]),
      ("E12", getpid.inside(body, Running.nmi), [0, nil, 0]),
      ("E14", getpid.inside("entry_SYSRETQ_unsafe_stack+0xa", Running.nmi), [0, nil, 0, 1, 2, 1, 0]),
      ("E15", Running.tick.inside("sysvec_tick", ScenarioEvent(.nmi("nmi-exposed"))), [0, 1, 2, 1, 0]),
    ] as [(String, ScenarioEvent, [Int?])])
  func states(name: String, event: ScenarioEvent, depths: [Int?]) throws {
    let states = try Running.timeline(.gasi, [event]).states {
      State(isTense: $0.threads[0].isTense, depth: $0.threads[0].interruptDepth)
    }
    #expect(states == depths.map { State(isTense: $0 != nil, depth: $0 ?? 0) }, "\(name)")
  }

  /// Group 11: an interrupt from user code goes back by itself; the same one in a relaxed syscall stays in K.
  @Test func interruptsTenseAndRelaxed() throws {
    let tense = try Running.timeline(.gasi, [Running.timer])
    #expect(tense.flips.map { $0.site.prefix { $0 != "+" } } == ["asi_exit", "__asi_enter"])
    #expect(tense.step(at: "asi_enter_userspace") == nil)
    let relaxed = try Running.timeline(.gasi, [Self.getpid.inside(Self.body, Running.timer)])
    let target = try #require(relaxed.step(at: "asi_enter_userspace"))
    #expect(relaxed.writes.count == 2)
    #expect(relaxed.flips[0].step < target && relaxed.flips[1].step > target)
  }

  /// 2.4: the order inside of `asi_exit` and `__asi_enter` is normative.
  @Test func orderOfOperations() throws {
    let timeline = try Running.timeline(.gasi, [Self.read])
    let run = try #require(timeline.run)
    let out = timeline.flips[0].step
    let back = timeline.flips[1].step
    func kept(_ step: Int) throws -> RestrictedState { try #require(run.system(at: step).cpu.kept.target) }
    // asi_exit: predictors, taint, CR3, then curr_asi.
    let ibpb = try #require(timeline.step(at: "asi_exit+0x10"))
    #expect(ibpb < out)
    #expect(try kept(out).isCurrent && kept(out + 1).isCurrent)
    #expect(try !kept(out).taints.contains(.userControl))
    #expect(try kept(out + 1).taints.contains(.kernelData))
    #expect(try !kept(out + 2).isCurrent)
    // asi_enter: target, curr_asi, CR3, buffers, taints.
    let target = try #require(timeline.step(at: "asi_enter_userspace"))
    let current = try #require(timeline.step(at: "__asi_enter"))
    let verw = try #require(timeline.step(at: "clear_cpu_buffers"))
    #expect(target < current && current < back && back < verw)
    #expect(try kept(back).isCurrent && run.system(at: back).threads[0].isTense)
    let last = try kept(timeline.count - 1)
    #expect(last.taints.isDisjoint(with: [.kernelData, .otherData]) && last.taints.contains(.userControl))
    // curr_asi is set already: nothing else is done.
    let exposed = try Running.timeline(.gasi, [Self.getpid])
    #expect(exposed.step(at: "asi_enter_userspace") != nil && exposed.step(at: "__asi_enter") == nil)
    #expect(exposed.step(at: "clear_cpu_buffers") == nil)
  }

  /// Group 12: `asi_exit` warns if the thread has a target and counts no interrupt, and only then.
  @Test(arguments: [
    (getpid.inside("entry_SYSRETQ_unsafe_stack", ScenarioEvent(.schedule("B"))), 1),
    (getpid.inside(body, ScenarioEvent(.schedule("B"))), 0), (ScenarioEvent(.schedule("B")), 0),
    (Running.tick.inside("sysvec_tick", ScenarioEvent(.schedule("B"))), 0), (Running.timer, 0), (read, 0),
  ])
  func criticalSection(event: ScenarioEvent, warnings: Int) throws {
    let timeline = try Running.timeline(.gasi, [event]) { $0.threads.append(.init("B", process: 1)) }
    let violations = try #require(timeline.run).violations
    #expect(violations.count { $0.text.hasPrefix("asi_exit is called in a critical section") } == warnings)
    #expect(violations.count == warnings)
  }

  /// E19: reaching for what is private costs time and is no bug, whatever the entry is marked as.
  @Test(arguments: EntryPoint.Marking.allCases)
  func markingsDoNotMatter(marking: EntryPoint.Marking) throws {
    let timeline = try Running.timeline(.gasi, [Self.read, Self.getpid]) { scenario in
      if let index = scenario.entries.firstIndex(where: { $0.name == "read" }) {
        scenario.entries[index].marking = marking
      }
    }
    #expect(timeline.flipWords == ["R>K f", "K>R f"])
    #expect(timeline.events.map(\.name) == ["syscall read", "#PF", "syscall getpid"])
    #expect(timeline.run?.halt == .done)
  }

  /// E21: the exit comes before the handler.
  @Test func doubleFault() throws {
    let fault = Self.getpid.inside(Self.body, ScenarioEvent(.interrupt("double-fault")))
    #expect(try Running.timeline(.gasi, [fault]).spaceName(at: "exc_double_fault") == "K")
  }

  /// E22: user pages are not poisoned, so that user code runs on with K: nothing tells.
  @Test func missedFlip() throws {
    var event = Self.read
    event.missesExitFlip = true
    let timeline = try Running.timeline(.gasi, [event])
    #expect(timeline.flipWords == ["R>K f"])
    #expect(timeline.events.map(\.name) == ["syscall read", "#PF"])
    #expect(timeline.recording.steps.cpl(at: timeline.count - 1) == 3)
    #expect(timeline.space(at: timeline.count - 1)?.name == "K")
    #expect(timeline.run?.halt == .done)
  }

  /// E16: a nested NMI waits for the first one's IRET.
  @Test func nestedNMI() throws {
    let event = Self.getpid.inside(Self.body, Running.nmi.inside("perf_event_nmi_handler", Running.nmi))
    let timeline = try Running.timeline(.gasi, [event])
    #expect(timeline.flipWords == ["R>K f", "K>R f"])
    #expect(timeline.events.map(\.name) == ["syscall getpid", "NMI", "#PF", "NMI"])
  }

  /// Without local non-sensitive memory R does not map the process's own kernel data: the task is private
  /// then, and every syscall reaches for it. The stack belongs to all then.
  @Test func withoutLocalMemory() throws {
    let timeline = try Running.timeline(.gasi, [Self.getpid]) { $0.settings.gasiLocal = false }
    let labels = try #require(timeline.run).mappedLabels(process: 0, spaceKind: .exposed)
    #expect(labels == [.user(0), .entry, .text, .exposedGlobal])
    #expect(timeline.flipWords == ["R>K f", "K>R f"])
    #expect(timeline.events.map(\.name) == ["syscall getpid", "#PF"])
    #expect(timeline.run?.violations == [])
  }

  /// The page fault that ends the restricted space is the design's own; that of a first touch is not.
  @Test func entriesOfTheDesign() throws {
    let events = [ScenarioEvent(.syscall("read")), ScenarioEvent(.demandFault)]
    let timeline = try Running.timeline(.gasi, events)
    #expect(timeline.events.map(\.name) == ["syscall read", "#PF", "#PF", "#PF"])
    #expect(timeline.events.map(\.isOfDesign) == [false, true, false, true])
    #expect(try Running.timeline(.pti, events).events.map(\.isOfDesign) == [false, false])
  }
}
