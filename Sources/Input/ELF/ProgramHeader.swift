/// One program header of an ELF file: what a piece of the file is, and where it belongs in memory.
///
/// System V gABI, chapter 5, "Program Header".
package struct ProgramHeader: Hashable, Sendable {
  /// What the piece is; other values than these exist.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    /// The value of p_type.
    package let rawValue: UInt32

    /// Wraps a value of p_type.
    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// PT_LOAD: contents of memory.
    package static let load = Kind(rawValue: 1)
    /// PT_NOTE: notes.
    package static let note = Kind(rawValue: 4)
  }

  /// Its position among the program headers, from 0, for messages.
  package let number: Int
  /// What the piece is.
  package let kind: Kind
  /// Where the piece starts, in bytes from the start of the file.
  package let fileOffset: UInt64
  /// The bytes in the file; `fileOffset + fileSize` fits in 64 bits.
  package let fileSize: UInt64
  /// The virtual address of the first byte.
  package let virtualAddress: UInt64
  /// The physical address of the first byte.
  package let physicalAddress: UInt64
  /// The bytes in memory; `physicalAddress + memorySize` fits in 64 bits if there is a physical address.
  package let memorySize: UInt64

  /// Whether the piece has a place in physical memory: -1 stands for none, as for vmalloc in /proc/kcore.
  ///
  /// Linux 6.12 fs/proc/kcore.c, read_kcore_iter.
  package var hasPhysicalAddress: Bool { physicalAddress != .max }

  /// The end of the piece in the file, in bytes, which may be past the end of the file.
  package var fileEnd: UInt64 { fileOffset + fileSize }
}
