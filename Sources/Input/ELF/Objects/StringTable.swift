import Bytes

/// A section of names, each with a NUL at its end.
///
/// The last byte is NUL, so that a name may start at each byte. System V gABI, chapter 4, "String Table".
struct StringTable: Hashable, Sendable {
  /// The most bytes of a name that are read, as far as two are compared.
  static let nameLimit = 4096
  /// The most bytes of a name that are shown; the rest of a longer one is cut off, or a file of a few names could ask for
  /// gigabytes of findings. The kernel has no longer ones: Linux 6.12 include/linux/kallsyms.h, KSYM_NAME_LEN.
  private static let shownLimit = 512
  private static let shownLimitOfOthers = 80

  /// Where it is, as offsets in bytes from the start of the file; all inside the file.
  let contents: Range<Int>

  /// Whether a name may start at `offset`, in bytes from the start of the table; 0 is no name, even in an empty table.
  func holds(_ offset: Int) -> Bool {
    offset == 0 || offset < contents.count
  }

  /// Where the name at `offset` is in the file, without its NUL, at most `limit` bytes of it; `holds(offset)` is true.
  func range(at offset: Int, limit: Int, in bytes: FileBytes) -> Range<Int> {
    let start = contents.lowerBound + offset
    guard offset > 0, start < contents.upperBound else { return 0..<0 }
    let most = start..<min(start + limit, contents.upperBound)
    return start..<bytes.withBytes { $0.firstIndex(of: 0, or: 0, in: most) }
  }

  /// The name at `offset`, cleaned, at most 512 bytes of it; of one that is not all printable ASCII, as names of code are,
  /// at most 80. `holds(offset)` is true.
  func name(at offset: Int, in bytes: FileBytes) -> String {
    let range = range(at: offset, limit: Self.shownLimit, in: bytes)
    return bytes.withBytes { bytes in
      let isPlain = range.allSatisfy { bytes[$0] >= 0x20 && bytes[$0] < 0x7f }
      return CleanText.clean(bytes, isPlain ? range : range.prefix(Self.shownLimitOfOthers))
    }
  }
}
