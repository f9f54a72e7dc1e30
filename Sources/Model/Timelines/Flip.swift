package import Isolation
package import PageTables

/// A CR3 write after which CR3, without bit 63, differs.
package struct Flip: Hashable, Sendable {
  /// The index of the step that executes the write; its own space is still `from`.
  package let step: Int
  /// The space before.
  package let from: Space
  /// The space after.
  package let to: Space
  /// The value written; with bit 63 only where that was recorded.
  package let cr3: CR3
  /// Whether the TLB entries of the new PCID were kept (bit 63); nil if not recorded.
  package let keepsTLB: Bool?
  /// Symbol and offset of the instruction that writes.
  package let site: String
}
