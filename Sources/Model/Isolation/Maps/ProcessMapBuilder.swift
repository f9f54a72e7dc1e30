import PageTables

/// Cuts the mappings of several spaces at each other's ends and joins what is alike, in one sweep.
struct ProcessMapBuilder {
  /// A mapping as one range of addresses, repeats included.
  private struct Segment {
    let start: UInt64
    let last: UInt64
    let mapping: Mapping

    init(_ mapping: Mapping) {
      let repeats = mapping.stride.map { (mapping.repeatCount &- 1) &* $0 } ?? 0
      self.mapping = mapping
      start = mapping.start.rawValue
      last = start &+ repeats &+ mapping.length &- 1
    }

    func physical(at address: UInt64) -> UInt64 { mapping.physical.rawValue &+ address &- start }
  }

  private let maps: [Mappings]
  private let exposedIndex: Int?
  private let mode: PagingMode
  private let borders: [UInt64]
  private let classes: PageClasses
  private var positions: [Int]
  private var rows: [ProcessMap.Row] = []

  init(_ maps: [Mappings], exposedIndex: Int?, mode: PagingMode, parts: [ProcessMap.Part]) {
    self.maps = maps
    self.exposedIndex = exposedIndex
    self.mode = mode
    classes = PageClasses(parts)
    borders = Set(Region.starts(mode: mode).map(\.start) + classes.borders).sorted()
    positions = [Int](repeating: 0, count: maps.count)
  }

  mutating func build() -> [ProcessMap.Row] {
    var start: UInt64? = 0
    while let here = start {
      let segments = maps.indices.map { segment(in: $0, endingAtOrAfter: here) }
      if segments.allSatisfy({ $0 == nil }) { break }
      let end = nextCut(after: here, segments)
      append(segments.map { $0.flatMap { $0.start <= here ? $0 : nil } }, start: here, last: end &- 1)
      start = end == 0 ? nil : end
    }
    return rows
  }

  /// The first segment of a space that does not end before `address`.
  private mutating func segment(in space: Int, endingAtOrAfter address: UInt64) -> Segment? {
    while positions[space] < maps[space].count {
      let segment = Segment(maps[space][positions[space]])
      if segment.last >= address { return segment }
      positions[space] += 1
    }
    return nil
  }

  /// Where something starts or ends next; 0 for the top of the address space.
  private func nextCut(after address: UInt64, _ segments: [Segment?]) -> UInt64 {
    var last = UInt64.max
    for case let segment? in segments {
      last = min(last, segment.start > address ? segment.start - 1 : segment.last)
    }
    if let border = borders.first(where: { $0 > address }) { last = min(last, border - 1) }
    return last &+ 1
  }

  private mutating func append(_ found: [Segment?], start: UInt64, last: UInt64) {
    guard let some = found.compactMap({ $0 }).first else { return }
    let repeats = some.mapping.repeatCount
    let part = classes.part(at: start)
    let row = ProcessMap.Row(
      start: VirtualAddress(start), last: VirtualAddress(last), region: Region(of: VirtualAddress(start), mode: mode),
      pageClass: part?.pageClass ?? pageClass(of: found, at: start), rights: found.map { $0?.mapping.rights },
      bytes: repeats > 1 ? some.mapping.length : last &- start &+ 1, pieces: 1, repeatCount: repeats,
      name: part?.name)
    guard let previous = previous(of: row) else {
      rows.append(row)
      return
    }
    let isAdjacent = rows[previous].last.rawValue &+ 1 == start
    rows[previous].last = row.last
    rows[previous].bytes &+= row.bytes
    rows[previous].pieces += isAdjacent ? 0 : 1
  }

  /// The row that a new one goes on with: the last one, or for a named part any, so that the direct map is one row
  /// however many sections have names of their own in it.
  private func previous(of row: ProcessMap.Row) -> Int? {
    let candidates = row.name == nil ? rows.indices.suffix(1) : rows.indices
    return candidates.last {
      rows[$0].region == row.region && rows[$0].pageClass == row.pageClass && rows[$0].rights == row.rights
        && rows[$0].repeatCount == row.repeatCount && rows[$0].name == row.name
    }
  }

  private func pageClass(of found: [Segment?], at address: UInt64) -> PageClass? {
    if found.contains(where: { $0?.mapping.rights.contains(.user) ?? false }) { return .user }
    guard let exposedIndex else { return nil }
    guard let exposed = found[exposedIndex] else {
      // Without missing tables no mapping says what a peer has.
      let isKnown = maps[exposedIndex].unreadable.isEmpty || found.allSatisfy { $0?.mapping.peer != .unknown }
      return isKnown ? .private : nil
    }
    let frame = exposed.physical(at: address)
    return found.allSatisfy { $0 == nil || $0?.physical(at: address) == frame } ? .exposed : .private
  }
}
