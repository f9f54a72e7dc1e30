/// One pass over the distinct tables of a space, in the order of addresses.
///
/// Not generic: one call through the existential a table costs nothing, and callers in other modules get
/// the same speed as callers here.
struct TableReader {
  /// A run of pages below one entry range of one node.
  struct Run {
    var start: UInt64
    var physical: UInt64
    var node: UInt32
    var pages: UInt16
    var attributes: MappingAttributes
  }

  let memory: any PhysicalMemory
  let controls: Controls
  let mode: PagingMode
  /// Entry bits that a run of pages must share, with those that must be 0.
  let compared: UInt64

  var graph = TableGraph()
  var runs: [Run] = []
  /// The tables in `unreadableList`: frame << 3 | level.
  var unreadable: Set<UInt64> = []
  var unreadableList: [Mappings.UnreadableTable] = []
  /// The same for the peer.
  var unreadableOfPeer: Set<UInt64> = []
  var unreadableOfPeerList: [Mappings.UnreadableTable] = []
  var malformed: [Mappings.MalformedEntry] = []
  var malformedPlaces: Set<PhysicalAddress> = []
  var tables: Set<FrameNumber> = []
  var sharedParts: [Mappings.SharedPart] = []
  var buffers: [[UInt64]] = Array(repeating: [UInt64](repeating: 0, count: 512), count: 6)
  var peerBuffers: [[UInt64]] = Array(repeating: [UInt64](repeating: 0, count: 512), count: 6)
  /// How many more tables may be looked at while there is a peer.
  var budget: Int
  /// Whether tables are shared in so many ways that the list had to end.
  var isTruncated = false

  /// Ordinary tables are each reached at one level and with one set of rights, so that what is kept, runs, nodes and
  /// edges, is at most their entries; a table that contains itself is reached at every level. Only hostile files have more.
  var isFull: Bool { runs.count + graph.size + unreadableList.count >= max(1 << 21, 768 * tables.count) }

  init(memory: any PhysicalMemory, controls: Controls, hasPeer: Bool) {
    self.memory = memory
    self.controls = controls
    mode = controls.mode
    let ignored =
      Entry.Bit.accessed.mask | Entry.Bit.dirty.mask | Entry.Bit.writeThrough.mask
      | Entry.Bit.cacheDisable.mask | 0x7ff0_0000_0000_0e00
    compared = ~ignored
    budget = hasPeer ? 400_000 : .max
  }

  /// Returns false if the comparison with the peer was given up.
  mutating func read(peer: FrameNumber?) -> Bool {
    let root = controls.cr3.root
    let view: TableGraph.PeerView =
      switch peer {
      case nil: .unknown
      case root: .same
      case let frame?: .table(frame)
      }
    let key = TableGraph.Key(table: root, level: mode.rootLevel, rights: .all, peer: view)
    _ = visit(key, base: 0)
    guard budget > 0 else { return false }
    graph.resolve(mode: mode)
    return true
  }

  /// What was read; the runs are given up for it.
  mutating func result() -> Mappings {
    var mappings = Mappings()
    mappings.tableCount = tables.count
    mappings.readCount = graph.nodes.count + unreadableList.count
    mappings.leafCount = graph.leafCount
    mappings.unreadable = unreadableList
    mappings.unreadableOfPeer = unreadableOfPeerList
    mappings.malformed = malformed
    mappings.sharedParts = sharedParts
    mappings.isTruncated = isTruncated
    var merger = MappingMerger()
    merger.reserve(runs.count)
    let runs = runs
    self.runs = []
    for run in runs {
      let item = PackedMapping(
        start: run.start, physical: run.physical, pages: UInt32(run.pages), attributes: run.attributes)
      merger.add(item, bases: graph.hasRepeats ? graph.progressions(of: run.node) : nil)
    }
    merger.finish(into: &mappings)
    return mappings
  }

