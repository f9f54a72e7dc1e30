package import Diagnostics
package import Machine

/// Code that runs in the exposed space and reaches for what that space does not map.
package struct SectionFinding: Hashable, Sendable {
  /// What kind of reference it is.
  package enum ID: String, CaseIterable, Sendable {
    /// A data object of a private section is read or written.
    case data = "DATA"
    /// A function whose text is not exposed is called.
    case call = "CALL"

    /// What it means, in one sentence.
    package var about: String {
      switch self {
      case .data: "exposed code reads or writes data that the exposed space does not map"
      case .call: "exposed code calls text that the exposed space does not map"
      }
    }
  }

  /// What kind of reference it is.
  package let id: ID
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

  /// One sentence, such as "vfs_peek+0x4: reference to private inode.i_size (slab) from exposed code".
  package var message: String {
    let place = "\(function)+0x\(String(offset, radix: 16))"
    return switch id {
    case .data: "\(place): reference to private \(object) (\(section)) from exposed code (\(functionSection))"
    case .call: "\(place): call to \(object) (\(section)) leaves exposed text"
    }
  }
}
