import Canvas
import Chassis
import Diagnostics
import Machine
import SectionCheck

extension Explorer {
  /// Code that runs in the exposed space and reaches for what that does not map, with the way there.
  func findingLines(width: Int, glyphs: Glyphs) -> [Spans] {
    guard let run else { return [Spans(" A recording has no sections to check.", Style(.dim))] }
    guard let check = try? ScenarioCheck(run.setup) else { return [] }
    let count = check.findings.count
    var lines = Spans.wrapped(
      "Found in the code, without running it: functions that may run in the exposed space, and what they refer to.",
      width: width, indent: 1, Style(.dim))
    if count == 0 {
      return lines + [
        Spans(" \(glyphs.ok) none: all that exposed code needs is exposed, or behind a gate", Style(.ok, .bold))
      ]
    }
    for finding in check.findings {
      lines += Spans.wrapped(
        "\(glyphs.fault) \(finding.severity.rawValue) \(finding.id.rawValue) \(finding.message)", width: width,
        indent: 1,
        Style(.fault, .bold))
      let path = ([finding.entry.name] + finding.path).joined(separator: " \(glyphs.arrow) ")
      lines += Spans.wrapped("by \(path)", width: width, indent: 3)
    }
    return lines
  }
}
