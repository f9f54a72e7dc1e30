import Diagnostics
import SectionCheck

extension ObjectReport {
  /// Writes one JSON object, with each finding on a line of its own.
  package func writeJSON(to sink: inout ByteSink) {
    sink.append("{\"findings\":")
    sink.appendLines(of: shown) { sink, finding in Self.write(finding, to: &sink) }
    if let unlisted {
      sink.append(",\n\"not_listed\":")
      sink.append(json: unlisted)
    }
    sink.append(",\n\"errors\":\(count(.error)),\"warnings\":\(count(.warning)),\"notes\":\(count(.note))")
    sink.append(",\"known\":\(known),\"suppressed\":\(check.suppressed)")
    sink.append(",\"allowed\":\(check.allowed.reduce(0, +))}\n")
  }

  private static func write(_ finding: ObjectFinding, to sink: inout ByteSink) {
    sink.append("{\"file\":")
    sink.append(json: finding.file)
    sink.append(",\"id\":\"\(finding.id.rawValue)\",\"severity\":\"\(finding.severity.rawValue)\",\"from\":")
    write(finding.from, to: &sink)
    sink.append(",\"to\":")
    write(finding.to, to: &sink)
    sink.append(",\"relocation\":")
    sink.append(json: finding.relocation)
    sink.append(",\"origin\":\"\(finding.origin.rawValue)\",\"file_offset\":\(finding.fileOffset),\"message\":")
    sink.append(json: finding.message)
    sink.append("}")
  }

  private static func write(_ end: ObjectFinding.End, to sink: inout ByteSink) {
    sink.append("{\"symbol\":")
    sink.append(json: end.symbol)
    sink.append(",\"offset\":\(end.offset),\"section\":")
    sink.append(json: end.section)
    sink.append("}")
  }
}
