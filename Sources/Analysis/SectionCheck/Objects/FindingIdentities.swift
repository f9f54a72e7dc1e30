package import Isolation

/// Numbers for the texts by which findings are known, so that each text is kept once.
package struct FindingIdentities: Sendable {
  /// What a baseline knows of a finding: equal for findings that say the same.
  package struct Identity: Hashable, Sendable {
    let rule: Int32
    let fromSection: Int32
    let from: Int32
    let toSection: Int32
    let to: Int32
  }

  private var texts: [String] = []
  private var numbers: [String: Int32] = [:]
  private var names: [FindingEnd.Name: Int32] = [:]
  private var sections: [FindingEnd.Section: Int32] = [:]

  /// Knows nothing yet. The numbers of names hold for the findings of one check.
  package init() {}

  /// What a line of a baseline says.
  package mutating func identity(of line: Baseline.Line) -> Identity {
    Identity(
      rule: number(line.rule), fromSection: number(line.fromSection), from: number(line.from),
      toSection: number(line.toSection), to: number(line.to))
  }

  /// What a finding says.
  package mutating func identity(of finding: ObjectFinding) -> Identity {
    let (source, target) = (finding.source, finding.target)
    return Identity(
      rule: number(finding.id.rawValue), fromSection: number(source.section, finding),
      from: number(source.name, finding), toSection: number(target.section, finding),
      to: number(target.name, finding))
  }

  /// The line of a baseline that says it.
  package func line(_ identity: Identity) -> Baseline.Line {
    Baseline.Line(
      rule: texts[Int(identity.rule)], from: texts[Int(identity.from)], in: texts[Int(identity.fromSection)],
      to: texts[Int(identity.to)], in: texts[Int(identity.toSection)])
  }

  /// All that findings say, each once and with how often, sorted by rule and then by both ends, sections first.
  package mutating func sorted(_ findings: [ObjectFinding]) -> [(identity: Identity, count: Int)] {
    var counts: [Identity: Int] = [:]
    for finding in findings { counts[identity(of: finding), default: 0] += 1 }
    var ranks = [Int32](repeating: 0, count: texts.count)
    for (rank, text) in texts.indices.sorted(by: { texts[$0] < texts[$1] }).enumerated() {
      ranks[text] = Int32(clamping: rank)
    }
    return counts.map { (identity: $0.key, count: $0.value) }
      .sorted { $0.identity.ranks(ranks).lexicographicallyPrecedes($1.identity.ranks(ranks)) }
  }

  private mutating func number(_ name: FindingEnd.Name, _ finding: ObjectFinding) -> Int32 {
    if let number = names[name] { return number }
    let number = number(finding.text(of: name))
    names[name] = number
    return number
  }

  private mutating func number(_ section: FindingEnd.Section, _ finding: ObjectFinding) -> Int32 {
    if let number = sections[section] { return number }
    let number = number(finding.text(of: section) ?? "")
    sections[section] = number
    return number
  }

  private mutating func number(_ text: String) -> Int32 {
    if let number = numbers[text] { return number }
    let number = Int32(clamping: texts.count)
    numbers[text] = number
    texts.append(text)
    return number
  }
}

extension FindingIdentities.Identity {
  /// Its parts in the order in which they are sorted, each by its rank.
  fileprivate func ranks(_ ranks: [Int32]) -> [Int32] {
    [rule, fromSection, from, toSection, to].map { ranks[Int($0)] }
  }
}
