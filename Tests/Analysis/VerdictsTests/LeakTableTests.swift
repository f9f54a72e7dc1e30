import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines
import Verdicts

/// Table 6.4 of semantics.md, with the attacker A unless it says B, and 6.4b.
struct LeakTableTests {
  private static let secrets = ["PK", "UB", "XLB"]

  /// A scenario of one event, with a second process that never runs.
  private static func run(_ design: Design, _ name: String, _ change: (inout Scenario) -> Void = { _ in }) throws
    -> Timeline
  {
    var scenario = Scenario(name: "test", design: design, events: [ScenarioEvent(.syscall(name))])
    scenario.threads.append(.init("B", process: 1))
    change(&scenario)
    return Timeline(try ScenarioRun.record(ScenarioRun.Setup(scenario)))
  }

  /// What an attack by a process reaches at the first step of a symbol, or at the last step.
  private static func leak(_ attack: Attack, _ timeline: Timeline, at symbol: String?, by process: Int = 0) throws
    -> [String]
  {
    let run = try #require(timeline.run)
    let step =
      symbol.map { symbol in
        (0..<timeline.count).first { timeline.recording.steps.site(at: $0).symbol.hasPrefix(symbol) } ?? 0
      } ?? timeline.count - 1
    let moment = run.moment(at: step)
    var context = LeakContext(run, moment)
    context.view.allowed = run.setup.scenario.scope.allowed(process: process)
    return context.leak(attack).names
  }

  @Test(arguments: [
    (Design.nopti, [true, true, true, true, true, true, true, true], ["PK", "UA", "XLA"]),
    (.pti, [false, true, true, true, true, true, true, true], ["UA"]),
    (.asi3, [false, false, true, true, true, false, true, true], ["UA"]),
    (.gasi, [false, false, true, false, true, false, false, true], ["UA", "XLA"]),
    (.unified, [false, false, true, false, true, false, false, true], ["UA", "XLA"]),
  ])
  func table(design: Design, leaks: [Bool], siblingOfB: [String]) throws {
    let exposed = try Self.run(design, "getpid")
    let isPrivate = try Self.run(design, "read")
    let exposedWithoutVerw = try Self.run(design, "getpid") { $0.settings.verw = false }
    let privateWithoutVerw = try Self.run(design, "read") { $0.settings.verw = false }
    let found = [
      try Self.leak(.meltdown, exposed, at: "user_main"),
      try Self.leak(.spectreV1, exposed, at: "__task_pid_nr_ns"),
      try Self.leak(.spectreV1, isPrivate, at: "shmem_file_read_iter+0x8"),
      try Self.leak(.mdsThread, exposedWithoutVerw, at: nil),
      try Self.leak(.mdsThread, privateWithoutVerw, at: nil),
      try Self.leak(.mdsSibling, exposed, at: "__task_pid_nr_ns"),
      try Self.leak(.mdsSibling, exposed, at: "syscall_exit_to_user_mode"),
      try Self.leak(.mdsSibling, isPrivate, at: "shmem_file_read_iter+0x8"),
    ]
    #expect(found == leaks.map { $0 ? Self.secrets : [] })
    #expect(try Self.leak(.mdsSibling, exposed, at: "user_main", by: 1) == siblingOfB)
    // With VERW at the exit nothing is left for the same thread.
    #expect(try Self.leak(.mdsThread, exposed, at: nil) == [])
    #expect(try Self.leak(.mdsThread, isPrivate, at: nil) == [])
  }

  /// Table 6.4b: what holds of a space at a privilege level, with everything vulnerable and nothing left of before.
  @Test(arguments: [
    (Design.nopti, SpaceKind.private, 3, secrets, secrets, []), (.nopti, .private, 0, [], secrets, secrets),
    (.pti, .exposed, 3, [], [], []), (.pti, .exposed, 0, [], [], []), (.pti, .private, 0, [], secrets, secrets),
    (.asi3, .exposed, 3, [], [], []), (.asi3, .exposed, 0, [], [], []), (.asi3, .private, 0, [], secrets, secrets),
    (.asi3, .isolated, 0, [], [], []), (.gasi, .exposed, 3, [], [], []), (.gasi, .exposed, 0, [], [], []),
    (.gasi, .private, 0, [], secrets, secrets),
    (.unified, .exposed, 3, [], [], []), (.unified, .exposed, 0, [], [], []),
    (.unified, .private, 0, [], secrets, secrets),
  ])
  func spaces(design: Design, spaceKind: SpaceKind, cpl: Int, meltdown: [String], sibling: [String], gadget: [String])
    throws
  {
    let run = try #require(try Self.run(design, "getpid").run)
    let mapped = run.mappedLabels(process: 0, spaceKind: spaceKind)
    func context(_ buffers: Buffers, cpl: Int) -> LeakContext {
      LeakContext(
        moment: Moment(
          buffers: buffers, cpu: .init(process: 0, spaceKind: spaceKind, cpl: cpl), privateCount: 0),
        view: .init(mapped: mapped, allowed: ProtectionScope.secretsOnly.allowed(process: 0)), settings: Settings())
    }
    let here = context(Buffers(), cpl: cpl)
    #expect(here.leak(.meltdown).names == meltdown)
    #expect(here.leak(.mdsSibling).names == sibling)
    #expect(here.leak(.spectreV1).names == gadget)
    // What running here leaves for the same thread: user code its own, kernel code all that is mapped.
    var buffers = Buffers()
    buffers.note(read: [], written: [], mapped: cpl == 3 ? .user(0) : mapped)
    #expect(context(buffers, cpl: 3).leak(.mdsThread).names == gadget)
  }

