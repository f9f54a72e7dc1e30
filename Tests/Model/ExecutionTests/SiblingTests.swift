import Execution
import Isolation
import Recordings
import ScenarioModel
import Testing
import Timelines

/// The sync protocol of semantics.md 4, with user code on the sibling: groups 15 and 16.
struct SiblingTests {
  private static let kworker = ScenarioEvent(.schedule("kworker"))

  private static func timeline(
    _ design: Design, _ events: [ScenarioEvent], _ change: (inout Scenario) -> Void = { _ in }
  ) throws -> Timeline {
    try Cores.timeline(design, events) { scenario in
      scenario.threads.append(.init("kworker", process: nil))
      change(&scenario)
    }
  }

  /// Group 15, ack: the sibling has left user code before P is loaded, and stays out of it until E is loaded and
  /// the buffers are clear; then it goes on.
  @Test(arguments: Cores.holders, [Running.read, Running.timer, Running.nmi, ScenarioEvent(.demandFault)])
  func ack(design: Design, event: ScenarioEvent) throws {
    let timeline = try Self.timeline(design, [event])
    #expect(try timeline.moment(0).sibling?.cpl == 3)
    for flip in timeline.flips where flip.to.letter == .private {
      #expect(try timeline.moment(flip.step).sibling?.cpl == 0, "\(flip.site)")
    }
    #expect(try timeline.steps(with: .user, .private) == [])
    #expect(try timeline.step(at: "irq_work_hold", cpu: 1) != nil)
    let run = try #require(timeline.run)
    let last = run.system(at: timeline.count - 1)
    #expect(last.cpu(0).cpl == 3 && last.cpu(1).cpl == 3 && last.privateCount == 0)
    #expect(run.violations == [] && run.halt == .done)
  }

  /// The protocol's order: count, signal, wait, then CR3.
  @Test(arguments: Cores.holders)
  func orderOfEntering(design: Design) throws {
    let timeline = try Self.timeline(design, [Running.read])
    let count = try #require(timeline.step(at: "hold_sibling"))
    let signal = try #require(timeline.step(at: "hold_sibling+0x8"))
    let wait = try #require(timeline.step(at: "hold_sibling+0x10"))
    let flip = try #require(timeline.flips.first { $0.to.letter == .private }?.step)
    let hold = try #require(try timeline.step(at: "irq_work_hold", cpu: 1))
    #expect(count < signal && signal < hold && signal < wait && wait < flip)
    #expect(timeline.sync(at: count) == .start)
    #expect(try timeline.moment(wait).sibling?.cpl == 0)
  }

  /// Flip, VERW, release: the sibling is held until what it could sample is gone.
  @Test(arguments: Cores.holders, [Running.read, Running.timer, Running.nmi])
  func orderOfLeaving(design: Design, event: ScenarioEvent) throws {
    let timeline = try Self.timeline(design, [event])
    let flip = try #require(try timeline.flips.last { try timeline.moment($0.step).cpu.number == 0 })
    #expect(flip.from.letter == .private && flip.to.letter != .private)
    let verw = try #require(try timeline.clear(from: flip.step, cpu: 0))
    let release = try #require((flip.step..<timeline.count).first { timeline.sync(at: $0) == .release })
    #expect(flip.step < verw && verw <= release)
    for step in flip.step...release {
      let other = try timeline.moment(step).cpu.number == 0 ? timeline.moment(step).sibling : timeline.moment(step).cpu
      #expect(other?.cpl == 0, "step \(step)")
    }
  }

  /// Kernel protection has the same order: flip, VERW, release.
  @Test(arguments: [Design.nopti, .pti], [Running.getpid, Running.timer, Running.nmi])
  func orderOfKernelProtection(design: Design, event: ScenarioEvent) throws {
    let timeline = try Self.timeline(design, [event]) { $0.settings.kernelProtect = true }
    let release = try #require((0..<timeline.count).first { timeline.sync(at: $0) == .release })
    let verw = try #require(
      (0..<timeline.count).first { timeline.recording.steps.site(at: $0).instruction?.hasPrefix("verw") == true })
    if let flip = timeline.flips.first(where: { $0.to.letter != .private }) { #expect(flip.step < verw) }
    #expect(verw < release)
  }

  /// Group 15, async: the sibling runs on for exactly one step of private work, each time that this begins.
  @Test(arguments: Cores.holders, [Running.read, Running.timer])
  func async(design: Design, event: ScenarioEvent) throws {
    let timeline = try Self.timeline(design, [event]) { $0.settings.sync = .async }
    #expect(try timeline.steps(with: .user, .private).count == timeline.syncStarts)
    #expect(timeline.syncStarts == (design == .asi3 && event == Running.read ? 2 : 1))
    #expect(timeline.step(at: "hold_sibling+0x10") == nil)
    #expect(timeline.run?.halt == .done)
  }

  /// With sync off nobody is held.
  @Test(arguments: Cores.holders)
  func off(design: Design) throws {
    let timeline = try Self.timeline(design, [Running.read]) { $0.settings.sync = .off }
    #expect(timeline.step(at: "hold_sibling") == nil && timeline.step(at: "irq_work_hold") == nil)
    #expect(try timeline.steps(with: .user, .private).count > 5)
    #expect(timeline.syncStarts == 0)
  }

