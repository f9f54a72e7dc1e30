import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines

/// The groups of semantics.md 6.7 that are about CR3, frames and ASIDs.
struct ModelGroupTests {
  private static let getpid = ScenarioEvent(.syscall("getpid"))
  private static let read = ScenarioEvent(.syscall("read"))

  private static func inside(_ event: ScenarioEvent, at symbol: String, _ nested: ScenarioEvent) -> ScenarioEvent {
    var outer = event
    outer.during.append(.init(at: symbol, nested))
    return outer
  }

  /// Group 1: the worked values of semantics.md 1.4, for an ASID of 2.
  @Test func workedValues() {
    var asids = ASIDs()
    let kernel = CR3(0x1234_4003)
    let none = asids.takePendingFlush(of: kernel)
    #expect(!none)
    #expect(kernel.toExposedHalf(pcid: true, flushes: false) == CR3(0x8000_0000_1234_5803))
    asids.markStale(pcid: 3)
    #expect(asids.userFlushMask == 1 << 3)
    let pending = asids.takePendingFlush(of: kernel)
    #expect(pending)
    #expect(asids.userFlushMask == 0)
    #expect(kernel.toExposedHalf(pcid: true, flushes: true) == CR3(0x1234_5803))
    #expect(CR3(0x1234_5803).toPrivateHalf(pcid: true) == CR3(0x8000_0000_1234_4003))
    #expect(CR3(0x1234_4000).toExposedHalf(pcid: false, flushes: true) == CR3(0x1234_5000))
    #expect(CR3(0x1234_5000).toPrivateHalf(pcid: false) == CR3(0x1234_4000))
  }

  /// Group 6: an NMI in the entry window of pti.
  @Test func nmiInTheEntryWindow() throws {
    let nmi = Self.inside(Self.getpid, at: "entry_SYSCALL_64+0x7", ScenarioEvent(.nmi("nmi")))
    let timeline = try Running.timeline(.pti, [nmi])
    let first = timeline.flips.prefix(2)
    #expect(first.map { "\($0.from.name)>\($0.to.name)" } == ["U>K", "K>U"])
    #expect(first.map { String($0.site.prefix { $0 != "+" }) } == ["paranoid_entry", "end_repeat_nmi"])
    #expect(first.map { timeline.recording.steps.cpl(at: $0.step) } == [0, 0])
    let before = try #require(timeline.step(at: "asm_exc_nmi"))
    let after = try #require(timeline.step(at: "entry_SYSCALL_64+0x7"))
    #expect(timeline.recording.steps.cr3(at: before) == timeline.recording.steps.cr3(at: after))
  }

  /// Group 6: with a pending flush of the user half the second write flushes, and nothing is pending behind it.
  @Test func nmiInTheEntryWindowWithAPendingFlush() throws {
    let nmi = Self.inside(Self.getpid, at: "entry_SYSCALL_64+0x7", ScenarioEvent(.nmi("nmi")))
    let timeline = try Running.timeline(.pti, [nmi]) { $0.hasPendingFlush = true }
    #expect(timeline.flipWords == ["U>K n", "K>U f", "U>K n", "K>U n"])
    let run = try #require(timeline.run)
    let second = timeline.flips[1].step
    #expect(run.system(at: second).cpu.asids.userFlushMask == 1 << 1)
    #expect(run.system(at: second + 1).cpu.asids.userFlushMask == 0)
    #expect(timeline.recording.steps.cr3(at: second + 1) == timeline.recording.steps.cr3(at: 0))
  }

  /// Group 7: an NMI in K writes nothing; the old RESTORE_CR3 writes once.
  @Test(arguments: [(false, 2), (true, 3)])
  func nmiInTheKernel(old: Bool, writes: Int) throws {
    let nmi = Self.inside(Self.read, at: "vfs_read", ScenarioEvent(.nmi("nmi")))
    let timeline = try Running.timeline(.pti, [nmi]) { $0.settings.oldRestoreCR3 = old }
    #expect(timeline.writes.count == writes)
    #expect(timeline.flips.count == 2)
  }

