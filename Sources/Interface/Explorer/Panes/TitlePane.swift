import Canvas
import Diagnostics
import Isolation
import Machine
import PageTables

extension Explorer {
  /// The name of the recording, the design, losses, and where in the timeline we are.
  func drawTitle(in rect: Rect, on grid: inout Grid) {
    grid.fill(rect, " ", Style(.title, .reverse))
    let last = timeline.count - 1
    let position = timeline.hasSteps ? "step \(stepNumber(state.step))/\(stepNumber(last))" : "one moment"
    let right = "\(position)   ? help "
    // The folder would push the event and the position out.
    let name = timeline.recording.name.split(separator: "/").last ?? ""
    var line = Spans(" \(name)", Style(.title, [.reverse, .bold]))
    line.add("  \(designWords)", Style(.title, .reverse))
    if let event = timeline.event(at: state.step) {
      line.add("  event \(event.number): \(event.name)", Style(.title, .reverse))
    }
    let losses = timeline.recording.notices.filter { $0.severity == .error }.count
    let tables = state.map?.unreadableTables ?? 0
    if losses > 0 { line.add("  \(losses) loss\(losses == 1 ? "" : "es"), see ?", Style(.warning, .reverse)) }
    if tables > 0 { line.add("  \(tables) table\(tables == 1 ? "" : "s") missing", Style(.warning, .reverse)) }
    line.draw(x: rect.x, y: rect.y, width: rect.width - right.count - 1, on: &grid)
    grid.write(right, x: rect.width - right.count, y: rect.y, style: Style(.title, .reverse))
  }

  private var designWords: String {
    let controls = timeline.recording.start.controls
    let pcid = controls.pcidEnabled ? "PCID" : "no PCID"
    return timeline.recording.hasTables ? "\(timeline.spaces.design.rawValue), \(pcid)" : "no page tables"
  }
}
