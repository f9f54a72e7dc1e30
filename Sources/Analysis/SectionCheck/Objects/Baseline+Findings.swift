package import Isolation

extension Baseline {
  /// The findings that are new: of those that say the same as many as there are more than before, the last ones.
  package func new(among findings: [ObjectFinding]) -> [ObjectFinding] {
    var identities = FindingIdentities()
    var left: [FindingIdentities.Identity: Int] = [:]
    for (line, count) in counts { left[identities.identity(of: line)] = count }
    return findings.filter { finding in
      let identity = identities.identity(of: finding)
      guard let count = left[identity], count > 0 else { return true }
      left[identity] = count - 1
      return false
    }
  }
}

extension ObjectFinding {
  /// What a baseline knows of it.
  package var baselineLine: Baseline.Line {
    let (from, to) = (from, to)
    return Baseline.Line(
      rule: id.rawValue, from: from.symbol, in: from.section ?? "", to: to.symbol, in: to.section ?? "")
  }
}
