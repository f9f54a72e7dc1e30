import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines

/// The defects of RFC v2 (semantics.md 2.1, D1, D2, D4), and an interrupt at every instruction that changes a
/// state (E17).
struct IsolatedDefectTests {
  private static let getpid = Running.getpid
  private static let body = "__task_pid_nr_ns"

  /// E11, E14, group 10: D1, an NMI under U reads the session, which U does not map: faults up to #DF.
  @Test(arguments: ["entry_SYSCALL_64+0x7", "entry_SYSRETQ_unsafe_stack+0xa"])
  func sessionIsReadTooEarly(place: String) throws {
    func run(_ isOn: Bool) throws -> Timeline {
      try Running.timeline(.asi3, [Self.getpid.inside(place, Running.nmi), Self.getpid]) { $0.settings.asiD1 = isOn }
    }
    let timeline = try run(true)
    let names = timeline.events.map(\.name)
    #expect(names.prefix(3) == ["syscall getpid", "NMI", "#PF"])
    #expect(names.last == "#DF")
    #expect(timeline.run?.halt != .done)
    let fixed = try run(false)
    #expect(fixed.events.map(\.name) == ["syscall getpid", "NMI", "syscall getpid"])
    #expect(fixed.run?.halt == .done)
  }

  /// D1 does no harm where the session is mapped: in I and K, and to an NMI from user code, which flips first.
  @Test(arguments: [Running.nmi, getpid.inside(body, Running.nmi), Running.read.inside("vfs_read", Running.nmi)])
  func sessionIsReadInTime(event: ScenarioEvent) throws {
    let timeline = try Running.timeline(.asi3, [event]) { $0.settings.asiD1 = true }
    #expect(timeline.run?.halt == .done)
    #expect(!timeline.events.map(\.name).contains("#PF"))
  }

  /// E12: D2, the NMI gives back a CR3 that is none.
  @Test func wrongCR3IsGivenBack() throws {
    let timeline = try Running.timeline(.asi3, [Self.getpid.inside(Self.body, Running.nmi)]) {
      $0.settings.asiD2 = true
    }
    let run = try #require(timeline.run)
    #expect(run.violations.count == 1)
    #expect(run.violations.first?.text.contains("defect D2") == true)
    #expect(run.halt != .done)
    #expect(timeline.writeWords.map { $0.prefix(3) } == ["U>K", "K>I", "I>K", "K>?"])
    // Not where nothing was aborted.
    let harmless = try Running.timeline(
      .asi3, [Running.nmi, Running.read.inside("shmem_file_read_iter+0x8", Running.nmi)]
    ) { $0.settings.asiD2 = true }
    #expect(harmless.run?.halt == .done)
  }

  /// E17, group 9: an interrupt between the state and the CR3 write. Without the barrier I stays loaded with the
  /// session INACTIVE; with it what came is noticed behind the write.
  @Test(arguments: [Running.tick, Running.timer, Running.nmi])
  func barrier(event: ScenarioEvent) throws {
    func run(_ isOff: Bool) throws -> Timeline {
      try Running.timeline(.asi3, [Self.getpid.inside("asi_enter+0x28", event)]) { $0.settings.asiD4 = isOff }
    }
    let without = try #require(try run(true).run)
    #expect(without.violations.contains { $0.text.contains("defect D4") })
    let timeline = try run(false)
    #expect(timeline.run?.violations == [])
    #expect(timeline.flipWords == ["U>K n", "K>I f", "I>K f", "K>U n"])
    #expect(timeline.writeWords[1] == "K>K f")
    #expect(try timeline.spaceName(at: Self.body) == "K")
    let states = try timeline.states { $0.cpu.kept.session?.state }
    #expect(states == [.inactive, .active, .aborted, .inactive])
  }

  /// 2.1: behind a barrier that is up each nested abort writes CR3 again; elsewhere only the first.
  @Test(arguments: [("asi_enter+0x28", 2), (body, 1)])
  func nestedAborts(place: String, writes: Int) throws {
    let inner = Running.tick.inside("sysvec_tick", Running.timer)
    let timeline = try Running.timeline(.asi3, [Self.getpid.inside(place, inner)])
    let sites = (0..<timeline.count).filter { timeline.recording.steps.note(at: $0)?.writtenCR3 != nil }
      .map { timeline.recording.steps.site(at: $0).symbol }
    #expect(sites.count { $0.hasPrefix("asi_start_abort") } == writes)
    #expect(timeline.run?.violations == [])
  }

  /// E17: an NMI before every instruction of a syscall does no harm, under each design, and neither does an
  /// interrupt where it can come. What is left at the end is what is left without it.
  @Test(arguments: Design.all, ["getpid", "read"])
  func everyInstruction(design: Design, syscall: String) throws {
    let events = [ScenarioEvent(.syscall(syscall))]
    let plain = try Running.timeline(design, events)
    let end = try #require(plain.run).system(at: plain.count - 1)
    for step in 1..<plain.count {
      for event in [Running.nmi, Running.timer] {
        let timeline = try Running.timeline(design, events, injections: [Injection(step: step, event)])
        let run = try #require(timeline.run)
        let place = "\(design), \(event.kind) before \(plain.recording.steps.site(at: step).symbol)"
        #expect(run.violations == [], "\(place)")
        #expect(run.halt == .done, "\(place)")
        let last = run.system(at: timeline.count - 1)
        #expect(last.cpu.cpl == 3 && last.cpu.cr3 == end.cpu.cr3, "\(place)")
        #expect(last.cpu.kept.session == end.cpu.kept.session, "\(place)")
        #expect(last.cpu.privateCount == end.cpu.privateCount, "\(place)")
        #expect((last.cpu.kept.target?.isCurrent ?? false) == (design == .gasi), "\(place)")
        #expect(last.threads[0].isTense == (design == .gasi) && last.threads[0].interruptDepth == 0, "\(place)")
      }
    }
  }
}
