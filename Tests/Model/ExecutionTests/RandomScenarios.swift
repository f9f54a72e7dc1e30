import Execution
import Isolation
import ScenarioModel
import TestSupport

/// Scenarios and injections that nobody would think of.
enum RandomScenarios {
  /// A scenario on the standard kernel with random threads, events, switches and scope, under a random design.
  /// With `hasSibling` there are threads for both CPUs, else in half of the cases.
  static func setup(_ random: inout SplitMix64, hasSibling: Bool = false) -> ScenarioRun.Setup {
    var scenario = Scenario(name: "random", design: random.pick(Design.all, or: .pti), events: [])
    let processes = random.number(1...8)
    scenario.threads = (0..<processes).map { .init("T\($0)", process: $0) }
    if random.oneIn(2) { scenario.threads.append(.init("T0b", process: 0)) }
    if random.oneIn(2) { scenario.threads.append(.init("kworker", process: nil)) }
    if random.oneIn(3) { scenario.threads.append(.init("idle", process: nil, isIdle: true)) }
    if hasSibling || random.oneIn(2) { addSibling(to: &scenario, processes, &random) }
    scenario.settings = settings(&random)
    if hasSibling { scenario.settings.smt = true }
    scenario.scope = random.pick([.secretsOnly, .secretsOnly, .wholeKernel, .none], or: .secretsOnly)
    let hasSibling = scenario.threads.contains { $0.cpu == 1 }
    scenario.events = (0..<random.number(1...8)).map { _ in
      event(in: scenario, depth: 2, cpu: hasSibling && random.oneIn(2) ? 1 : 0, &random)
    }
    var setup = ScenarioRun.Setup(scenario)
    if setup.settings.problem(under: setup.design) != nil { setup.settings = Settings() }
    return setup
  }

  /// Something to put in, wherever it is.
  static func injection(_ steps: Int, _ random: inout SplitMix64) -> Injection {
    let kind: ScenarioEvent.Kind = random.pick(
      [.nmi("nmi"), .nmi("nmi-exposed"), .interrupt("timer"), .interrupt("tick"), .interrupt("page-fault")],
      or: .nmi("nmi"))
    return Injection(step: random.number(0...max(steps - 1, 0)), ScenarioEvent(kind))
  }

  /// Threads for the second CPU of the core: of any process, with or without the same cookie, or idle.
  private static func addSibling(to scenario: inout Scenario, _ processes: Int, _ random: inout SplitMix64) {
    for index in 0..<random.number(1...3) {
      let cookie = random.oneIn(3) ? 1 : 0
      let kind = random.number(0...5)
      let process = kind == 4 || kind == 5 ? nil : random.number(0...processes - 1)
      scenario.threads.append(.init("S\(index)", process: process, isIdle: kind == 5, cpu: 1, cookie: cookie))
    }
  }

  private static func settings(_ random: inout SplitMix64) -> Settings {
    var settings = Settings()
    for key in Settings.keys where random.oneIn(3) && key.name != "shared-pcid" {
      key.set(&settings, random.pick(key.values, or: "on"))
    }
    return settings
  }

  private static func event(
    in scenario: Scenario, depth: Int, cpu: Int, canSwitch: Bool = true, _ random: inout SplitMix64
  ) -> ScenarioEvent {
    var kinds: [ScenarioEvent.Kind] = [
      .syscall("getpid"), .syscall("read"), .syscall("write"), .interrupt("timer"), .interrupt("tick"), .nmi("nmi"),
      .nmi("nmi-exposed"), .demandFault, .probe("runqueues"), .probe("timekeeper"),
    ]
    if canSwitch { kinds += scenario.threads.filter { $0.cpu == cpu }.map { .schedule($0.name) } }
    var event = ScenarioEvent(random.pick(kinds, or: .syscall("getpid")), cpu: cpu)
    event.returnsWithIret = random.oneIn(4)
    guard depth > 0, random.oneIn(2) else { return event }
    let places = [
      "entry_SYSCALL_64+0x7", "do_syscall_64", "__task_pid_nr_ns", "vfs_read", "shmem_file_read_iter",
      "syscall_return_via_sysret", "entry_SYSRETQ_unsafe_stack", "error_entry", "hrtimer_interrupt", "gate_syscall",
      "swapgs_restore_regs_and_return_to_usermode+0x3a", "perf_event_nmi_handler", "paranoid_entry", "__schedule",
      "asi_enter", "asi_exit", "__asi_enter", "asi_start_abort", "hold_sibling", "irq_work_hold", "clear_cpu_buffers",
    ]
    // An NMI cannot schedule.
    let isNMI = if case .nmi = event.kind { true } else { false }
    for _ in 0..<random.number(1...2) {
      let place = random.pick(places, or: "vfs_read")
      let isWindow =
        place.hasPrefix("entry_") || place.hasPrefix("swapgs") || place == "error_entry"
        || ["paranoid_entry", "__asi_enter", "asi_start_abort", "clear_cpu_buffers", "hold_sibling", "asi_exit"]
          .contains(place)
        || place == "syscall_return_via_sysret" || place == "perf_event_nmi_handler"
      let isOther = !isWindow && random.oneIn(4) && scenario.threads.contains { $0.cpu == 1 - cpu }
      let nested =
        isWindow
        ? ScenarioEvent(.nmi("nmi"), cpu: cpu)
        : self.event(
          in: scenario, depth: depth - 1, cpu: isOther ? 1 - cpu : cpu, canSwitch: isOther || canSwitch && !isNMI,
          &random)
      event.during.append(.init(at: place, nested))
    }
    return event
  }
}
