import Canvas
import Chassis
import Isolation
import Machine

// What the other thread of the core does meanwhile, and what must never be and is.

extension Explorer {
  /// The invariant that is broken at this step, over as many lines as it needs.
  func brokenLines(_ run: ScenarioRun) -> [Spans] {
    run.violations.filter { $0.step == state.step }.flatMap { violation in
      Spans.wrapped(
        "! BROKEN  \(violation.text)", width: layout.now.width, indent: 1, Style(.fault, [.bold, .reverse]))
    }
  }

  /// One line about the sibling; nil if there is none.
  func siblingLine(_ run: ScenarioRun) -> Spans? {
    let moment = run.moment(at: state.step)
    guard let sibling = moment.sibling else { return nil }
    var line = Spans("       cpu\(sibling.number) ", Style(.heading, .bold))
    let isHeld = sibling.hold != nil
    line.add(Self.words(for: sibling, beside: moment.cpu, run), isHeld ? Style(.warning, .bold) : .plain)
    if let sync = timeline.sync(at: state.step) {
      let words =
        sync == .start
        ? "SYNC start: cpu\(sibling.number) is held"
        : "SYNC release: cpu\(sibling.number) may go on"
      line.add("  \(words)", Style(.changed, .bold))
    }
    return line
  }

  /// What a step does to siblings where none is modelled; nil if nothing.
  func syncLine(_ run: ScenarioRun) -> Spans? {
    guard !run.hasSibling, let sync = timeline.sync(at: state.step) else { return nil }
    var line = Spans("   SYNC  ", Style(.heading, .bold))
    line.add(
      sync == .start ? "start: a sibling would be held from here on" : "release: a sibling may run user code again",
      Style(.changed, .bold))
    return line
  }

  /// "held: private work on cpu0", "runs user code of B in space E".
  static func words(for cpu: Moment.CPUState, beside other: Moment.CPUState, _ run: ScenarioRun) -> String {
    switch cpu.hold {
    case .ack?: return "waits until cpu\(other.number) has left user code"
    case .privateWork?: return "held: private work on cpu\(other.number)"
    case .cookie?: return "forced idle: another cookie runs on cpu\(other.number)"
    case nil: break
    }
    if cpu.isAsleep { return "sleeps" }
    let space = "space \(run.setup.design.spaceName(cpu.spaceKind))"
    guard cpu.cpl == 3 else { return "runs the kernel in \(space)" }
    return run.setup.scenario.processCount > 1
      ? "runs user code of \(processLetter(cpu.process)) in \(space)" : "runs user code in \(space)"
  }
}
