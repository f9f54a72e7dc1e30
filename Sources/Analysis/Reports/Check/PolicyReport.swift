package import Isolation

/// A section policy as the YAML of a policy file: everything is spelled out, and reading it gives the policy again.
package struct PolicyReport {
  /// What is written.
  package let policy: SectionPolicy

  /// Chooses a policy.
  package init(_ policy: SectionPolicy) {
    self.policy = policy
  }

  /// Writes all keys, with comments; sorted is only what has no order.
  package func writeText(to sink: inout ByteSink) {
    sink.append("# The rules of the section check; samples/README.md says what each key means.\n")
    sink.append("extends: none\n\n")
    sink.append("# Whether the exposed space maps ptext too (public) or not (split).\n")
    sink.append("text: \(policy.text.rawValue)\n\n")
    writeRules(to: &sink)
    writeSpaces(to: &sink)
    writeEntries(to: &sink)
    writeAllowances(to: &sink)
    writeAliases(to: &sink)
  }

  private func writeRules(to sink: inout ByteSink) {
    sink.append("# The class of each section: the first pattern that fits.\n")
    sink.append("# What no pattern fits is ptext if it is code, else pdata.\n")
    for linkClass in LinkClass.allCases {
      let name = linkClass.rawValue
      sink.append("#   \(name)\(String(repeating: " ", count: 7 - name.count))\(linkClass.meaning)\n")
    }
    begin("sections", policy.rules.isEmpty ? "[]" : "", to: &sink)
    for rule in policy.rules where sink.isOpen {
      sink.append("  - \(rule.linkClass.rawValue): ")
      sink.append(yaml: rule.glob.pattern)
      sink.append("\n")
    }
  }

  private func writeSpaces(to sink: inout ByteSink) {
    sink.append("\n# What the least private space that runs kernel code maps, by design: classes and sections.\n")
    sink.append("# A design that is not named maps everything.\n")
    begin("spaces", policy.exposures.isEmpty ? "{}" : "", to: &sink)
    for design in Design.all {
      guard let exposure = policy.exposures[design] else { continue }
      sink.append("  \(design): ")
      let classes = LinkClass.allCases.filter { exposure.classes.contains($0) }.map(\.rawValue)
      sink.append(yamlList: classes + exposure.sections.map(\.pattern))
      sink.append("\n")
    }
  }

  private func writeEntries(to sink: inout ByteSink) {
    sink.append("\n# The symbols where the kernel is entered.\n")
    begin("entries", policy.entries.isEmpty ? "[]" : "", to: &sink)
    for glob in policy.entries where sink.isOpen {
      sink.append("  - ")
      sink.append(yaml: glob.pattern)
      sink.append("\n")
    }
  }

  private func writeAllowances(to sink: inout ByteSink) {
    sink.append("\n# References that are known and good: of symbols, or of sections if they begin with a dot.\n")
    begin("allow", policy.allowances.isEmpty ? "[]" : "", to: &sink)
    for allowance in policy.allowances where sink.isOpen {
      sink.append("  - from: ")
      sink.append(yaml: allowance.from.pattern)
      sink.append("\n    to: ")
      sink.append(yaml: allowance.to.pattern)
      sink.append("\n    reason: ")
      sink.append(yaml: allowance.reason)
      sink.append("\n")
    }
  }

  private func writeAliases(to sink: inout ByteSink) {
    sink.append("\n# Symbols that the linker script defines, each with the symbol that it stands for.\n")
    begin("aliases", policy.aliases.isEmpty ? "{}" : "", to: &sink)
    for (name, target) in policy.aliases.sorted(by: { $0.key < $1.key }) where sink.isOpen {
      sink.append("  ")
      sink.append(yaml: name)
      sink.append(": ")
      sink.append(yaml: target)
      sink.append("\n")
    }
  }

  private func begin(_ key: String, _ value: String, to sink: inout ByteSink) {
    sink.append(value.isEmpty ? "\(key):\n" : "\(key): \(value)\n")
  }
}
