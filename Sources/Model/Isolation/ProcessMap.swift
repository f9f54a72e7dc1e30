package import PageTables

/// What the spaces of one process map, side by side: a row for each part that is treated alike.
///
///                       U    K
///     U user text      r-x  r--
///     E entry text     r-x  r-x
///     P direct map      .   rw-
package struct ProcessMap: Equatable, Sendable {
  /// Neighbouring pages of one region with the same class and, in each space, the same rights.
  package struct Row: Hashable, Sendable {
    /// The first address.
    package let start: VirtualAddress
    /// The last address; pages between may be unmapped.
    package var last: VirtualAddress
    /// What Linux uses the addresses for.
    package let region: Region
    /// Whose it is.
    package let pageClass: PageClass
    /// What each space allows, in the order of `spaces`; nil where it does not map the row.
    package let rights: [Rights?]
    /// Bytes mapped in some space, repeats not counted.
    package var bytes: UInt64
    /// The number of separate runs.
    package var pieces: Int
    /// How often the same frames are mapped again and again; 1 for most.
    package let repeatCount: UInt64

    /// Whether the row's range holds `address`.
    package func contains(_ address: VirtualAddress) -> Bool { start <= address && address <= last }
  }

  /// The spaces, in the order of the rights.
  package let spaces: [Space]
  /// The rows, by address.
  package let rows: [Row]
  /// How many tables could not be read, over all spaces.
  package let unreadableTables: Int

  /// Enumerates the spaces of one process. `exposed` is the space that CPL 3 runs with.
  package init(spaces: [Space], exposed: Space, memory: some PhysicalMemory, controls: Controls) {
    self.spaces = spaces
    let maps = spaces.map { Mappings(memory: memory, controls: controls.with(cr3: $0.cr3)) }
    unreadableTables = maps.reduce(0) { $0 + $1.unreadable.count }
    let exposedIndex = spaces.firstIndex(of: exposed) ?? 0
    rows = Self.rows(of: maps.map { $0.map(Segment.init) }, exposedIndex: exposedIndex, mode: controls.mode)
  }

  /// The position of the row that holds `address`.
  package func row(at address: VirtualAddress) -> Int? {
    rows.firstIndex { $0.contains(address) }
  }
}

/// A mapping as one range of addresses, repeats included.
private struct Segment {
  let start: UInt64
  let last: UInt64
  let mapping: Mapping

  init(_ mapping: Mapping) {
    let first = mapping.start.rawValue
    let repeats = mapping.stride.map { (mapping.repeatCount &- 1) &* $0 } ?? 0
    self.mapping = mapping
    start = first
    last = first &+ repeats &+ mapping.length &- 1
  }

  func physical(at address: UInt64) -> UInt64 { mapping.physical.rawValue &+ address &- start }
}

extension ProcessMap {
  /// Cuts all segments at each other's ends and joins what is alike.
  private static func rows(of spaces: [[Segment]], exposedIndex: Int, mode: PagingMode) -> [Row] {
    var cuts: Set<UInt64> = []
    for segment in spaces.joined() {
      cuts.insert(segment.start)
      cuts.insert(segment.last &+ 1)
    }
    for (start, _) in Region.starts(mode: mode) { cuts.insert(start) }
    let sorted = cuts.sorted()
    var positions = [Int](repeating: 0, count: spaces.count)
    var rows: [Row] = []
    for (index, start) in sorted.enumerated() {
      let last = index + 1 < sorted.count ? sorted[index + 1] &- 1 : UInt64.max
      var found: [Segment?] = []
      for (space, segments) in spaces.enumerated() {
        while positions[space] < segments.count && segments[positions[space]].last < start {
          positions[space] += 1
        }
        let candidate = positions[space] < segments.count ? segments[positions[space]] : nil
        found.append(candidate.flatMap { $0.start <= start ? $0 : nil })
      }
      append(found, start: start, last: last, exposedIndex: exposedIndex, mode: mode, to: &rows)
    }
    return rows
  }

  private static func append(
    _ found: [Segment?], start: UInt64, last: UInt64, exposedIndex: Int, mode: PagingMode,
    to rows: inout [Row]
  ) {
    guard let some = found.compactMap({ $0 }).first else { return }
    let repeats = some.mapping.repeatCount
    let row = Row(
      start: VirtualAddress(start), last: VirtualAddress(last),
      region: Region(of: VirtualAddress(start), mode: mode),
      pageClass: pageClass(of: found, at: start, exposedIndex: exposedIndex),
      rights: found.map { $0?.mapping.rights },
      bytes: repeats > 1 ? some.mapping.length : last &- start &+ 1, pieces: 1, repeatCount: repeats)
    if let previous = rows.last, previous.region == row.region, previous.pageClass == row.pageClass,
      previous.rights == row.rights, previous.repeatCount == row.repeatCount
    {
      let isAdjacent = previous.last.rawValue &+ 1 == start
      rows[rows.count - 1].last = row.last
      rows[rows.count - 1].bytes &+= row.bytes
      rows[rows.count - 1].pieces += isAdjacent ? 0 : 1
    } else {
      rows.append(row)
    }
  }

  private static func pageClass(of found: [Segment?], at address: UInt64, exposedIndex: Int) -> PageClass {
    if found.contains(where: { $0?.mapping.rights.contains(.user) ?? false }) { return .user }
    guard let exposed = found[exposedIndex] else { return .private }
    let frame = exposed.physical(at: address)
    return found.allSatisfy { $0 == nil || $0?.physical(at: address) == frame } ? .exposed : .private
  }
}
