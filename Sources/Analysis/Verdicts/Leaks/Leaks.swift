import Isolation

/// What attackers of a moment could learn and must not, by attack.
package struct Leaks: Hashable, Sendable {
  private var labels: [Attack: [String]]
  /// The attacks that the scope is about, and that can be told here.
  private let counted: Set<Attack>

  /// Of a modelled moment: every attack; those count whose flaw the scope's adversary uses. A sibling runs only
  /// with SMT.
  init(_ context: LeakContext, vulnerabilities: Set<Vulnerability>) {
    labels = [:]
    for attack in Attack.allCases { labels[attack] = context.leak(attack).names }
    labels[.mdsSibling] = []
    counted = Set(Attack.allCases.filter { vulnerabilities.contains($0.vulnerability) })
  }

  /// Of a recorded moment: what the tables tell, and that is Meltdown alone; nil if they do not.
  init(meltdown: [String]?) {
    labels = [:]
    labels[.meltdown] = meltdown
    counted = [.meltdown]
  }

  /// The labels at stake; nil if nobody can tell.
  package subscript(attack: Attack) -> [String]? { labels[attack] }

  /// The attacks that the scope is about and that reach something, in their order.
  package var successful: [Attack] {
    Attack.allCases.filter { counted.contains($0) && !(labels[$0] ?? []).isEmpty }
  }

  /// Whether an attacker could learn something that it must not.
  package var isLeak: Bool { !successful.isEmpty }
}