  /// E16: an NMI that comes while one is handled waits for the first one's IRET.
  @Test func nestedNMI() throws {
    let inner = Self.inside(ScenarioEvent(.nmi("nmi")), at: "perf_event_nmi_handler", ScenarioEvent(.nmi("nmi")))
    let timeline = try Running.timeline(.pti, [Self.inside(Self.getpid, at: "entry_SYSCALL_64+0x7", inner)])
    let sites = timeline.flips.map { String($0.site.prefix { $0 != "+" }) }
    #expect(
      sites == [
        "paranoid_entry", "end_repeat_nmi", "paranoid_entry", "end_repeat_nmi", "entry_SYSCALL_64",
        "syscall_return_via_sysret",
      ])
    #expect(timeline.events.map(\.fromCPL) == [3, 0, 0])
  }

  /// A fault while an exception is delivered is a double fault, on a stack that U maps; the kernel stops behind it.
  @Test func doubleFault() throws {
    let fault = Self.inside(Self.getpid, at: "entry_SYSCALL_64+0x7", ScenarioEvent(.interrupt("page-fault")))
    let timeline = try Running.timeline(.pti, [fault, Self.read])
    #expect(timeline.events.map(\.name) == ["syscall getpid", "#PF", "#DF"])
    #expect(timeline.flips.map { String($0.site.prefix { $0 != "+" }) } == ["paranoid_entry", "paranoid_exit"])
    let delivery = try #require(timeline.step(at: "asm_exc_double_fault"))
    #expect(timeline.space(at: delivery)?.name == "U")
    #expect(
      timeline.recording.steps.accesses(at: delivery).contains { $0.address.rawValue >> 12 == 0xffff_fe00_0000_a })
    #expect(timeline.run?.halt != .done)
  }

  /// A double fault that cannot be delivered either, since U does not map the IDT, shuts the processor down. Intel SDM
  /// vol. 3A, section 6.15, interrupt 8.
  @Test(arguments: [Design.pti, .asi3])
  func shutdown(design: Design) throws {
    var scenario = Scenario(name: "without an IDT", design: design, events: [ScenarioEvent(.interrupt("timer"))])
    for index in scenario.sections.indices where scenario.sections[index].name == "cpu_entry_area" {
      scenario.sections[index].sectionClass = .exposedText
    }
    let run = try ScenarioRun.record(ScenarioRun.Setup(scenario))
    #expect(run.halt == .stopped("a double fault cannot be delivered: the processor shuts down"))
    #expect(run.events.map(\.name) == ["irq 236 timer", "#DF"])
  }

  /// Group 13: an exposed-only syscall under unified does nothing at all.
  @Test func exposedOnly() throws {
    let timeline = try Running.timeline(.unified, [Self.getpid])
    #expect(timeline.writes.isEmpty)
    #expect(timeline.syncStarts == 0)
    #expect(timeline.step(at: "syscall_return_via_sysret+0x84") == nil)
    #expect(!timeline.recording.steps.sites.isEmpty)
    #expect(
      (0..<timeline.count).allSatisfy { timeline.recording.steps.site(at: $0).instruction?.hasPrefix("verw") == false })
  }

  /// Group 14: a private interrupt in a private interrupt, from E: two writes, one sync.
  @Test func nestedPrivateInterrupts() throws {
    let inner = Self.inside(
      ScenarioEvent(.interrupt("timer")), at: "hrtimer_interrupt", ScenarioEvent(.interrupt("timer")))
    let timeline = try Running.timeline(.unified, [Self.inside(Self.getpid, at: "__task_pid_nr_ns", inner)])
    #expect(timeline.events.count == 3)
    #expect(timeline.writes.count == 2)
    #expect(timeline.syncStarts == 1)
  }

  /// Group 19: six processes get an ASID each and keep it; seven in turn never do.
  @Test(arguments: [(6, 0), (7, 7)])
  func processesInTurn(count: Int, flushesInTheSecondRound: Int) throws {
    let names = (0..<count).map { "T\($0)" }
    let round = names.indices.map { ScenarioEvent(.schedule(names[($0 + 1) % count])) }
    let timeline = try Running.timeline(.pti, round + round) { scenario in
      scenario.threads = names.indices.map { .init(names[$0], process: $0) }
    }
    let switches = timeline.flips.filter { $0.from.process != $0.to.process }
    let exits = timeline.flips.filter { $0.from.process == $0.to.process && $0.to.letter == .user }
    #expect(switches.count == 2 * count)
    #expect(exits.count == 2 * count)
    // The first process has its ASID from the start, if six suffice to keep it.
    #expect(switches.prefix(count).count { $0.keepsTLB == false } == (count == 6 ? 5 : 7))
    #expect(switches.suffix(count).count { $0.keepsTLB == false } == flushesInTheSecondRound)
    #expect(exits.suffix(count).count { $0.keepsTLB == false } == flushesInTheSecondRound)
  }

  /// Group 21: an exit without its flip. Where private pages are poisoned user code faults at once, 0x15.
  @Test(arguments: [Design.pti, .unified])
  func missedFlip(design: Design) throws {
    var event = Self.read
    event.missesExitFlip = true
    let timeline = try Running.timeline(design, [event, Self.getpid])
    let fault = try #require(
      (0..<timeline.count).first {
        timeline.recording.steps.note(at: $0)?.flags.contains(.faults) ?? false
      })
    #expect(timeline.recording.steps.cpl(at: fault) == 3)
    #expect(timeline.space(at: fault)?.letter == .private)
    #expect(timeline.events.map(\.name) == ["syscall read", "#PF", "syscall getpid"])
    #expect(timeline.events.last?.fromCPL == 3)
    #expect(timeline.recording.steps.cpl(at: timeline.count - 1) == 3)
    #expect(timeline.space(at: timeline.count - 1)?.letter != .private)
  }

  /// The trap of semantics.md 6.6: what an interrupt gives back is rebuilt, with the ASID of now.
  @Test func restoredCR3HasTheNewASID() throws {
    var tick = ScenarioEvent(.interrupt("timer"))
    tick.during = [.init(at: "hrtimer_interrupt", ScenarioEvent(.schedule("T1")))]
    let names = (0..<8).map { "T\($0)" }
    let others = (2..<8).map { ScenarioEvent(.schedule(names[$0])) } + [ScenarioEvent(.schedule("T0"))]
    let timeline = try Running.timeline(.unified, [Self.inside(Self.getpid, at: "__task_pid_nr_ns", tick)] + others) {
      scenario in scenario.threads = names.indices.map { .init(names[$0], process: $0) }
    }
    let back = try #require(timeline.flips.last { $0.site.hasPrefix("gate_return") })
    let first = try #require(timeline.flips.first)
    #expect(back.to == first.from)
    #expect(first.cr3.readBack.pcid == 1)
    #expect(back.cr3.pcid & 0x7ff == timeline.recording.steps.cr3(at: back.step).pcid)
    #expect(back.cr3.pcid & 0x7ff != 1)
  }
}
