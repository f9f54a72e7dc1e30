// What another space, the peer, maps where this one maps something.

extension TableReader {
  func isUniform(_ peer: TableGraph.PeerView) -> Bool {
    switch peer {
    case .unknown, .absent, .same: true
    case .table, .page: false
    }
  }

  /// What the peer has where an entry of this table points to a lower table.
  func peerView(
    below peer: TableGraph.PeerView, index: Int, level: Level, table: FrameNumber
  ) -> TableGraph.PeerView {
    switch peer {
    case .unknown, .absent, .same: return peer
    case .page(let first): return .page(PhysicalAddress(first.rawValue &+ UInt64(index) &* level.span))
    case .table:
      guard let entry = peerEntry(at: index, level: level) else { return .absent }
      if entry.isLeaf(at: level) { return .page(entry.pageAddress(at: level)) }
      return entry.tableFrame == table ? .same : .table(entry.tableFrame)
    }
  }

  /// Whether the peer maps all frames of a leaf; notes the parts if it maps only some.
  mutating func presence(
    of leaf: Entry, at index: Int, level: Level, peer: TableGraph.PeerView, start: UInt64
  ) -> Mapping.PeerPresence {
    let physical = leaf.pageAddress(at: level)
    switch peer {
    case .unknown: return .unknown
    case .absent: return .absent
    case .same: return .sameFrames
    case .page(let first):
      return first.rawValue &+ UInt64(index) &* level.span == physical.rawValue ? .sameFrames : .absent
    case .table:
      guard let entry = peerEntry(at: index, level: level) else { return .absent }
      if entry.isLeaf(at: level) { return entry.pageAddress(at: level) == physical ? .sameFrames : .absent }
      guard let below = level.below else { return .absent }
      var parts: [Mappings.SharedPart] = []
      let isWhole = collectShared(
        table: entry.tableFrame, level: below, physical: physical, start: start, into: &parts)
      if isWhole { return .sameFrames }
      if sharedParts.count < Self.sharedPartLimit { sharedParts += parts } else if !parts.isEmpty { isTruncated = true }
      return .absent
    }
  }

  /// The most parts of large pages; a kernel has a few.
  private static let sharedPartLimit = 1 << 16

  private func peerEntry(at index: Int, level: Level) -> Entry? {
    let entry = Entry(peerBuffers[level.rawValue][index])
    return entry[.present] && entry.reservedBits(at: level, controls: controls) == 0 ? entry : nil
  }

  /// Finds which pages of a peer's table lie in the frames that start at `physical`; true if all do.
  private mutating func collectShared(
    table: FrameNumber, level: Level, physical: PhysicalAddress, start: UInt64,
    into parts: inout [Mappings.SharedPart]
  ) -> Bool {
    guard budget > 0 else { return false }
    budget -= 1
    var words = [UInt64](repeating: 0, count: 512)
    guard memory.readTable(table, into: &words) else { return false }
    var isWhole = true
    for index in 0..<512 {
      let entry = Entry(words[index])
      let offset = UInt64(index) &* level.span
      let address = start &+ offset
      let frames = PhysicalAddress(physical.rawValue &+ offset)
      guard entry[.present], entry.reservedBits(at: level, controls: controls) == 0 else {
        isWhole = false
        continue
      }
      if entry.isLeaf(at: level) {
        guard entry.pageAddress(at: level) == frames else {
          isWhole = false
          continue
        }
        if let last = parts.last, last.end.rawValue == address {
          parts[parts.count - 1] = .init(start: last.start, end: VirtualAddress(address &+ level.span))
        } else if parts.count < 512 {
          parts.append(.init(start: VirtualAddress(address), end: VirtualAddress(address &+ level.span)))
        }
      } else if let below = level.below {
        let isWholeBelow = collectShared(
          table: entry.tableFrame, level: below, physical: frames, start: address, into: &parts)
        isWhole = isWhole && isWholeBelow
      }
    }
    return isWhole
  }
}
