import ELF

/// The relocations of a section by offset.
struct SortedRelocations {
  private let table: RelocationTable
  /// The order by offset; nil if that of the file is.
  private let order: [Int]?

  /// Sorts the relocations of a section, if they are not in order as linkers and assemblers leave them.
  init(_ table: RelocationTable) {
    self.table = table
    // Read once: what is sorted must not change meanwhile.
    let offsets = (0..<table.count).map { table[$0].offset }
    let isSorted = zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
    order = isSorted ? nil : offsets.indices.sorted { (offsets[$0], $0) < (offsets[$1], $1) }
  }

  /// How many there are.
  var count: Int { table.count }

  /// The relocation at a position, by offset.
  subscript(_ position: Int) -> Relocation { table[order?[position] ?? position] }

  /// The first position whose offset is not below `offset`.
  func position(of offset: UInt64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
