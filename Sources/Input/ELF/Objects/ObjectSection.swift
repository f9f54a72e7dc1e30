/// One section of an object file.
///
/// System V gABI, chapter 4, "Section Header".
package struct ObjectSection: Hashable, Sendable {
  /// What a section is to the running program: bits of sh_flags; other bits than these exist.
  package struct Flags: OptionSet, Hashable, Sendable {
    /// The bits of sh_flags.
    package let rawValue: UInt64

    /// Wraps bits of sh_flags.
    package init(rawValue: UInt64) {
      self.rawValue = rawValue
    }

    /// SHF_WRITE: it is written to.
    package static let write = Flags(rawValue: 1)
    /// SHF_ALLOC: it is in memory.
    package static let allocated = Flags(rawValue: 2)
    /// SHF_EXECINSTR: it holds code.
    package static let execute = Flags(rawValue: 4)
    /// SHF_COMPRESSED: its contents are compressed; only for sections that are not in memory.
    package static let compressed = Flags(rawValue: 0x800)
  }

  /// The name, cleaned.
  package let name: String
  /// sh_type.
  package let type: UInt32
  /// What it is to the running program.
  package let flags: Flags
  /// sh_addr: the address of its first byte; 0 in relocatable files.
  package let address: UInt64
  /// Where its contents are, as offsets in bytes from the start of the file; empty if it has none (SHT_NOBITS).
  package let contents: Range<Int>
  /// The bytes in memory; for SHT_NOBITS there is nothing of them in the file.
  package let size: UInt64

  /// Whether it holds code.
  package var isText: Bool { flags.contains(.execute) }
}
