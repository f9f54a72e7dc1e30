import PageTables

/// Frames in one array: what a scenario's page tables are read from.
struct FlatMemory: PhysicalMemory {
  private let first: UInt64
  private let words: [UInt64]

  /// Copies the frames of `range` from `memory`; a word that is absent there is 0 here.
  init(copying range: Range<UInt64>, of memory: SparseMemory) {
    first = range.lowerBound << 12
    var words: [UInt64] = []
    words.reserveCapacity(range.count * 512)
    for number in range {
      for index in 0..<512 { words.append(memory.word(at: FrameNumber(number).wordAddress(index)) ?? 0) }
    }
    self.words = words
  }

  func word(at address: PhysicalAddress) -> UInt64? {
    let offset = address.rawValue &- first
    guard offset & 7 == 0, offset >> 3 < UInt64(words.count) else { return nil }
    return words[Int(offset >> 3)]
  }
}
