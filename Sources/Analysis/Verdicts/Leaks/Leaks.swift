import Execution
import Isolation

/// What attackers of a moment could learn and must not, by attack.
package struct Leaks: Hashable, Sendable {
  /// By the position of the attack.
  private let labels: [[String]?]
  /// The attacks that the scope is about and that reach something, in their order.
  package let successful: [Attack]

  /// Of a modelled moment: those attacks count whose flaw the scope's adversary uses. What needs a sibling is
  /// nil without one.
  init(_ context: LeakContext, vulnerabilities: Set<Vulnerability>) {
    self.init(
      Attack.allCases.map { $0.needsSibling && context.moment.sibling == nil ? nil : context.leak($0).names },
      counted: { vulnerabilities.contains($0.vulnerability) })
  }

  /// Of a recorded moment: what the tables tell, and that is Meltdown alone; nil if they do not.
  init(meltdown: [String]?) {
    self.init(Attack.allCases.map { $0 == .meltdown ? meltdown : nil }, counted: { $0 == .meltdown })
  }

  private init(_ labels: [[String]?], counted: (Attack) -> Bool) {
    self.labels = labels
    successful = zip(Attack.allCases, labels).filter { counted($0) && $1?.isEmpty == false }.map(\.0)
  }

  /// The labels at stake; nil if nobody can tell.
  package subscript(attack: Attack) -> [String]? {
    Attack.allCases.firstIndex(of: attack).flatMap { labels[$0] }
  }

  /// Whether an attacker could learn something that it must not.
  package var isLeak: Bool { !successful.isEmpty }
}
