import Diagnostics
import Isolation
import SectionCheck

extension ObjectReport {
  /// Writes one SARIF log, with each result on a line of its own.
  ///
  /// OASIS Static Analysis Results Interchange Format 2.1.0. Places are byte offsets, since object files have no
  /// lines (a line beside them would be invalid: section 3.30.4); the symbol and its section are logical locations.
  package func writeSARIF(version: String, to sink: inout ByteSink) {
    sink.append("{\"version\":\"2.1.0\",")
    sink.append(
      "\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\n")
    sink.append("\"runs\":[{\"tool\":{\"driver\":{\"name\":\"cr3scope\",\"semanticVersion\":")
    sink.append(json: version)
    sink.append(",\"rules\":")
    sink.appendLines(of: SectionRules.all) { sink, rule in Self.write(rule, to: &sink) }
    sink.append("}},\n\"invocations\":[")
    writeInvocation(to: &sink)
    sink.append("],\n\"columnKind\":\"utf16CodeUnits\",\"results\":")
    sink.appendLines(of: zip(shown, ordinals)) { sink, numbered in
      write(numbered.0, ordinal: Int(numbered.1), to: &sink)
    }
    sink.append("}]}\n")
  }

  private static func write(_ rule: any SectionRule.Type, to sink: inout ByteSink) {
    sink.append("{\"id\":\"\(rule.id.rawValue)\",\"shortDescription\":{\"text\":")
    sink.append(json: rule.summary.sentence)
    // Code hosts take up to 1024 characters of it, and all of the help.
    sink.append("},\"fullDescription\":{\"text\":")
    sink.append(json: rule.explanation.firstParagraph)
    sink.append("},\"help\":{\"text\":")
    sink.append(json: rule.explanation)
    sink.append("},\"defaultConfiguration\":{\"level\":\"\(rule.severity.rawValue)\"}}")
  }

  private func write(_ finding: ObjectFinding, ordinal: Int, to sink: inout ByteSink) {
    sink.append("{\"ruleId\":\"\(finding.id.rawValue)\"")
    if let index = SectionRules.all.firstIndex(where: { $0.id == finding.id }) {
      sink.append(",\"ruleIndex\":\(index)")
    }
    sink.append(",\"level\":\"\(finding.severity.rawValue)\",\"message\":{\"text\":")
    sink.append(json: "\(finding.from.place): \(finding.message)")
    sink.append("},\"locations\":[")
    Self.writeLocation(of: finding, to: &sink)
    sink.append("],\"partialFingerprints\":{\"reference/v1\":")
    let identity = finding.identity
    sink.append(json: "\(identity)|\(ordinal)")
    // The one name that GitHub looks at.
    sink.append(",\"primaryLocationLineHash\":\"\(identity.hash):\(ordinal)\"}")
    if hasBaseline { sink.append(",\"baselineState\":\"new\"") }
    sink.append("}")
  }
}

extension ObjectReport {
  /// For each finding that is shown, its index from 1 among the findings of its file that say the same, known ones
  /// included.
  private var ordinals: [Int32] {
    var identities = FindingIdentities()
    var counts: [FileIdentity: Int32] = [:]
    var ordinals: [Int32] = []
    var shown = shown.makeIterator()
    var next = shown.next()
    // What is shown is a part of what was found, in the same order.
    for finding in check.findings {
      guard let wanted = next else { break }
      let identity = FileIdentity(file: finding.site.file, identity: identities.identity(of: finding))
      let count = (counts[identity] ?? 0) + 1
      counts[identity] = count
      guard wanted == finding else { continue }
      ordinals.append(count)
      next = shown.next()
    }
    return ordinals
  }
}

/// What a finding says, and in which file.
private struct FileIdentity: Hashable {
  let file: Int
  let identity: FindingIdentities.Identity
}

extension ObjectFinding {
  /// What it says without the offset, as in a baseline.
  fileprivate var identity: String {
    let line = baselineLine
    return [line.rule, line.fromSection, line.from, line.toSection, line.to].joined(separator: "|")
  }
}

extension String {
  /// With a capital letter and a full stop.
  fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() + "." }

  /// All up to the first empty line.
  fileprivate var firstParagraph: String { split(separator: "\n\n").first.map(String.init) ?? self }

  /// 16 digits that say the same on every machine: FNV-1a.
  fileprivate var hash: String {
    let hash = utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
