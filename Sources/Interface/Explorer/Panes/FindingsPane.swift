package import Canvas
package import Chassis
import Diagnostics
package import Execution
import ScenarioModel
import SectionCheck

/// Code that runs in the exposed space and reaches for what that does not map, with the way there.
package struct FindingsPane: PaneText {
  private let run: ScenarioRun?

  /// Checks what a scenario runs; nil for a recording.
  package init(run: ScenarioRun?) { self.run = run }

  package let title = "findings: what would leave the exposed space"

  package func lines(width: Int, glyphs: Glyphs) -> [Spans] {
    guard let run else { return [Spans(" A recording has no sections to check.", Style(.dim))] }
    guard let check = try? ScenarioCheck(run.setup) else { return [] }
    let about = Spans.wrapped(
      "Found in the code, without running it: functions that may run in the exposed space, and what they refer to.",
      indent: 1, Style(.dim))
    if let obstacle = check.obstacle { return [about, .wrapped(obstacle, indent: 1, Style(.warning))] }
    if check.findings.isEmpty {
      return [
        about, Spans(" \(glyphs.ok) none: all that exposed code needs is exposed, or behind a gate", Style(.ok, .bold)),
      ]
    }
    return [about]
      + check.findings.flatMap { finding in
        let path = ([finding.entry.name] + finding.path).joined(separator: " \(glyphs.arrow) ")
        let head = "\(glyphs.fault) \(finding.severity.rawValue) \(finding.id.rawValue) \(finding.message)"
        return [Spans.wrapped(head, indent: 1, Style(.fault, .bold)), .wrapped("by \(path)", indent: 3)]
      }
  }
}
