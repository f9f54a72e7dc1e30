package import Diagnostics
import Isolation

/// A symbol is not defined in what is checked.
package enum UndefinedRule: SectionRule {
  package static let id = RuleID.undefined
  package static let severity = Severity.note
  package static let summary = "a reference leads to a symbol that is not defined in what is checked"
  package static let explanation = """
    The symbol is in another object file, or the linker script defines it. Its section is not known, so nothing can \
    be said about the reference.

    What to do: check vmlinux.o, into which all objects are linked, or give all objects at once. For \
    symbols of the linker script add an alias to the policy (jiffies is jiffies_64), or give the kernel's \
    System.map with --symbols.
    """

  package static func applies(to reference: Reference) -> Bool {
    reference.target == .undefined && reference.from != .meta
  }

  package static func message(_ names: ReferenceNames) -> String {
    "reference to undefined \(names.to) from \(names.fromSection)"
  }
}
