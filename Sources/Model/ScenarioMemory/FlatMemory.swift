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
    var table = [UInt64](repeating: 0, count: 512)
    let empty = table
    for number in range { words += memory.readTable(FrameNumber(number), into: &table) ? table : empty }
    self.words = words
  }

  func word(at address: PhysicalAddress) -> UInt64? {
    let offset = address.rawValue &- first
    guard offset & 7 == 0, offset >> 3 < UInt64(words.count) else { return nil }
    return words[Int(offset >> 3)]
  }
}