  /// Group 23: inversion stops L1TF; without it the cache keeps what VERW does not clear.
  @Test func terminalFault() throws {
    for design in Design.all {
      #expect(try Self.leak(.l1tf, Self.run(design, "read"), at: nil) == [])
      let open = try Self.run(design, "read") { $0.settings.pteInversion = false }
      #expect(try Self.leak(.l1tf, open, at: nil) == Self.secrets)
      let exposed = try Self.run(design, "getpid") { $0.settings.pteInversion = false }
      #expect(try Self.leak(.l1tf, exposed, at: nil) == (design == .unified || design == .gasi ? [] : Self.secrets))
    }
    var buffers = Buffers()
    buffers.note(read: .privateKernel, written: [], mapped: .privateKernel)
    buffers.flushL1D()
    #expect(buffers.l1d.may == [] && buffers.fill.may == [])
    #expect(buffers.store.may == .privateKernel)
  }

  /// Group 17: VERW before the flip does not help, since speculation refills the buffers; behind it it does.
  @Test func orderOfClearAndFlip() throws {
    var buffers = Buffers()
    buffers.verw()
    buffers.note(read: [], written: [], mapped: [.privateKernel, .entry])
    buffers.note(read: [], written: [], mapped: [.entry])
    #expect(buffers.fill.may == [.privateKernel, .entry])
    buffers.verw()
    buffers.note(read: [], written: [], mapped: [.entry])
    #expect(buffers.fill.may == .entry)
    for design in Design.all where design != .nopti {
      let timeline = try Self.run(design, "read")
      let flip = try #require(timeline.flips.last)
      let verw = try #require(
        (0..<timeline.count).last { timeline.recording.steps.site(at: $0).instruction?.hasPrefix("verw") ?? false })
      #expect(verw > flip.step)
    }
  }

  /// Group 18: one PCID for both halves, and flips that keep the TLB: Meltdown by stale translations.
  @Test func staleTranslations() throws {
    let good = try Self.run(.pti, "read")
    #expect(try Self.leak(.meltdown, good, at: nil) == [])
    let bad = try Self.run(.pti, "read") { $0.settings.sharedPCID = true }
    #expect(try Self.leak(.meltdown, bad, at: nil) == ["PK"])
    #expect(try Self.leak(.staleTLB, bad, at: nil) == ["PK"])
    // The first user step has nothing stale yet.
    #expect(try Self.leak(.staleTLB, bad, at: "user_main") == [])
  }

  /// Group 22: with SMAP off a gadget reaches the user's own pages too, which is no new leak.
  @Test func gadgetWithoutSMAP() throws {
    for smap in [true, false] {
      let timeline = try Self.run(.unified, "getpid") { $0.settings.smap = smap }
      #expect(try Self.leak(.spectreV1, timeline, at: "__task_pid_nr_ns") == [])
    }
  }

  /// Group 24: a thread that goes to sleep leaves its store buffer to the sibling, unless VERW clears it before.
  @Test(arguments: [(true, []), (false, ["PK"])])
  func sleepingThread(idleVerw: Bool, labels: [String]) throws {
    var scenario = Scenario(name: "test", design: .pti, events: [ScenarioEvent(.schedule("idle"))])
    scenario.threads.append(.init("idle", process: nil, isIdle: true))
    scenario.settings.idleVerw = idleVerw
    let timeline = Timeline(try ScenarioRun.record(ScenarioRun.Setup(scenario)))
    let run = try #require(timeline.run)
    #expect(run.moment(at: timeline.count - 1).cpu.isAsleep)
    #expect(try Self.leak(.mdsIdle, timeline, at: nil) == labels)
  }

  /// The verdicts that count are those of the scope's adversary.
  @Test func whatCounts() throws {
    let timeline = try Self.run(.nopti, "read")
    let judge = Judge(timeline)
    #expect(judge.leaks(at: 0).successful == [.meltdown])
    #expect(judge.leaks(at: 0)[.meltdown] == Self.secrets)
    #expect(judge.leaks(at: 0)[.spectreV1] == [])
    let harmless = try Self.run(.nopti, "read") { $0.scope = .none }
    #expect(Judge(harmless).leaks(at: 0).successful == [])
  }
}
