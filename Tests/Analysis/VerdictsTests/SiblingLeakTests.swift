import Execution
import Isolation
import Recordings
import ScenarioModel
import Testing
import Timelines
import Verdicts

/// The notes below table 6.4 of semantics.md, with a second thread on the core.
struct SiblingLeakTests {
  private static let holders = [Design.asi3, .gasi, .unified]
  private static let read = ScenarioEvent(.syscall("read"))
  private static let getpid = ScenarioEvent(.syscall("getpid"))

  /// A on CPU 0, S of a process on CPU 1; B, of process 1, waits for ever.
  private static func run(
    _ design: Design, _ events: [ScenarioEvent], process: Int = 0, cookie: Int = 0,
    _ change: (inout Scenario) -> Void = { _ in }
  ) throws -> Timeline {
    var scenario = Scenario(name: "test", design: design, events: events)
    scenario.threads.append(.init("B", process: 1))
    scenario.threads.append(.init("S", process: process, cpu: 1, cookie: cookie))
    change(&scenario)
    return Timeline(try ScenarioRun.record(ScenarioRun.Setup(scenario)))
  }

  /// How often private work began.
  private static func syncs(_ timeline: Timeline) -> Int {
    (0..<timeline.count).count { timeline.sync(at: $0) == .start }
  }

  /// The steps before which an attack succeeds.
  private static func leaks(_ attack: Attack, _ timeline: Timeline) -> [Int] {
    let judge = Judge(timeline)
    return (0..<timeline.count).filter { judge.leaks(at: $0)[attack]?.isEmpty == false }
  }

  /// With sync (ack) the column "sibling, T in private body" is empty: no attacker runs. With async exactly the
  /// step is flagged for which the interrupt is on its way.
  @Test(arguments: holders)
  func siblingOfPrivateWork(design: Design) throws {
    for event in [Self.read, ScenarioEvent(.interrupt("timer")), ScenarioEvent(.nmi("nmi"))] {
      #expect(Self.leaks(.mdsSibling, try Self.run(design, [event])) == [])
      let inFlight = try Self.run(design, [event]) { $0.settings.sync = .async }
      #expect(Self.leaks(.mdsSibling, inFlight).count == Self.syncs(inFlight))
      let off = try Self.run(design, [event]) { $0.settings.sync = .off }
      #expect(Self.leaks(.mdsSibling, off).count > 5)
    }
  }

  /// Only core scheduling removes the last column: user code of A, sampled by a sibling of B.
  @Test(arguments: [
    (Design.nopti, ["PK", "UA", "XLA"]), (.pti, ["UA"]), (.asi3, ["UA"]), (.gasi, ["UA", "XLA"]),
    (.unified, ["UA", "XLA"]),
  ])
  func siblingOfAnotherCookie(design: Design, labels: [String]) throws {
    let events = [Self.getpid, ScenarioEvent(.syscall("getpid"), cpu: 1)]
    let off = try Self.run(design, events, process: 1, cookie: 1) { $0.settings.coreScheduling = false }
    let run = try #require(off.run)
    #expect(run.moment(at: 0).cpu.cpl == 3 && run.moment(at: 0).sibling?.cpl == 3)
    // A samples B's in the same way: the last column is one direction.
    var moment = run.moment(at: 0)
    moment.buffers = Buffers()
    var context = LeakContext(run, moment)
    context.siblingView?.allowed = run.setup.scenario.scope.allowed(process: 1)
    let judged = context.leak(.mdsSibling).names
    #expect(Set(judged).isSuperset(of: labels))
    let on = try Self.run(design, events, process: 1, cookie: 1)
    #expect(Self.leaks(.mdsSibling, on).filter { on.run?.moment(at: $0).cpu.cpl == 3 } == [])
    if Self.holders.contains(design) { #expect(Self.leaks(.mdsSibling, on) == []) }
  }

  /// With VERW at the exit the two columns of the same thread are empty, after every return.
  @Test(arguments: Design.all)
  func sameThread(design: Design) throws {
    for event in [Self.getpid, Self.read, ScenarioEvent(.interrupt("timer")), ScenarioEvent(.nmi("nmi"))] {
      let timeline = try Self.run(design, [event]) { $0.threads.removeLast() }
      #expect(Self.leaks(.mdsThread, timeline) == [])
    }
  }

  /// Kernel protection empties the column for nopti and pti while C code runs, and up to the clear.
  @Test(arguments: [Design.nopti, .pti])
  func kernelProtection(design: Design) throws {
    let timeline = try Self.run(design, [Self.read]) {
      $0.settings.kernelProtect = true
      $0.scope = .secretsOnly
    }
    let body = try #require(
      (0..<timeline.count).first { timeline.recording.steps.site(at: $0).symbol.hasPrefix("do_syscall_64") })
    let release = try #require((body..<timeline.count).first { timeline.sync(at: $0) == .release })
    #expect(Self.leaks(.mdsSibling, timeline).filter { (body...release).contains($0) } == [])
  }

  /// L1TF: with inversion nothing; without it what the columns of the same thread say, whatever VERW clears.
  @Test(arguments: [
    (Design.nopti, true, true), (.pti, true, true), (.asi3, true, true), (.gasi, false, true), (.unified, false, true),
  ])
  func terminalFault(design: Design, exposed: Bool, isPrivate: Bool) throws {
    for (event, isLeak) in [(Self.getpid, exposed), (Self.read, isPrivate)] {
      let closed = try Self.run(design, [event]) { $0.threads.removeLast() }
      #expect(Self.leaks(.l1tf, closed) == [])
      let open = try Self.run(design, [event]) {
        $0.threads.removeLast()
        $0.settings.pteInversion = false
      }
      #expect(Judge(open).leaks(at: open.count - 1)[.l1tf] == (isLeak ? ["PK", "UB", "XLB"] : []))
    }
  }

  /// Only a flush of the cache clears it: the scope asks for that where private work ends.
  @Test(arguments: holders)
  func flushOfTheCache(design: Design) throws {
    for event in [Self.read, ScenarioEvent(.interrupt("timer"))] {
      let timeline = try Self.run(design, [event]) {
        $0.threads.removeLast()
        $0.settings.pteInversion = false
        $0.scope.vulnerabilities.insert(.l1tf)
      }
      #expect(Judge(timeline).leaks(at: timeline.count - 1)[.l1tf] == [])
    }
  }

  /// E14: under pti an NMI behind VERW leaves what it touched; under gasi and unified each flip back clears.
  @Test(arguments: [
    (Design.nopti, true), (.pti, true), (.gasi, false), (.unified, false),
  ])
  func nmiBehindVERW(design: Design, isLeak: Bool) throws {
    var event = Self.getpid
    event.during.append(.init(at: "entry_SYSRETQ_unsafe_stack+0xa", ScenarioEvent(.nmi("nmi"))))
    let timeline = try Self.run(design, [event]) { $0.threads.removeLast() }
    #expect(Judge(timeline).leaks(at: timeline.count - 1)[.mdsThread]?.isEmpty == !isLeak)
  }
}