  /// Group 16: the sibling's return to user code waits while A is in P, and comes behind A's VERW. While it waits
  /// it makes no step.
  @Test(arguments: Cores.holders)
  func returnWaits(design: Design) throws {
    let timeline = try Self.timeline(
      design, [Running.getpid.onSibling, Running.read.inside("ksys_read", Running.timer)])
    let waiting = try (0..<timeline.count).filter { try timeline.moment($0).cpu(1).hold == .privateWork }
    let first = try #require(waiting.first)
    let last = try #require(waiting.last)
    let verw = try #require(try timeline.clear(from: first, cpu: 0))
    let exit = try #require(try timeline.step(at: "entry_SYSRETQ_unsafe_stack+0xa", cpu: 1))
    #expect(try timeline.moment(verw).cpu.number == 0)
    #expect(verw < exit)
    #expect(last <= verw + 1)
    for step in waiting {
      #expect(try timeline.moment(step).cpu.number == 0, "step \(step)")
      #expect(try timeline.moment(step).cpu(1).cpl == 0, "step \(step)")
    }
    #expect(try timeline.steps(with: .user, .private) == [])
    #expect(timeline.run?.halt == .done)
  }

  /// While it waits before its return interrupts are on: one comes, and is handled.
  @Test(arguments: [Design.gasi, .unified])
  func interruptWhileWaiting(design: Design) throws {
    let read = Running.read.inside("shmem_file_read_iter+0x8", Running.tick.onSibling)
    let timeline = try Self.timeline(design, [Running.getpid.onSibling, Running.timer, read])
    #expect(try timeline.step(at: "sysvec_tick", cpu: 1) != nil)
    #expect(try timeline.steps(with: .user, .private) == [])
    #expect(timeline.run?.violations == [])
  }

  /// Kernel protection: the sibling is out of user code whenever C code of the kernel runs, whatever the entry.
  @Test(arguments: [Design.nopti, .pti], [Running.getpid, Running.read, Running.tick, Running.nmi])
  func kernelProtection(design: Design, event: ScenarioEvent) throws {
    for isOn in [true, false] {
      let timeline = try Self.timeline(design, [event]) { $0.settings.kernelProtect = isOn }
      let functions: Set = [
        "__x64_sys_getpid", "__task_pid_nr_ns", "ksys_read", "shmem_file_read_iter", "sysvec_tick", "exc_nmi",
        "perf_event_nmi_handler",
      ]
      let bodies = (0..<timeline.count).filter {
        functions.contains(String(timeline.recording.steps.site(at: $0).symbol.prefix { $0 != "+" }))
      }
      #expect(!bodies.isEmpty)
      for step in bodies { #expect(try timeline.moment(step).sibling?.cpl == (isOn ? 0 : 3)) }
      #expect(timeline.syncStarts == (isOn ? 1 : 0))
      #expect(timeline.run?.violations == [])
      #expect(timeline.run?.halt == .done)
    }
  }

  /// E27 and E28: user code may run beside a sleeping thread; it is held before that one's interrupt is handled.
  @Test(arguments: Cores.holders)
  func idle(design: Design) throws {
    // The interrupt comes when user code of the sibling is about to go on.
    let events = [ScenarioEvent(.schedule("idle")), Running.getpid.onSibling, Running.getpid.onSibling]
    func run(_ injections: [Injection]) throws -> Timeline {
      try Cores.timeline(design, events, injections: injections) {
        $0.threads.append(.init("idle", process: nil, isIdle: true))
      }
    }
    let quiet = try run([])
    let sleep = try #require(quiet.step(at: "do_idle+0x100"))
    let exit = try #require(try quiet.step(at: "entry_SYSRETQ_unsafe_stack+0xa", cpu: 1, from: sleep))
    #expect(try !quiet.steps(with: .user, .idle).isEmpty)
    let timeline = try run([Injection(step: exit, Running.timer)])
    let handler = try #require(timeline.step(at: "asm_sysvec_apic_timer_interrupt", from: sleep))
    #expect(try timeline.moment(handler).sibling?.cpl == 0)
    #expect(try timeline.step(at: "asm_sysvec_irq_work", cpu: 1, from: exit).map { $0 < handler } == true)
    #expect(try timeline.moment(handler + 1).privateCount == 1)
    #expect(try timeline.steps(with: .user, .private) == [])
    #expect(timeline.run?.violations == [])
  }

  /// Without SMT the sibling's threads do nothing, and nobody is held.
  @Test(arguments: Design.all)
  func withoutSMT(design: Design) throws {
    let timeline = try Self.timeline(design, [Running.read, Running.read.onSibling]) {
      $0.settings.smt = false
      $0.settings.kernelProtect = true
    }
    #expect(timeline.run?.hasSibling == false)
    #expect(timeline.events.filter { $0.kind == .syscall }.count == 1)
    for step in 0..<timeline.count {
      #expect(try timeline.moment(step).sibling == nil && timeline.moment(step).cpu.number == 0)
    }
    #expect(timeline.step(at: "hold_sibling") == nil)
    #expect(timeline.run?.halt == .done)
  }
}
