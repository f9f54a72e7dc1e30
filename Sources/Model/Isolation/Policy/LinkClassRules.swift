/// The rules of a policy, prepared for many names.
package struct LinkClassRules: Sendable {
  private let classes: [LinkClass]
  private var globs: GlobSet

  /// Prepares the rules of a policy.
  package init(_ policy: SectionPolicy) {
    classes = policy.rules.map(\.linkClass)
    globs = GlobSet(policy.rules.map(\.glob))
  }

  /// The class that the first rule gives that fits a name; nil if none fits.
  package mutating func rule(for name: String) -> LinkClass? { globs.first(name).map { classes[$0] } }

  /// The class of a section by its name, and by whether it is code if no rule fits.
  package mutating func linkClass(ofSection name: String, isText: Bool) -> LinkClass {
    rule(for: name) ?? (isText ? .privateText : .privateData)
  }
}
