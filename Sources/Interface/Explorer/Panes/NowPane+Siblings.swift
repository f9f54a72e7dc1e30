import Canvas
import Execution
import Chassis
import Isolation
import ScenarioModel
import Timelines

// What the other thread of the core does meanwhile, and what must never be and is.

extension NowPane {
  /// The invariant that is broken at this step, over as many lines as it needs.
  func brokenLines(_ run: ScenarioRun, width: Int) -> [Spans] {
    run.violations.filter { $0.step == step }.flatMap { violation in
      Spans.wrapped("! BROKEN  \(violation.text)", indent: 1, Style(.fault, [.bold, .reverse])).rows(width: width)
    }
  }

  /// One line about the sibling; nil if there is none.
  func siblingLine(_ run: ScenarioRun) -> Spans? {
    let moment = run.moment(at: step)
    guard let sibling = moment.sibling else { return nil }
    var line = Spans("       cpu\(sibling.number) ", Style(.heading, .bold))
    let isHeld = sibling.hold != nil
    line.add(Self.words(for: sibling, beside: moment.cpu, run), isHeld ? Style(.warning, .bold) : .plain)
    if let sync = timeline.sync(at: step) {
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
    guard !run.hasSibling, let sync = timeline.sync(at: step) else { return nil }
    var line = Spans("   SYNC  ", Style(.heading, .bold))
    line.add(
      sync == .start ? "start: a sibling would be held from here on" : "release: a sibling may run user code again",
      Style(.changed, .bold))
    return line
  }
}