  /// Reads a table that was not met like this before; returns its node, nil if it could not be read.
  private mutating func visit(_ key: TableGraph.Key, base: UInt64) -> UInt32? {
    guard budget > 0 else { return nil }
    budget -= 1
    guard !isFull else {
      isTruncated = true
      return nil
    }
    let depth = key.level.rawValue
    guard memory.readTable(key.table, into: &buffers[depth]) else {
      if unreadable.insert(key.table.rawValue << 3 | UInt64(depth)).inserted {
        unreadableList.append(Mappings.UnreadableTable(table: key.table, level: key.level))
      }
      return nil
    }
    let node = graph.add(key, base: base)
    tables.insert(key.table)
    var peer = key.peer
    if case .table(let frame) = peer, !memory.readTable(frame, into: &peerBuffers[depth]) {
      noteUnreadableOfPeer(frame, level: key.level)
      peer = .unknown
    }
    if key.level == .pt {
      readLeaves(key, node: node, base: base, peer: peer)
    } else {
      readEntries(key, node: node, base: base, peer: peer)
    }
    return node
  }

  /// The entries of a table above level 1.
  private mutating func readEntries(
    _ key: TableGraph.Key, node: UInt32, base: UInt64, peer: TableGraph.PeerView
  ) {
    let level = key.level
    for index in 0..<512 {
      let entry = Entry(buffers[level.rawValue][index])
      guard entry[.present] else { continue }
      let place = key.table.wordAddress(index)
      guard entry.reservedBits(at: level, controls: controls) == 0 else {
        note(malformed: entry, at: place, level: level)
        continue
      }
      let start = mode.canonical(base &+ UInt64(index) &* level.span).rawValue
      let rights = key.rights.narrowed(by: entry, controls: controls)
      if entry.isLeaf(at: level) {
        let presence = presence(of: entry, at: index, level: level, peer: peer, start: start)
        add(entry, level: level, rights: rights, peer: presence, start: start, node: node)
        graph.add(leaves: 1, to: node)
      } else if let below = level.below {
        let view = peerView(below: peer, index: index, level: level, table: entry.tableFrame)
        let child = TableGraph.Key(table: entry.tableFrame, level: below, rights: rights, peer: view)
        guard !isFull else {
          isTruncated = true
          return
        }
        if let id = graph.node(for: child) ?? visit(child, base: start) { graph.connect(node, index, to: id) }
      }
    }
  }

  /// The entries of a PT, where runs of pages are the rule.
  private mutating func readLeaves(
    _ key: TableGraph.Key, node: UInt32, base: UInt64, peer: TableGraph.PeerView
  ) {
    let reserved = Entry.reservedBits(at: .pt, isLeaf: true, controls: controls)
    let words = buffers[1]
    var leaves = 0
    var index = 0
    while index < 512 {
      let word = words[index]
      guard word & 1 != 0 else {
        index += 1
        continue
      }
      guard word & reserved == 0 else {
        note(malformed: Entry(word), at: key.table.wordAddress(index), level: .pt)
        index += 1
        continue
      }
      let entry = Entry(word)
      let presence = presence(of: entry, at: index, level: .pt, peer: peer, start: 0)
      var end = index + 1
      var expected = (word & compared) &+ 0x1000
      while end < 512, words[end] & compared == expected, expected & reserved == 0,
        isUniform(peer)
          || self.presence(of: Entry(words[end]), at: end, level: .pt, peer: peer, start: 0) == presence
      {
        expected &+= 0x1000
        end += 1
      }
      runs.append(
        Run(
          start: base &+ UInt64(index) &<< 12, physical: word & FrameNumber.mask, node: node,
          pages: UInt16(end - index),
          attributes: MappingAttributes(
            pageSize: .fourKiB, rights: key.rights.narrowed(by: entry, controls: controls),
            isGlobal: entry[.global] && controls.globalPages, peer: presence)))
      leaves += end - index
      index = end
    }
    graph.add(leaves: leaves, to: node)
  }

  private mutating func add(
    _ entry: Entry, level: Level, rights: Rights, peer: Mapping.PeerPresence, start: UInt64, node: UInt32
  ) {
    guard let size = level.pageSize else { return }
    let attributes = MappingAttributes(
      pageSize: size, rights: rights, isGlobal: entry[.global] && controls.globalPages, peer: peer)
    runs.append(
      Run(
        start: start, physical: entry.pageAddress(at: level).rawValue, node: node, pages: 1,
        attributes: attributes))
  }

  private mutating func note(malformed entry: Entry, at place: PhysicalAddress, level: Level) {
    guard malformed.count < 1000, malformedPlaces.insert(place).inserted else { return }
    malformed.append(Mappings.MalformedEntry(address: place, level: level, entry: entry))
  }
}
