package import Diagnostics
import ELF
package import Isolation

/// The section check of object files: every reference from what the exposed space runs or maps to what it does not.
///
/// The rules are those of semantics 5.2; each is a file in `Rules`.
package struct ObjectCheck: Sendable {
  /// Sorted by file, section and place; each place, rule and target once.
  package let findings: [ObjectFinding]
  /// What is odd about the input and does not stop the check.
  package let notices: [Notice]
  /// Whether no section of the files is exposed though the policy names some, so that nothing was looked at.
  package let isAboutNothing: Bool
  /// How many references were let go because they stand between private_begin() and private_end().
  package let suppressed: Int
  /// How many references each allowance of the policy let go, in its order.
  package let allowed: [Int]
  private var counts: [Severity: Int] = [:]

  /// Checks files under a policy, for the space of a design that runs or shows the least private kernel. Nothing is
  /// found under a design for which the policy names none, such as nopti: all of its kernel is mapped.
  package init(_ set: ObjectSet, policy: SectionPolicy, design: Design = .standard) {
    var collector = FindingCollector(set, policy: policy, design: design)
    if !policy.exposesAll(under: design) {
      for file in set.files.indices { collector.check(file) }
    }
    findings = collector.takeFindings()
    for finding in findings { counts[finding.severity, default: 0] += 1 }
    notices = collector.notices + Self.notices(policy, design)
    isAboutNothing = !policy.exposesAll(under: design) && !Self.hasExposed(set, collector)
    suppressed = collector.suppressed
    allowed = collector.allowed
  }

  /// Whether some section of files counts as exposed and holds something.
  private static func hasExposed(_ set: ObjectSet, _ collector: FindingCollector) -> Bool {
    set.files.indices.contains { number in
      set.files[number].sections.enumerated().contains { section, header in
        header.flags.contains(.allocated) && header.size > 0 && collector.classes[number, section].isExposed
      }
    }
  }

  /// A policy that names no space for a design that has private ones is hardly meant so.
  private static func notices(_ policy: SectionPolicy, _ design: Design) -> [Notice] {
    guard policy.exposesAll(under: design), design.isSplit else { return [] }
    return [
      Notice(
        .warning,
        "the policy has nothing for \(design) below spaces: everything counts as mapped, and nothing is found")
    ]
  }

  /// How many findings have a severity.
  package func count(_ severity: Severity) -> Int { counts[severity] ?? 0 }
}
