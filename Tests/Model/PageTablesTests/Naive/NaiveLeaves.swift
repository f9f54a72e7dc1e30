/// One page, reached by one path.
struct NaiveLeaf: Hashable {
  var address: UInt64
  var physical: UInt64
  var size: UInt64
  var write: Bool
  var user: Bool
  var execute: Bool
  var global: Bool
}

/// Everything that a full walk over every path meets.
struct NaiveForest {
  /// In the order of addresses.
  var leaves: [NaiveLeaf] = []
  /// Frames read as tables.
  var tables: Set<Int> = []
  /// Level and frame.
  var missing: Set<[Int]> = []
  /// Physical addresses of entries with reserved bits.
  var malformed: Set<UInt64> = []
}

extension NaiveTables {
  /// Follows every path; nil if there are more than `limit` leaves or four times as many entries.
  func forest(limit: Int) -> NaiveForest? {
    var forest = NaiveForest()
    let top = NaiveLeaf(
      address: 0, physical: 0, size: 0, write: true, user: true, execute: true, global: false)
    var work = limit * 4
    guard collect(table: root, level: levels, above: top, limit: limit, work: &work, into: &forest) else {
      return nil
    }
    return forest
  }

  private func collect(
    table: Int, level: Int, above: NaiveLeaf, limit: Int, work: inout Int, into forest: inout NaiveForest
  ) -> Bool {
    guard let entries = frames[table] else {
      forest.missing.insert([level, table])
      return true
    }
    forest.tables.insert(table)
    for (digit, entry) in entries.enumerated() where entry % 2 == 1 {
      work -= 1
      if work < 0 || forest.leaves.count >= limit { return false }
      if violations(level: level, entry: entry) != 0 {
        forest.malformed.insert(UInt64(table * 4096 + digit * 8))
        continue
      }
      var here = above
      here.address += UInt64(digit) * Self.span(level)
      if level == levels && digit >= 256 {
        // Sign extension: the upper half of the root maps negative addresses.
        here.address += levels == 5 ? 0xfe00_0000_0000_0000 : 0xffff_0000_0000_0000
      }
      here.write = above.write && entry & 2 != 0
      here.user = above.user && entry & 4 != 0
      here.execute = above.execute && !(noExecute && entry >> 63 == 1)
      if Self.isPage(level: level, entry: entry) {
        here.size = Self.span(level)
        here.physical = entry % (1 << 52) / here.size * here.size
        here.global = entry & 0x100 != 0
        forest.leaves.append(here)
      } else {
        let below = Self.frame(entry)
        guard collect(table: below, level: level - 1, above: here, limit: limit, work: &work, into: &forest)
        else { return false }
      }
    }
    return true
  }
}
