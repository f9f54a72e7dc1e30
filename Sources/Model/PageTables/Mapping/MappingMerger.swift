/// Joins runs of pages to mappings, and equal mappings at a constant distance to one with a count.
struct MappingMerger {
  private var items: [PackedMapping] = []
  private var repeats: [Mappings.Repeat] = []
  private var isSorted = true
  /// How many items may still be added beyond one for each run. Real tables have a few shared runs.
  private var copyBudget = 1 << 20

  mutating func reserve(_ count: Int) {
    items.reserveCapacity(count)
  }

  /// Adds a run. Runs come in the order of addresses; `bases` are all places of the run's table, the
  /// first of which is the run's own, or nil if there is just that.
  mutating func add(_ item: PackedMapping, bases: [TableGraph.Progression]?) {
    guard let bases, let own = bases.first else {
      append(item)
      return
    }
    guard bases.count - 1 <= copyBudget else {
      var copy = item
      let count = bases.reduce(UInt64(0)) { sum, base in
        let (total, overflow) = sum.addingReportingOverflow(base.count)
        return overflow ? .max : total
      }
      copy.repeatIndex = index(of: Mappings.Repeat(count: count, stride: nil))
      append(copy)
      return
    }
    copyBudget -= bases.count - 1
    for base in bases {
      var copy = item
      copy.start = item.start &- own.first &+ base.first
      copy.repeatIndex = index(of: Mappings.Repeat(count: base.count, stride: base.stride))
      append(copy)
    }
  }

  mutating func finish(into mappings: inout Mappings) {
    if !isSorted { sort() }
    joinNeighbours()
    joinDistant()
    mappings.items = items
    mappings.repeats = repeats
  }

  /// Sorts by address; runs that only now stand side by side may continue each other.
  private mutating func sort() {
    items.sort { $0.start < $1.start }
    var kept = 0
    for index in items.indices.dropFirst() {
      if continues(items[kept], items[index]) {
        items[kept].pages += items[index].pages
      } else {
        kept += 1
        items[kept] = items[index]
      }
    }
    items.removeSubrange(min(kept + 1, items.count)...)
  }

  /// Lets the last item grow if the new one continues it, else adds it.
  private mutating func append(_ item: PackedMapping) {
    if let last = items.last, last.start > item.start { isSorted = false }
    if let last = items.last, continues(last, item) {
      items[items.count - 1].pages += item.pages
    } else {
      items.append(item)
    }
  }

  /// Whether an item goes on where another one ends.
  private func continues(_ last: PackedMapping, _ item: PackedMapping) -> Bool {
    last.attributes == item.attributes && last.end == item.start && last.physical &+ last.length == item.physical
      && hasEqualRepeat(last, item) && last.pages <= UInt32.max - item.pages
  }

  private func hasEqualRepeat(_ a: PackedMapping, _ b: PackedMapping) -> Bool {
    if a.repeatIndex == b.repeatIndex { return true }
    guard a.repeatIndex != .max, b.repeatIndex != .max else { return false }
    return repeats[Int(a.repeatIndex)] == repeats[Int(b.repeatIndex)]
  }

  private mutating func index(of new: Mappings.Repeat) -> UInt32 {
    if new.count == 1 { return .max }
    if let last = repeats.last, last == new { return UInt32(truncatingIfNeeded: repeats.count - 1) }
    repeats.append(new)
    return UInt32(truncatingIfNeeded: repeats.count - 1)
  }

  private func isAlias(_ a: PackedMapping, _ b: PackedMapping) -> Bool {
    a.physical == b.physical && a.pages == b.pages && a.attributes == b.attributes && hasEqualRepeat(a, b)
  }

  /// Joins equal items that follow each other at a constant distance.
  private mutating func joinNeighbours() {
    guard items.count > 1 else { return }
    var kept = 0
    var start = 0
    while start < items.count {
      var end = start + 1
      if end < items.count && isAlias(items[start], items[end]) {
        let distance = items[end].start &- items[start].start
        end += 1
        while end < items.count && isAlias(items[start], items[end])
          && items[end].start &- items[end - 1].start == distance
        {
          end += 1
        }
        if let joined = joined(items[start], count: UInt64(end - start), distance: distance) {
          items[kept] = joined
          kept += 1
          start = end
          continue
        }
        end = start + 1
      }
      items[kept] = items[start]
      kept += 1
      start = end
    }
    items.removeSubrange(kept...)
  }

  /// One item for `count` of them; nil if the result is no single progression.
  private mutating func joined(_ item: PackedMapping, count: UInt64, distance: UInt64) -> PackedMapping? {
    let old =
      item.repeatIndex == .max ? Mappings.Repeat(count: 1, stride: 0) : repeats[Int(item.repeatIndex)]
    guard let stride = old.stride else { return nil }
    let new: Mappings.Repeat
    if old.count == 1 {
      new = .init(count: count, stride: distance)
    } else if distance &* count == stride {
      new = .init(count: count &* old.count, stride: distance)
    } else if stride &* old.count == distance {
      new = .init(count: count &* old.count, stride: stride)
    } else {
      return nil
    }
    var copy = item
    copy.repeatIndex = index(of: new)
    return copy
  }

  /// Joins three or more equal items at a constant distance that have others between them.
  private mutating func joinDistant() {
    let suspects = framesSeenTwice()
    guard !suspects.isEmpty else { return }
    let members = items.indices
      .filter { items[$0].repeatIndex == .max && suspects.contains(items[$0].physical) }
      .sorted { aliasOrder(items[$0]) < aliasOrder(items[$1]) }
    var dropped = [Bool](repeating: false, count: items.count)
    var start = 0
    while start < members.count {
      var end = start + 1
      var distance: UInt64 = 0
      while end < members.count && isAlias(items[members[start]], items[members[end]]) {
        let step = items[members[end]].start &- items[members[end - 1]].start
        if end == start + 1 { distance = step }
        if step != distance { break }
        end += 1
      }
      if end - start >= 3,
        let joined = joined(items[members[start]], count: UInt64(end - start), distance: distance)
      {
        items[members[start]] = joined
        for member in members[(start + 1)..<end] { dropped[member] = true }
        start = end
      } else {
        start += 1
      }
    }
    items = items.indices.lazy.filter { !dropped[$0] }.map { items[$0] }
  }

  /// Brings those together that are the same but for the start.
  private func aliasOrder(_ item: PackedMapping) -> (UInt64, UInt16, UInt32, UInt64) {
    (item.physical, item.attributes.bits, item.pages, item.start)
  }

  /// Physical addresses at which more than one unrepeated item starts, and a few others.
  private func framesSeenTwice() -> Set<UInt64> {
    var slots = 64
    while slots < items.count * 8 { slots *= 2 }
    var seen = [UInt64](repeating: 0, count: slots / 64)
    var suspects: Set<UInt64> = []
    for item in items where item.repeatIndex == .max {
      let frame = item.physical >> 12
      let slot = Int(truncatingIfNeeded: frame ^ frame >> 27) & (slots - 1)
      let bit: UInt64 = 1 << UInt64(slot & 63)
      if seen[slot >> 6] & bit != 0 { suspects.insert(item.physical) }
      seen[slot >> 6] |= bit
    }
    return suspects
  }
}
