import Canvas
import Chassis
import Diagnostics
import Execution
import Isolation
import PageTables
import Recordings
import Reports
import ScenarioModel
import Timelines

/// The name of the recording, the design, losses, and where in the timeline we are.
struct TitlePane: ScreenPane, StepShowing {
  let timeline: Timeline
  let step: Int
  /// How many tables of the map could not be read.
  let unreadableTables: Int

  func draw(in rect: Rect, on grid: inout Grid) {
    grid.fill(rect, " ", Style(.title, .reverse))
    let last = timeline.count - 1
    let position = timeline.hasSteps ? "step \(stepNumber(step))/\(stepNumber(last))" : "one moment"
    let right = "\(position)   ? help "
    // The folder would push the event and the position out.
    let name = timeline.recording.name.split(separator: "/").last ?? ""
    var line = Spans(" \(name)", Style(.title, [.reverse, .bold]))
    line.add("  \(designWords)", Style(.title, run == nil ? .reverse : [.reverse, .bold]))
    if let run {
      line.add("  attacker: \(run.setup.scenario.scope.attackerWords)", Style(.title, .reverse))
      for words in changes(of: run) { line.add("  \(words)", Style(.changed, [.reverse, .bold])) }
    } else if let event = timeline.event(at: step) {
      line.add("  event \(event.number): \(event.name)", Style(.title, .reverse))
    }
    let losses = timeline.recording.notices.filter { $0.severity == .error }.count
    if timeline.recording.hasTables, let doubt = timeline.recording.start.controls.doubt {
      line.add("  \(doubt.shortWords)", Style(.warning, [.reverse, .bold]))
    }
    if losses > 0 { line.add("  \(losses) loss\(losses == 1 ? "" : "es"), see ?", Style(.warning, .reverse)) }
    if unreadableTables > 0 {
      line.add("  \(unreadableTables) table\(unreadableTables == 1 ? "" : "s") missing", Style(.warning, .reverse))
    }
    line.draw(x: rect.x, y: rect.y, width: rect.width - right.count - 1, on: &grid)
    grid.write(right, x: rect.width - right.count, y: rect.y, style: Style(.title, .reverse))
  }

  /// What is not as the scenario opens: switches, and what was put in.
  private func changes(of run: ScenarioRun) -> [String] {
    let setup = run.setup
    let switched = Settings.keys.filter { $0.get(setup.settings) != $0.get(setup.scenario.settings) }
    let count = setup.injections.count
    return switched.map { "\($0.name) \($0.get(setup.settings))" } + (count > 0 ? ["\(count) injected"] : [])
  }

  private var designWords: String {
    if let run { return run.setup.design.name }
    let controls = timeline.recording.start.controls
    guard !timeline.spaces.all.isEmpty else { return "CR3 unknown" }
    let pcid = controls.unknown.contains(.cr4) ? "PCID unknown" : controls.pcidEnabled ? "PCID" : "no PCID"
    let design = timeline.spaces.knownDesign?.name ?? "design unknown"
    return timeline.recording.hasTables ? "\(design), \(pcid)" : "no page tables"
  }
}
