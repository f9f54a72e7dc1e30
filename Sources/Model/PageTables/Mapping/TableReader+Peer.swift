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
      let found = collectShared(
        table: entry.tableFrame, level: below, physical: physical, start: start, into: &parts)
      if found == .sameFrames { return found }
      if sharedParts.count < Self.sharedPartLimit { sharedParts += parts } else if !parts.isEmpty { isTruncated = true }
      return found
    }
  }

  /// The most parts of large pages; a kernel has a few.
  private static let sharedPartLimit = 1 << 16

  private func peerEntry(at index: Int, level: Level) -> Entry? {
    let entry = Entry(peerBuffers[level.rawValue][index])
    return entry[.present] && entry.reservedBits(at: level, controls: controls) == 0 ? entry : nil
  }

  /// Notes a table of the peer that could not be read, once for each level.
  mutating func noteUnreadableOfPeer(_ table: FrameNumber, level: Level) {
    guard unreadableOfPeer.insert(table.rawValue << 3 | UInt64(level.rawValue)).inserted else { return }
    unreadableOfPeerList.append(Mappings.UnreadableTable(table: table, level: level))
  }

  /// Finds which pages of a peer's table lie in the frames that start at `physical`: all, not all, or so far as tables can
  /// be read all.
  private mutating func collectShared(
    table: FrameNumber, level: Level, physical: PhysicalAddress, start: UInt64,
    into parts: inout [Mappings.SharedPart]
  ) -> Mapping.PeerPresence {
    guard budget > 0 else { return .absent }
    budget -= 1
    var words = [UInt64](repeating: 0, count: 512)
    guard memory.readTable(table, into: &words) else {
      noteUnreadableOfPeer(table, level: level)
      return .unknown
    }
    var found = Mapping.PeerPresence.sameFrames
    for index in 0..<512 {
      let entry = Entry(words[index])
      let offset = UInt64(index) &* level.span
      let address = start &+ offset
      let frames = PhysicalAddress(physical.rawValue &+ offset)
      var here = Mapping.PeerPresence.absent
      if entry[.present], entry.reservedBits(at: level, controls: controls) == 0 {
        if let below = level.below, !entry.isLeaf(at: level) {
          here = collectShared(table: entry.tableFrame, level: below, physical: frames, start: address, into: &parts)
        } else if entry.pageAddress(at: level) == frames {
          here = .sameFrames
          Self.add(address, span: level.span, to: &parts)
        }
      }
      if here == .absent || found == .sameFrames { found = here }
    }
    return found
  }

  /// Adds a page to the parts, behind the last one or as one of its own.
  private static func add(_ address: UInt64, span: UInt64, to parts: inout [Mappings.SharedPart]) {
    if let last = parts.last, last.end.rawValue == address {
      parts[parts.count - 1] = .init(start: last.start, end: VirtualAddress(address &+ span))
    } else if parts.count < 512 {
      parts.append(.init(start: VirtualAddress(address), end: VirtualAddress(address &+ span)))
    }
  }
}
