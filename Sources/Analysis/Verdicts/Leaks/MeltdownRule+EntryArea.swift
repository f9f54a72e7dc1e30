import PageTables

extension MeltdownRule {
  /// Where the cpu entry area starts; it has 512 GiB. Linux 6.12 Documentation/arch/x86/x86_64/mm.rst.
  static let entryArea = VirtualAddress(0xffff_fe00_0000_0000)

  /// Whether the memory lacks one of the tables below the entry of 512 GiB at an address, or one on the way there.
  static func isTableMissing(
    below address: VirtualAddress, in memory: some PhysicalMemory, _ controls: Controls
  ) -> Bool {
    var pending = [(frame: controls.cr3.root, level: controls.mode.rootLevel)]
    var visited: Set<FrameNumber> = []
    var words = [UInt64](repeating: 0, count: 512)
    while let (frame, level) = pending.popLast() {
      guard visited.insert(frame).inserted else { continue }
      guard memory.readTable(frame, into: &words) else { return true }
      guard let below = level.below else { continue }
      let own = Int(address.rawValue >> UInt64(level.shift) & 511)
      for (index, word) in words.enumerated() where level.shift < 39 || index == own {
        let entry = Entry(word)
        if entry[.present], !entry.isLeaf(at: level) { pending.append((entry.tableFrame, below)) }
      }
    }
    return false
  }
}
