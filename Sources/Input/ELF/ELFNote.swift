/// One note of a PT_NOTE piece: who wrote it, what it is, and where its contents are.
package struct ELFNote: Hashable, Sendable {
  /// The writer, such as "CORE" or "QEMU", cleaned, without the NUL.
  package let owner: String
  /// What the contents are; its meaning depends on the owner.
  package let type: UInt32
  /// The contents, as offsets in bytes from the start of the file; all inside the file.
  package let contents: Range<Int>
}
