package import Diagnostics
package import Isolation
package import SectionCheck

/// Which findings are listed: those of a severity, those of a rule, or those whose line holds a text.
package enum FindingFilter: Equatable, Sendable {
  /// All of them.
  case all
  /// Those of a severity.
  case severity(Severity)
  /// Those of a rule.
  case rule(RuleID)
  /// Those whose line holds a text.
  case text(Fragment)

  /// Reads a filter: "error", "errors", "DATA", or any other text.
  package init(_ text: String) {
    let word = text.lowercased()
    let singular = word.hasSuffix("s") ? String(word.dropLast()) : word
    if text.isEmpty {
      self = .all
    } else if let severity = Severity(rawValue: singular) {
      self = .severity(severity)
    } else if let rule = RuleID(rawValue: text.uppercased()) {
      self = .rule(rule)
    } else {
      self = .text(Fragment(text))
    }
  }

  /// Whether a finding is listed.
  package func admits(_ finding: ObjectFinding) -> Bool {
    switch self {
    case .all: true
    case .severity(let severity): finding.severity == severity
    case .rule(let rule): finding.id == rule
    case .text(let fragment): fragment.stands(in: finding.line)
    }
  }
}
