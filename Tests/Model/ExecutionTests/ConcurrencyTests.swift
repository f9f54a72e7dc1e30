import Execution
import Isolation
import Recordings
import ScenarioModel
import Testing
import Timelines

/// The concurrency matrix of semantics.md 4, and core scheduling: group 25.
struct ConcurrencyTests {
  private static let getpid = Running.getpid
  private static let read = Running.read
  /// Work for both CPUs.
  private static let both = [getpid, getpid.onSibling, read, read.onSibling, getpid, getpid.onSibling]

  /// user + user: if the cookies are equal, whatever the processes are, or core scheduling is off.
  @Test(arguments: Design.all, [(0, true, true), (1, true, false), (0, false, true), (1, false, true)])
  func userAndUser(design: Design, row: (cookie: Int, coreScheduling: Bool, isSeen: Bool)) throws {
    for process in [0, 1] {
      let timeline = try Cores.timeline(design, Self.both, process: process, cookie: row.cookie) {
        $0.settings.coreScheduling = row.coreScheduling
      }
      #expect(try timeline.steps(with: .user, .user).isEmpty == !row.isSeen)
      // Nobody is forgotten: each thread has made its syscalls.
      #expect(timeline.events.count { $0.kind == .syscall } == 6)
      #expect(timeline.run?.halt == .done)
      #expect(timeline.run?.violations == [])
    }
  }

  /// user + exposed kernel code: if the cookies are equal.
  @Test(arguments: Cores.holders, [(0, true, true), (1, true, false), (1, false, true)])
  func userAndExposed(design: Design, row: (cookie: Int, coreScheduling: Bool, isSeen: Bool)) throws {
    let timeline = try Cores.timeline(design, [ScenarioEvent(.syscall("long"))], process: 1, cookie: row.cookie) {
      $0.settings.coreScheduling = row.coreScheduling
      let reads = [KernelFunction.Act](repeating: .read("jiffies"), count: 40)
      $0.functions.append(KernelFunction("long", section: ".text..exposed", reads))
      $0.entries.append(EntryPoint("long", .syscall, function: "long"))
    }
    let bodies = try timeline.steps(with: .user, .exposed).filter {
      timeline.recording.steps.site(at: $0).symbol.hasPrefix("long")
    }
    #expect(bodies.isEmpty == !row.isSeen)
  }

  /// user + private kernel code: never, for any cookies.
  @Test(arguments: Cores.holders, [(0, true), (1, true), (1, false)])
  func userAndPrivate(design: Design, row: (cookie: Int, coreScheduling: Bool)) throws {
    for nested in [Running.timer, Running.nmi, Running.timer.onSibling, Running.nmi.onSibling] {
      let events = Self.both + [Self.getpid.inside("__task_pid_nr_ns", nested)]
      let timeline = try Cores.timeline(design, events, process: 1, cookie: row.cookie) {
        $0.settings.coreScheduling = row.coreScheduling
      }
      #expect(try timeline.steps(with: .user, .private) == [], "\(nested.kind) on \(nested.cpu)")
      #expect(timeline.run?.halt == .done)
      #expect(timeline.run?.violations == [])
    }
  }

  /// kernel + kernel: any mix; neither returns while the other is in private work, and both return.
  @Test(arguments: Cores.holders)
  func kernelAndKernel(design: Design) throws {
    let timeline = try Cores.timeline(design, [Self.read, Self.read.onSibling])
    #expect(try !timeline.steps(with: .private, .private).isEmpty)
    for cpu in 0...1 {
      let exit = try #require(try timeline.step(at: "entry_SYSRETQ_unsafe_stack+0xa", cpu: cpu))
      #expect(try timeline.moment(exit).privateCount == 0)
    }
    let last = try #require(timeline.run).system(at: timeline.count - 1)
    #expect(last.cpu(0).cpl == 3 && last.cpu(1).cpl == 3)
    let mixed = try Cores.timeline(design, [Self.read, Self.getpid.onSibling])
    #expect(try !mixed.steps(with: .private, .exposed).isEmpty)
    #expect(mixed.run?.halt == .done)
  }

  /// anything + idle: nobody is held, whatever the cookies are.
  @Test(arguments: Cores.holders, [0, 1])
  func idle(design: Design, cookie: Int) throws {
    let timeline = try Cores.timeline(
      design, [Self.getpid, Self.read], process: nil, cookie: cookie, isIdle: true)
    #expect(try !timeline.steps(with: .user, .idle).isEmpty)
    #expect(try !timeline.steps(with: .exposed, .idle).isEmpty)
    #expect(try !timeline.steps(with: .private, .idle).isEmpty)
    #expect(timeline.step(at: "hold_sibling") == nil && timeline.step(at: "irq_work_hold") == nil)
    #expect(timeline.run?.violations == [])
  }

  /// user + kernel thread: never, since it counts as private work until something else runs.
  @Test(arguments: Cores.holders)
  func kernelThread(design: Design) throws {
    let events = [
      ScenarioEvent(.schedule("kworker"), cpu: 1), Self.getpid, ScenarioEvent(.schedule("S"), cpu: 1),
    ]
    let timeline = try Cores.timeline(design, events) { $0.threads.append(.init("kworker", process: nil, cpu: 1)) }
    let work = try #require(try timeline.step(at: "worker_thread", cpu: 1))
    #expect(try timeline.moment(work).privateCount > 0)
    #expect(try timeline.moment(work).sibling?.cpl == 0)
    #expect(try timeline.steps(with: .user, .private) == [])
    #expect(timeline.run?.halt == .done)
    #expect(timeline.events.count { $0.kind == .syscall } == 1)
  }

  /// Group 25: with different cookies never both in user code, wherever interrupts come.
  @Test(arguments: Cores.holders, [Running.tick, Running.timer, Running.nmi])
  func differentCookies(design: Design, event: ScenarioEvent) throws {
    let events = [Self.getpid, event.onSibling, event, Self.read.onSibling, Self.getpid, event.onSibling]
    let timeline = try Cores.timeline(design, events, process: 1, cookie: 7)
    #expect(try timeline.steps(with: .user, .user) == [])
    #expect(try timeline.steps(with: .user, .private) == [])
    #expect(timeline.run?.halt == .done)
  }

  /// Wherever an NMI or an interrupt comes, on either CPU, the sibling is out of user code during private work.
  @Test(arguments: Cores.holders, ["getpid", "read"])
  func everyInstruction(design: Design, syscall: String) throws {
    let events = [ScenarioEvent(.syscall(syscall)), Self.getpid.onSibling]
    let plain = try Cores.timeline(design, events)
    for step in 1..<plain.count {
      for event in [Running.nmi, Running.timer.onSibling] {
        let timeline = try Cores.timeline(design, events, injections: [Injection(step: step, event)])
        let place = "\(design), \(event.kind) on \(event.cpu) before \(step)"
        #expect(try timeline.steps(with: .user, .private) == [], "\(place)")
        #expect(timeline.run?.violations == [], "\(place)")
        #expect(timeline.run?.halt == .done, "\(place)")
      }
    }
  }
}
