package import Diagnostics

/// A reference that a rule finds something in, at a place of an object file.
package struct ObjectFinding: Hashable, Sendable {
  /// One end of the reference, in names.
  package struct End: Hashable, Sendable {
    /// The nearest symbol at or before the place; the section if there is none.
    package let symbol: String
    /// Bytes from that symbol to the place.
    package let offset: UInt64
    /// The section; nil if it is not known.
    package let section: String?

    /// "foo", or "foo+0x1a" if it is not the start.
    package var name: String { offset == 0 ? symbol : place }

    /// "foo+0x1a"; "foo+0x0" at the start.
    package var place: String { "\(symbol)+0x\(String(offset, radix: 16))" }
  }

  /// Whose code or data the finding is charged to.
  package enum Origin: String, Hashable, Sendable {
    /// It stands where the finding is.
    case itself
    /// It is in code that replaces the instruction at the place of the finding.
    case alternative
    /// It is a jump that is patched in at the place of the finding.
    case staticJump = "static jump"
  }

  /// The name of the file.
  package let file: String
  /// Which rule finds it.
  package let id: RuleID
  /// How much it matters.
  package let severity: Severity
  /// What refers.
  package let from: End
  /// What is referred to.
  package let to: End
  /// The relocation's type, such as "R_X86_64_PC32".
  package let relocation: String
  /// The bytes of the relocated field: 4 or 8.
  package let fieldSize: Int
  /// What is wrong, without the place.
  package let message: String
  /// Whose code it is.
  package let origin: Origin
  /// The place: of the relocated field, or of the instruction that is patched.
  package let site: ObjectPlace
  /// The place as an offset in bytes from the start of the file.
  package let fileOffset: Int

  /// "vmlinux.o: error: foo+0x1a: reference to private secret (.data) from exposed text (.text..exposed) [DATA]".
  package var line: String {
    "\(file): \(severity.rawValue): \(from.place): \(message) [\(id.rawValue)]"
  }
}
