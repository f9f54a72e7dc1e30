package import Diagnostics
package import Isolation
package import SectionCheck

/// The findings of the section check of object files, as text, JSON, SARIF or a baseline.
package struct ObjectReport {
  /// All that was found.
  package let check: ObjectCheck
  /// What is shown: all of it, or what a baseline does not know.
  package let findings: [ObjectFinding]
  /// Whether `findings` are those that a baseline does not know.
  package let hasBaseline: Bool
  /// The least severity that is shown; all are counted.
  package let least: Severity

  /// Reports a check; of what a baseline knows only the number.
  package init(_ check: ObjectCheck, baseline: Baseline? = nil, least: Severity = .note) {
    self.check = check
    self.least = least
    hasBaseline = baseline != nil
    findings = baseline?.new(among: check.findings) ?? check.findings
  }

  /// How many findings are counted that have a severity.
  package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

  /// How many findings a baseline knows.
  var known: Int { check.findings.count - findings.count }

  /// The most findings that are listed: a file of few bytes may have very many, with names that are long.
  static let listLimit = 100_000

  /// The findings that are severe enough to be shown, as far as they are listed.
  var shown: some Sequence<ObjectFinding> { findings.lazy.filter { $0.severity >= least }.prefix(Self.listLimit) }

  /// How many more there are, in words; nil for none.
  var unlisted: String? {
    let more = findings.count { $0.severity >= least } - Self.listLimit
    return more > 0 ? "\(more) more \(more == 1 ? "finding is" : "findings are") not listed" : nil
  }

  /// Writes one line a finding, then how many there are, and what was not counted.
  package func writeText(to sink: inout ByteSink) {
    for finding in shown where sink.isOpen {
      sink.append(finding.line)
      sink.endLine()
    }
    if let unlisted { sink.append("\(unlisted)\n") }
    sink.append(CheckReport.summary(count))
    let letGo = [
      (known, "known from the baseline"), (check.suppressed, "between private_begin() and private_end()"),
      (check.allowed.reduce(0, +), "allowed by the policy"),
    ].filter { $0.0 > 0 }
    guard !letGo.isEmpty else { return }
    sink.append("not counted: \(letGo.map { "\($0) \($1)" }.joined(separator: ", "))\n")
  }

  /// Writes all findings, those that are known already too, as a baseline.
  package func writeBaseline(to sink: inout ByteSink) {
    sink.append("# Findings of cr3scope check that are known: rule, from, section, to, section, how many.\n")
    var identities = FindingIdentities()
    for (identity, count) in identities.sorted(check.findings) where sink.isOpen {
      let line = identities.line(identity)
      sink.append(
        [line.rule, line.from, line.fromSection, line.to, line.toSection, "\(count)"].joined(separator: "\t"))
      sink.endLine()
    }
  }
}
