package import Diagnostics

/// A rule of the section check: what it finds, in one file a rule.
package protocol SectionRule: Sendable {
  /// Its name.
  static var id: RuleID { get }
  /// How much its findings matter.
  static var severity: Severity { get }
  /// What it finds, in one sentence without a full stop.
  static var summary: String { get }
  /// Why that matters, and what to do about it: paragraphs, with an empty line between them.
  static var explanation: String { get }
  /// Whether it finds something in a reference.
  static func applies(to reference: Reference) -> Bool
  /// What it says about a reference that it applies to.
  static func message(_ names: ReferenceNames) -> String
}

/// The names in a message.
package struct ReferenceNames: Hashable, Sendable {
  /// The symbol that is referred to, with an offset if it is not its start.
  package let to: String
  /// The section that is referred to; nil if it is not known.
  package let toSection: String?
  /// The section that refers.
  package let fromSection: String

  /// Names what is referred to, and from where.
  package init(to: String, in toSection: String?, from fromSection: String) {
    self.to = to
    self.toSection = toSection
    self.fromSection = fromSection
  }
}

/// All rules of the section check.
package enum SectionRules {
  /// In the order in which `rules` lists them.
  package static let all = RuleID.allCases.map { rule($0) }

  /// The rule of a name.
  package static func rule(_ id: RuleID) -> any SectionRule.Type {
    switch id {
    case .call: CallRule.self
    case .data: DataRule.self
    case .address: AddressRule.self
    case .indirect: IndirectRule.self
    case .pointer: PointerRule.self
    case .undefined: UndefinedRule.self
    case .blind: BlindRule.self
    }
  }
}
