package import Diagnostics
import Isolation

/// Exposed data holds a pointer to what is private.
package enum PointerRule: SectionRule {
  package static let id = RuleID.pointer
  package static let severity = Severity.note
  package static let summary = "exposed data holds a pointer to something private"
  package static let explanation = """
    A table that the exposed space maps, such as file operations in .rodata, names a private function or object. A \
    stored pointer is no access, and it tells no more than where the kernel lies. But exposed code that follows it \
    reaches for what its space does not map. Only 64-bit pointers count (R_X86_64_64).

    What to do: nothing, unless exposed code follows the pointer.
    """

  package static func applies(to reference: Reference) -> Bool {
    guard reference.isFromExposed, reference.use == .stored else { return false }
    return reference.privateTarget != nil && (reference.isByExposedText || !reference.from.isText)
  }

  package static func message(_ names: ReferenceNames) -> String {
    "exposed data (\(names.fromSection)) holds a pointer to private \(names.to) (\(names.toSection ?? "?"))"
  }
}
