/// The findings of an earlier section check, so that only new ones count.
///
/// A finding is known by what it says and not by its offset, so that a change elsewhere in the function leaves it known.
package struct Baseline: Hashable, Sendable {
  /// What a finding says.
  package struct Line: Hashable, Sendable {
    /// The name of the rule.
    package let rule: String
    /// The symbol that refers.
    package let from: String
    /// Its section.
    package let fromSection: String
    /// The symbol that is referred to.
    package let to: String
    /// Its section; empty if it is not known.
    package let toSection: String

    /// Describes a finding.
    package init(rule: String, from: String, in fromSection: String, to: String, in toSection: String) {
      self.rule = rule
      self.from = from
      self.fromSection = fromSection
      self.to = to
      self.toSection = toSection
    }
  }

  /// How often each was found; at least once.
  package private(set) var counts: [Line: Int] = [:]

  /// Knows nothing.
  package init() {}

  /// Adds findings of a kind, 1 or more of them.
  package mutating func add(_ line: Line, count: Int = 1) {
    let sum = (counts[line] ?? 0).addingReportingOverflow(count)
    counts[line] = sum.overflow ? .max : sum.partialValue
  }
}
