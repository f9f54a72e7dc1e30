import Diagnostics
import SectionCheck

extension ObjectReport {
  /// Writes how the check went: what it could not read, known from a baseline or not, makes it incomplete, and so does
  /// what is not listed.
  ///
  /// SARIF 2.1.0, appendix I: results are not complete if `executionSuccessful` (3.20.14) is false, or if a notification of
  /// the tool (3.20.21) has the level "error" (3.58.6).
  func writeInvocation(to sink: inout ByteSink) {
    let blind = check.findings.filter { $0.id == .blind }
    let unlisted = unlisted.map { [Notice(.error, $0)] } ?? []
    let isComplete = blind.isEmpty && unlisted.isEmpty
    sink.append("{\"executionSuccessful\":")
    sink.append(json: isComplete)
    if isComplete && check.notices.isEmpty { return sink.append("}") }
    sink.append(",\"toolExecutionNotifications\":")
    let all =
      blind.prefix(Self.listLimit).map { Notification.blind($0) } + (check.notices + unlisted).map { .notice($0) }
    sink.appendLines(of: all) { sink, notification in Self.write(notification, to: &sink) }
    sink.append("}")
  }

  private enum Notification {
    case blind(ObjectFinding)
    case notice(Notice)
  }

  private static func write(_ notification: Notification, to sink: inout ByteSink) {
    switch notification {
    case .blind(let finding):
      sink.append("{\"level\":\"error\",\"associatedRule\":{\"id\":\"\(finding.id.rawValue)\"}")
      sink.append(",\"message\":{\"text\":")
      sink.append(json: "\(finding.from.place): \(finding.message)")
      sink.append("},\"locations\":[")
      writeLocation(of: finding, to: &sink)
      sink.append("]}")
    case .notice(let notice):
      sink.append("{\"level\":\"\(notice.severity.rawValue)\",\"message\":{\"text\":")
      sink.append(json: notice.message)
      sink.append("}}")
    }
  }

  /// Writes where a finding is.
  static func writeLocation(of finding: ObjectFinding, to sink: inout ByteSink) {
    sink.append("{\"physicalLocation\":{\"artifactLocation\":{\"uri\":")
    sink.append(json: finding.file.uriReference)
    sink.append("},\"region\":{\"byteOffset\":\(finding.fileOffset),\"byteLength\":\(finding.length)}}")
    sink.append(",\"logicalLocations\":[{\"name\":")
    let from = finding.from
    sink.append(json: from.symbol)
    sink.append(",\"fullyQualifiedName\":")
    sink.append(json: "\(from.section ?? "")!\(from.place)")
    if let kind = finding.kind { sink.append(",\"kind\":\"\(kind)\"") }
    sink.append("}]}")
  }
}

extension ObjectFinding {
  /// The bytes of the place that the result is about: the field, or the start of the instruction that is patched.
  fileprivate var length: Int { origin == .itself ? fieldSize : 1 }

  /// What refers, in the words of SARIF 3.33.7; nil if it can be either.
  fileprivate var kind: String? {
    switch id {
    case .pointer: "variable"
    case .undefined, .blind: nil
    case .call, .data, .address, .indirect: "function"
    }
  }
}
