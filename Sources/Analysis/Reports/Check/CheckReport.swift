import Diagnostics
import ScenarioModel
package import SectionCheck

/// The findings of a section check, as text or as JSON.
package struct CheckReport {
  /// The name of the file or scenario that was checked.
  package let file: String
  /// What was found.
  package let check: ScenarioCheck

  /// Chooses a check and the name of what was checked.
  package init(file: String, check: ScenarioCheck) {
    self.file = file
    self.check = check
  }

  /// Writes one line a finding, then how many there are.
  package func writeText(to sink: inout ByteSink) {
    for finding in check.findings where sink.isOpen {
      sink.append("\(file): \(finding.severity.rawValue): \(finding.message) [\(finding.id.rawValue)]")
      let entry = finding.entry
      sink.append("; path: \(([entry.name] + finding.path).joined(separator: " > "))\n")
    }
    sink.append(Self.summary(check.count))
  }

  /// "2 errors, 1 warning, 0 notes" and the end of the line.
  static func summary(_ count: (Severity) -> Int) -> String {
    [Severity.error, .warning, .note].map { counted(count($0), $0.rawValue) }.joined(separator: ", ") + "\n"
  }

  /// Writes one JSON object, with each finding on a line of its own.
  package func writeJSON(to sink: inout ByteSink) {
    sink.append("{\"findings\":")
    sink.appendLines(of: check.findings) { sink, finding in write(finding, to: &sink) }
    sink.append(",\n\"errors\":\(check.count(.error)),\"warnings\":\(check.count(.warning))")
    sink.append(",\"notes\":\(check.count(.note))")
    if let obstacle = check.obstacle {
      sink.append(",\"notices\":[{\"severity\":\"note\",\"message\":")
      sink.append(json: obstacle)
      sink.append("}]")
    }
    sink.append("}\n")
  }

  private func write(_ finding: SectionFinding, to sink: inout ByteSink) {
    sink.append("{\"file\":")
    sink.append(json: file)
    sink.append(
      ",\"id\":\"\(finding.id.rawValue)\",\"severity\":\"\(finding.severity.rawValue)\",\"from\":{\"symbol\":")
    sink.append(json: finding.function)
    sink.append(",\"offset\":\(finding.offset),\"section\":")
    sink.append(json: finding.functionSection)
    sink.append("},\"to\":{\"symbol\":")
    sink.append(json: finding.object)
    sink.append(",\"section\":")
    sink.append(json: finding.section)
    sink.append("},\"relocation\":null,\"entry\":")
    sink.append(json: finding.entry.name)
    sink.append(",\"path\":[")
    for (position, name) in finding.path.enumerated() {
      if position > 0 { sink.append(",") }
      sink.append(json: name)
    }
    sink.append("],\"message\":")
    sink.append(json: finding.message)
    sink.append("}")
  }
}
