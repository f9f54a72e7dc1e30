package import Diagnostics
package import ScenarioModel

/// Code that runs in the exposed space and reaches for what that space does not map.
package struct SectionFinding: Hashable, Sendable {
  /// Which rule finds it: DATA or CALL.
  package let id: RuleID
  /// How much it matters: it faults when it is stepped to.
  package let severity: Severity
  /// The first entry whose code reaches it, by name and kind.
  package let entry: EntryPoint
  /// From the entry's own function to the one that refers; empty if the entry code calls.
  package let path: [String]
  /// The function that refers; the symbol of the entry code if that calls.
  package let function: String
  /// Bytes from the function's symbol to the instruction.
  package let offset: Int
  /// The section of the function.
  package let functionSection: String
  /// The data object or function that is referred to.
  package let object: String
  /// The section of the object.
  package let section: String

  /// One sentence, such as "vfs_peek+0x4: reference to private inode.i_size (slab) from exposed text (.text)".
  package var message: String {
    let names = ReferenceNames(to: object, in: section, from: functionSection)
    return "\(function)+0x\(String(offset, radix: 16)): \(SectionRules.rule(id).message(names))"
  }
}
