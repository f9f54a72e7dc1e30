/// One leaf entry and the first address that it maps.
public struct Leaf: Hashable, Sendable {
  /// The first address.
  public let address: VirtualAddress
  /// The entry.
  public let entry: Entry
  /// The level of its table: 1, 2 or 3.
  public let level: Level
}

extension PhysicalMemory {
  /// Calls `body` for every leaf of a space in the order of addresses, repeats included.
  ///
  /// Stops after `limit` leaves, or when `body` returns false; returns whether all leaves were visited. Leaves
  /// below entries with reserved bits are visited too, since this is what stands in memory; tables that the
  /// memory does not hold are passed over, see ``Mappings/unreadable``. Subtrees without leaves are read once.
  public func forEachLeaf(
    controls: Controls, limit: UInt64 = .max, _ body: (Leaf) throws -> Bool
  ) rethrows -> Bool {
    var visitor = LeafVisitor(memory: self, mode: controls.mode, remaining: limit)
    _ = try visitor.visit(table: controls.cr3.root, level: controls.mode.rootLevel, base: 0, body)
    return !visitor.isStopped
  }
}

private struct LeafVisitor {
  struct Table: Hashable {
    let frame: FrameNumber
    let level: Level
  }

  let memory: any PhysicalMemory
  let mode: PagingMode
  var remaining: UInt64
  var isStopped = false
  var barren: Set<Table> = []
  var buffers: [[UInt64]] = Array(repeating: [UInt64](repeating: 0, count: 512), count: 6)

  init(memory: any PhysicalMemory, mode: PagingMode, remaining: UInt64) {
    self.memory = memory
    self.mode = mode
    self.remaining = remaining
  }

  /// Returns whether the subtree has any leaf.
  mutating func visit(
    table: FrameNumber, level: Level, base: UInt64, _ body: (Leaf) throws -> Bool
  ) rethrows -> Bool {
    let key = Table(frame: table, level: level)
    guard !barren.contains(key), memory.readTable(table, into: &buffers[level.rawValue]) else { return false }
    var hasLeaf = false
    for index in 0..<512 where !isStopped {
      let entry = Entry(buffers[level.rawValue][index])
      guard entry[.present] else { continue }
      let address = base &+ UInt64(index) &* level.span
      if entry.isLeaf(at: level) {
        hasLeaf = true
        guard remaining > 0 else {
          isStopped = true
          break
        }
        remaining -= 1
        let leaf = Leaf(address: mode.canonical(address), entry: entry, level: level)
        if try !body(leaf) { isStopped = true }
      } else if let below = level.below {
        let found = try visit(table: entry.tableFrame, level: below, base: address, body)
        hasLeaf = hasLeaf || found
      }
    }
    if !hasLeaf && !isStopped { barren.insert(key) }
    return hasLeaf
  }
}
