/// Which section belongs where, which references are allowed, and what is mapped where: the one policy of the
/// section check and of the sections of scenarios.
package struct SectionPolicy: Hashable, Sendable {
  /// A pattern for names of sections, and the class of those that fit.
  package struct Rule: Hashable, Sendable {
    /// What names look like.
    package let glob: Glob
    /// What they are.
    package let linkClass: LinkClass

    /// Gives a class to names.
    package init(_ pattern: String, _ linkClass: LinkClass) {
      glob = Glob(pattern)
      self.linkClass = linkClass
    }
  }

  /// A reference that is known and good: no finding is made of it.
  package struct Allowance: Hashable, Sendable {
    /// The symbol that refers, or if it begins with a dot its section.
    package let from: Glob
    /// The symbol that is referred to, or if it begins with a dot its section.
    package let to: Glob
    /// Why it is good.
    package let reason: String

    /// Allows references.
    package init(from: String, to: String, reason: String) {
      self.from = Glob(from)
      self.to = Glob(to)
      self.reason = reason
    }
  }

  /// What the exposed space of a design maps of the kernel.
  package struct Exposure: Hashable, Sendable {
    /// Whole classes.
    package var classes: Set<LinkClass>
    /// Further sections, by name.
    package var sections: [Glob]

    /// Maps classes and sections.
    package init(_ classes: Set<LinkClass>, sections: [Glob] = []) {
      self.classes = classes
      self.sections = sections
    }
  }

  /// The first that fits says the class.
  package var rules: [Rule]
  /// Whether the exposed space maps private text too.
  package var text: Settings.TextPolicy
  /// What the least private space that runs kernel code maps, by design.
  package var exposures: [Design: Exposure]
  /// References that are no findings.
  package var allowances: [Allowance]
  /// The symbols where the kernel is entered.
  package var entries: [Glob]
  /// Symbols that the linker script defines, each with the symbol that it stands for.
  package var aliases: [String: String]

  /// Makes a policy of its parts.
  package init(
    rules: [Rule], text: Settings.TextPolicy, exposures: [Design: Exposure], allowances: [Allowance] = [],
    entries: [Glob], aliases: [String: String]
  ) {
    self.rules = rules
    self.text = text
    self.exposures = exposures
    self.allowances = allowances
    self.entries = entries
    self.aliases = aliases
  }

  /// The class of a section by its name, and by whether it is code if no rule fits.
  package func linkClass(ofSection name: String, isText: Bool) -> LinkClass {
    var rules = LinkClassRules(self)
    return rules.linkClass(ofSection: name, isText: isText)
  }

  /// Whether the policy names no exposed space of a design, so that all of the kernel counts as mapped there.
  package func exposesAll(under design: Design) -> Bool { exposures[design] == nil }

  /// The text policy in force under a design: PTI's user half maps no more text than is named, whatever the policy says.
  package func text(under design: Design) -> Settings.TextPolicy { design.text ?? text }

  /// Whether the exposed space of a design maps a section, apart from what the text policy adds.
  package func exposes(_ section: String, _ linkClass: LinkClass, under design: Design) -> Bool {
    guard let exposure = exposures[design] else { return true }
    return exposure.classes.contains(linkClass) || exposure.sections.contains { $0.matches(section) }
  }
}
