import Isolation
import Machine
import TestSupport

/// Scenarios and injections that nobody would think of.
enum RandomScenarios {
  /// A scenario on the standard kernel with random threads, events, switches and scope, under a random design.
  static func setup(_ random: inout SplitMix64) -> ScenarioRun.Setup {
    var scenario = Scenario(name: "random", design: random.pick(Design.allCases, or: .pti), events: [])
    let processes = random.number(1...8)
    scenario.threads = (0..<processes).map { .init("T\($0)", process: $0) }
    if random.oneIn(2) { scenario.threads.append(.init("T0b", process: 0)) }
    if random.oneIn(2) { scenario.threads.append(.init("kworker", process: nil)) }
    if random.oneIn(3) { scenario.threads.append(.init("idle", process: nil, isIdle: true)) }
    scenario.settings = settings(&random)
    scenario.scope = random.pick([.unified, .unified, .pti, .none], or: .unified)
    scenario.events = (0..<random.number(1...8)).map { _ in event(in: scenario, depth: 2, &random) }
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

  private static func settings(_ random: inout SplitMix64) -> Settings {
    var settings = Settings()
    for key in Settings.keys where random.oneIn(3) && key.name != "shared-pcid" {
      key.set(&settings, random.pick(key.values, or: "on"))
    }
    return settings
  }

  private static func event(in scenario: Scenario, depth: Int, _ random: inout SplitMix64) -> ScenarioEvent {
    var kinds: [ScenarioEvent.Kind] = [
      .syscall("getpid"), .syscall("read"), .syscall("write"), .interrupt("timer"), .interrupt("tick"), .nmi("nmi"),
      .nmi("nmi-exposed"), .demandFault, .probe("runqueues"), .probe("timekeeper"),
    ]
    kinds += scenario.threads.map { .schedule($0.name) }
    var event = ScenarioEvent(random.pick(kinds, or: .syscall("getpid")))
    event.returnsWithIret = random.oneIn(4)
    guard depth > 0, random.oneIn(2) else { return event }
    let places = [
      "entry_SYSCALL_64+0x7", "do_syscall_64", "__task_pid_nr_ns", "vfs_read", "shmem_file_read_iter",
      "syscall_return_via_sysret", "entry_SYSRETQ_unsafe_stack", "error_entry", "hrtimer_interrupt", "gate_syscall",
      "swapgs_restore_regs_and_return_to_usermode+0x3a", "perf_event_nmi_handler", "paranoid_entry", "__schedule",
    ]
    for _ in 0..<random.number(1...2) {
      let place = random.pick(places, or: "vfs_read")
      let isWindow =
        place.hasPrefix("entry_") || place.hasPrefix("swapgs") || place == "error_entry"
        || place == "paranoid_entry" || place == "syscall_return_via_sysret" || place == "perf_event_nmi_handler"
      let nested = isWindow ? ScenarioEvent(.nmi("nmi")) : self.event(in: scenario, depth: depth - 1, &random)
      event.during.append(.init(at: place, nested))
    }
    return event
  }
}
