import ELF
import Recordings

/// Numbers for what the symbols of several files divide their sections into: a region goes from one symbol to the
/// next, and the first from the start of the section.
///
///      section    +------+---------+--------------+------+
///                 |  0   |    1    |      2       |  3   |
///                 +------+---------+--------------+------+
///                        foo       foo.cold       bar
struct CodeRegions: Sendable {
  private let set: ObjectSet
  /// The number of the first region of each section, by file; one more at the end of each file.
  private let firsts: [[Int]]
  /// How many regions there are.
  let count: Int

  /// Numbers the regions of a set.
  init(_ set: ObjectSet) {
    self.set = set
    var next = 0
    var firsts: [[Int]] = []
    for (file, index) in zip(set.files, set.indexes) {
      var list: [Int] = []
      for section in file.sections.indices {
        list.append(next)
        next += index.symbols(ofSection: section).count + 1
      }
      firsts.append(list + [next])
    }
    self.firsts = firsts
    count = next
  }

  /// The region that a place is in.
  func region(_ place: ObjectPlace) -> Int {
    let position = set.indexes[place.file].position(at: place.offset, in: place.section)
    return firsts[place.file][place.section] + (position ?? -1) + 1
  }

  /// Where a region starts, and the offset at which it ends.
  func extent(_ region: Int) -> (start: ObjectPlace, end: UInt64) {
    // Each file has sections, and so a first region.
    let file = max(firsts.partitionPoint { $0[0] <= region } - 1, 0)
    // The last one that starts at or before the region: a section without symbols has one region, too.
    let section = firsts[file].partitionPoint { $0 <= region } - 1
    let symbols = set.indexes[file].symbols(ofSection: section)
    let position = region - firsts[file][section] - 1
    let size = set.files[file].sections[section].size
    let start = position < 0 ? 0 : symbols[position].offset
    let end = position + 1 < symbols.count ? symbols[position + 1].offset : max(size, start)
    return (ObjectPlace(file: file, section: section, offset: start), end)
  }

  /// Whether a region ends where no function does: the next symbol is a label inside of its function, or its own is a
  /// label that does not say where its code ends.
  func isCut(_ region: Int) -> Bool {
    let (start, end) = extent(region)
    guard end < set.section(start).size,
      let entry = set.indexes[start.file].nearest(to: start.offset, in: start.section)
    else { return false }
    let symbol = set.files[start.file].symbol(entry.symbol)
    return symbol.size == 0 ? symbol.kind == .none : symbol.offset &+ symbol.size > end
  }

  /// The bytes that the symbol of a region names; all of the region if it does not say, or has none.
  func size(_ region: Int) -> UInt64 {
    let (start, end) = extent(region)
    guard let entry = set.indexes[start.file].nearest(to: start.offset, in: start.section) else {
      return end - start.offset
    }
    let size = set.files[start.file].symbol(entry.symbol).size
    return size == 0 ? end - start.offset : size
  }
}
