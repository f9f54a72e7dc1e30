import Canvas
import Chassis
import Commands
import Diagnostics
import Execution
import Recordings
import ScenarioModel
import Timelines

/// The keys, from the table that also issues the commands; above them what was lost, or what to look for.
struct HelpPane: PaneText {
  let notices: [Notice]
  /// The scenario, which says what to look for; nil for a recording.
  let run: ScenarioRun?
  let title = "help"

  func lines(width: Int, glyphs: Glyphs) -> [Spans] {
    // What is missing comes first, what was assumed last.
    var lines = notices.filter { $0.severity == .error }.map(Self.line(for:))
    if let about = run?.setup.scenario.about, !about.isEmpty {
      lines += [.wrapped(about, indent: 1, Style(.narration)), Spans("")]
    }
    lines += legend(glyphs)
    lines += Explorer.keys.bindings.map(\.helpLine)
    lines += [Spans(""), Spans(" commands, behind : and in tours", Style(.heading, .bold))]
    lines += CommandSyntax.all.map(\.helpLine)
    return lines + notices.filter { $0.severity != .error }.map(Self.line(for:))
  }

  private static func line(for notice: Notice) -> Spans {
    var line = Spans(" \(notice.severity.rawValue): ", Style(notice.severity == .error ? .fault : .warning, .bold))
    line.add(notice.message)
    return line
  }

  private func legend(_ glyphs: Glyphs) -> [Spans] {
    var classes = Spans(" U user", Style(.user, .bold))
    let exposed = run == nil ? "kernel, mapped while user code runs" : "kernel, the scope lets user code map it"
    classes.add("  E exposed: \(exposed)", Style(.exposed, .bold))
    classes.add("  P private", Style(.privateMapping, .bold))
    var marks = Spans(" \(glyphs.flip) flip", Style(.flip, .bold))
    marks.add("  \(glyphs.fault) fault", Style(.fault, .bold))
    marks.add("  \(glyphs.leak) leak", Style(.leak, .bold))
    marks.add("  \(glyphs.ok) works", Style(.ok, .bold))
    marks.add("  \(glyphs.dot) no data access  [ ] the active space")
    return [classes, marks, Spans("")]
  }
}
