import PageTables

/// Counts the pages of 4 KiB that are touched between a flush and the next one, each once.
///
/// Nothing is counted before the first flush: then nobody was made to find a translation again. Global pages, whose
/// translations a CR3 write keeps, are counted too: the number is an upper bound.
struct TouchedPages {
  /// How many pages were touched, over all flushes.
  private(set) var count = 0

  /// Where a page stands in `lastTouch`.
  private var positions: [UInt64: Int] = [:]
  /// The number of the flush behind which each page was touched last.
  private var lastTouch: [Int] = []
  private var flushes = 0

  /// The TLB is empty now.
  mutating func flush() { flushes += 1 }

  /// `size` bytes at `address` are touched; `size` is at least 1.
  mutating func touch(_ address: VirtualAddress, size: UInt32 = 1) {
    guard flushes > 0 else { return }
    let last = (address.rawValue &+ UInt64(max(size, 1)) &- 1) >> 12
    var page = address.rawValue >> 12
    touch(page)
    while page < last {
      page += 1
      touch(page)
    }
  }

  private mutating func touch(_ page: UInt64) {
    guard let position = positions[page] else {
      positions[page] = lastTouch.count
      lastTouch.append(flushes)
      count += 1
      return
    }
    guard lastTouch[position] != flushes else { return }
    lastTouch[position] = flushes
    count += 1
  }
}
