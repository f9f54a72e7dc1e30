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

extension Relocation.Kind {
  /// Whether the section check looks at it: addresses of 8 and 4 bytes. 5.2 of the model leaves out those of 2 and 1.
  var counts: Bool {
    switch self {
    case .absolute64, .relative32, .plt32, .gotRelative, .absolute32, .signed32, .relative64, .gotRelativeRelaxed,
      .gotRelativeRelaxedREX:
      true
    default: false
    }
  }

  /// Whether it is relative to the instruction.
  var isRelative: Bool {
    switch self {
    case .relative32, .plt32, .relative64, .gotRelative, .gotRelativeRelaxed, .gotRelativeRelaxedREX: true
    default: false
    }
  }

  /// Whether it leads to a pointer that the linker makes, not to the symbol itself.
  var isThroughTable: Bool {
    switch self {
    case .gotRelative, .gotRelativeRelaxed, .gotRelativeRelaxedREX: true
    default: false
    }
  }
}
