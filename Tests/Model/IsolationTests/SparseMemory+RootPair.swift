import PageTables

/// The pair of roots that most facts of this target are about. Linux 6.12 arch/x86/include/asm/pgtable.h,
/// kernel_to_user_pgdp: the user half is the page behind the kernel half.
extension SparseMemory {
  static let kernelRoot = FrameNumber(0x53e)
  static let userRoot = FrameNumber(0x53f)

  /// Two tables of level 4 with these entries.
  static func rootPair(kernel: [Int: UInt64], user: [Int: UInt64]) -> SparseMemory {
    var memory = SparseMemory()
    for (root, entries) in [(kernelRoot, kernel), (userRoot, user)] {
      memory.clear(root)
      for (index, entry) in entries { memory.write(entry, at: root.wordAddress(index)) }
    }
    return memory
  }
}
