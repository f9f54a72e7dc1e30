package import Isolation

extension Baseline {
  /// The baseline that knows some findings.
  package init(of findings: [ObjectFinding]) {
    self.init()
    for finding in findings { add(finding.baselineLine) }
  }

  /// The findings that are new: of those that say the same as many as there are more than before, the last ones.
  package func new(among findings: [ObjectFinding]) -> [ObjectFinding] {
    var left = counts
    return findings.filter { finding in
      guard let count = left[finding.baselineLine], count > 0 else { return true }
      left[finding.baselineLine] = count - 1
      return false
    }
  }
}

extension ObjectFinding {
  /// What a baseline knows of it.
  package var baselineLine: Baseline.Line {
    Baseline.Line(
      rule: id.rawValue, from: from.symbol, in: from.section ?? "", to: to.symbol, in: to.section ?? "")
  }
}
