import Canvas
import Chassis
import Diagnostics
import Isolation
import Recordings
import Reports
import SectionCheck
import Timelines

/// The name, the design and its text policy, how much is found, and the filter.
struct ObjectTitlePane: ScreenPane {
  let input: ObjectExplorer.Input
  let design: Design
  let counts: [(severity: Severity, count: Int)]
  /// What is listed; empty for all.
  let filter: String

  func draw(in rect: Rect, on grid: inout Grid) {
    grid.fill(rect, " ", Style(.title, .reverse))
    let isNarrow = rect.width < 78
    let name = input.name.split(separator: "/").last ?? ""
    var line = Spans(" \(name)", Style(.title, [.reverse, .bold]))
    line.add("  \(design)", Style(.title, [.reverse, .bold]))
    if !isNarrow { line.add("  text \(input.policy.text(under: design).rawValue)", Style(.title, .reverse)) }
    line.add("  \(countWords(isNarrow, grid.glyphs))", Style(.title, .reverse))
    if let dump = input.dump, !isNarrow {
      let name = dump.timeline.recording.name.split(separator: "/").last ?? ""
      line.add(rect.width < 100 ? "  + dump" : "  dump \(name)", Style(.title, .reverse))
    }
    if !filter.isEmpty { line.add("  only \(filter)", Style(.changed, [.reverse, .bold])) }
    let right = line.width + 8 < rect.width ? "? help " : "? "
    line.draw(x: rect.x, y: rect.y, width: rect.width - right.count - 1, on: &grid)
    grid.write(right, x: rect.width - right.count, y: rect.y, style: Style(.title, .reverse))
  }

  private func countWords(_ isShort: Bool, _ glyphs: Glyphs) -> String {
    counts.map { severity, count in
      isShort ? "\(count)\(severity.mark(glyphs))" : counted(count, severity.rawValue)
    }.joined(separator: " ")
  }
}

extension Severity {
  /// The mark of findings: `!` for errors, `*` for warnings and `.` for notes, or what stands for these.
  func mark(_ glyphs: Glyphs) -> String {
    switch self {
    case .error: String(glyphs.fault)
    case .warning: String(glyphs.leak)
    case .note: String(glyphs.dot)
    }
  }

  /// How findings look.
  var style: Style {
    switch self {
    case .error: Style(.fault, .bold)
    case .warning: Style(.warning)
    case .note: Style(.dim)
    }
  }
}
