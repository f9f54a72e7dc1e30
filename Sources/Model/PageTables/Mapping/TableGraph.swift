/// The distinct ways to look at a table that a full enumeration meets, and which entries lead there.
///
/// A node is a table frame at a level, with the rights inherited on the way and the peer's view of the
/// same addresses. Edges lead from a node to nodes one level below. A node that many addresses reach is
/// one node with many bases.
struct TableGraph {
  /// What the peer space has where a table of this space maps.
  enum PeerView: Hashable {
    case unknown
    case absent
    /// The very same table: everything below is the same.
    case same
    case table(FrameNumber)
    /// A larger page; the value is its physical address at the start of this table's range.
    case page(PhysicalAddress)
  }

  /// A table frame at a level, with rights and peer, in two words, since there may be millions.
  ///
  ///     frame << 6 | level << 3 | rights,    peer frame or address << 3 | kind of view
  struct Key: Hashable {
    private let place: UInt64
    private let view: UInt64

    init(table: FrameNumber, level: Level, rights: Rights, peer: PeerView) {
      place = table.rawValue << 6 | UInt64(level.rawValue) << 3 | UInt64(rights.rawValue & 7)
      view =
        switch peer {
        case .unknown: 0
        case .absent: 1
        case .same: 2
        case .table(let frame): frame.rawValue << 3 | 3
        // A page's address is a multiple of 4096.
        case .page(let address): address.rawValue | 4
        }
    }

    var table: FrameNumber { FrameNumber(place >> 6) }
    var level: Level { Level(rawValue: Int(place >> 3 & 7)) ?? .pt }
    var rights: Rights { Rights(rawValue: UInt8(place & 7)) }
    var peer: PeerView {
      switch view & 7 {
      case 0: .unknown
      case 1: .absent
      case 2: .same
      case 3: .table(FrameNumber(view >> 3))
      default: .page(PhysicalAddress(view & ~7))
      }
    }
  }

  struct Node {
    /// The lowest address that leads here.
    let base: UInt64
    /// The number of addresses that lead here; 0 until computed.
    var paths: UInt64 = 0
    var ownLeaves: UInt16 = 0
    let level: UInt8
  }

  struct Edge {
    let parent: UInt32
    let index: UInt16
    let child: UInt32
  }

  /// Addresses at a constant distance; nil for distances that differ.
  struct Progression: Hashable {
    var first: UInt64
    var count: UInt64
    var stride: UInt64?
  }

  private(set) var nodes: [Node] = []
  private var ids: [Key: UInt32] = [:]
  private var edges: [[Edge]] = Array(repeating: [], count: 6)
  private var bases: [UInt32: [Progression]] = [:]

  /// More progressions than this for one node are given as one count at irregular distances.
  private static let progressionLimit = 64
  /// How many progressions may still be looked at for all nodes together; then all are given as counts. Real tables have
  /// some thousands.
  private var progressionBudget = 1 << 21

  /// The number of edges and nodes, which is what a graph costs.
  private(set) var size = 0

  /// The node for `key`; nil if there is none yet.
  func node(for key: Key) -> UInt32? { ids[key] }

  /// Adds the node for `key`, which is new; `base` is the address that leads there now.
  mutating func add(_ key: Key, base: UInt64) -> UInt32 {
    let id = UInt32(truncatingIfNeeded: nodes.count)
    ids[key] = id
    nodes.append(Node(base: base, level: UInt8(key.level.rawValue)))
    size += 1
    return id
  }

  mutating func connect(_ parent: UInt32, _ index: Int, to child: UInt32) {
    size += 1
    edges[Int(nodes[Int(child)].level)].append(
      Edge(parent: parent, index: UInt16(truncatingIfNeeded: index), child: child))
  }

  mutating func add(leaves: Int, to node: UInt32) {
    // A table has 512 entries.
    nodes[Int(node)].ownLeaves += UInt16(truncatingIfNeeded: leaves)
  }

  /// Every base of a node that has more than one; nil for the others.
  func progressions(of node: UInt32) -> [Progression]? { bases[node] }

  var hasRepeats: Bool { !bases.isEmpty }

  /// All leaves that a full walk reaches; saturates.
  var leafCount: UInt64 {
    nodes.reduce(0) { sum, node in
      let (product, overflow) = UInt64(node.ownLeaves).multipliedReportingOverflow(by: node.paths)
      let (total, carry) = sum.addingReportingOverflow(overflow ? .max : product)
      return carry ? .max : total
    }
  }

  /// Computes paths and bases from the root down. The root is node 0.
  mutating func resolve(mode: PagingMode) {
    guard !nodes.isEmpty else { return }
    // From here on nodes are found by their numbers alone.
    ids = [:]
    nodes[0].paths = 1
    var level = mode.rootLevel.below
    while let here = level {
      resolve(level: here, mode: mode)
      level = here.below
    }
  }

  private mutating func resolve(level: Level, mode: PagingMode) {
    // Edges of one child stand together after the sort, in the order in which they were met: parents are numbered as
    // they are met, and their entries are met in order.
    var incoming = edges[level.rawValue]
    edges[level.rawValue] = []
    incoming.sort { ($0.child, $0.parent, $0.index) < ($1.child, $1.parent, $1.index) }
    var start = 0
    while start < incoming.count {
      var end = start + 1
      while end < incoming.count && incoming[end].child == incoming[start].child { end += 1 }
      resolve(incoming[start..<end], parentLevel: level.rawValue + 1, mode: mode)
      start = end
    }
  }

  private mutating func resolve(_ incoming: ArraySlice<Edge>, parentLevel: Int, mode: PagingMode) {
    guard let child = incoming.first?.child, let level = Level(rawValue: parentLevel) else { return }
    var paths: UInt64 = 0
    for edge in incoming {
      let (sum, overflow) = paths.addingReportingOverflow(nodes[Int(edge.parent)].paths)
      paths = overflow ? .max : sum
    }
    nodes[Int(child)].paths = paths
    guard paths > 1 else { return }

    var found: [Progression] = []
    var rest = incoming
    while let first = rest.first, found.count <= Self.progressionLimit, progressionBudget > 0 {
      let steps = Self.leadingProgression(of: rest, level: level, mode: mode)
      rest = rest.dropFirst(Int(steps.count))
      let parents =
        bases[first.parent] ?? [Progression(first: nodes[Int(first.parent)].base, count: 1, stride: 0)]
      found += parents.flatMap { Self.combine($0, steps, mode: mode) }
      progressionBudget -= parents.count + found.count
    }
    found = Self.coalesce(found)
    if found.count > Self.progressionLimit || !rest.isEmpty || found.contains(where: { $0.stride == nil }) {
      found = [Progression(first: nodes[Int(child)].base, count: paths, stride: nil)]
    }
    bases[child] = found
  }

  /// The longest run of edges from one parent at a constant distance, as offsets from the parent's base.
  /// At the root a run does not cross the hole between user and kernel addresses.
  private static func leadingProgression(
    of edges: ArraySlice<Edge>, level: Level, mode: PagingMode
  ) -> Progression {
    let list = edges
    guard let first = list.first else { return Progression(first: 0, count: 0, stride: 0) }
    let isRoot = level == mode.rootLevel
    var count = 1
    var step = 0
    for edge in list.dropFirst() {
      let previous = list[list.startIndex + count - 1]
      let distance = Int(edge.index) - Int(previous.index)
      guard edge.parent == first.parent, count == 1 || distance == step, distance > 0,
        !isRoot || (edge.index < 256) == (first.index < 256)
      else { break }
      step = distance
      count += 1
    }
    return Progression(
      first: UInt64(first.index) * level.span, count: UInt64(count), stride: UInt64(step) * level.span)
  }

  /// All sums of a base and an offset, as few progressions as the two allow.
  private static func combine(_ base: Progression, _ offset: Progression, mode: PagingMode) -> [Progression] {
    let first = mode.canonical(base.first &+ offset.first).rawValue
    guard let outer = base.stride, let inner = offset.stride else {
      return [Progression(first: first, count: base.count &* offset.count, stride: nil)]
    }
    if base.count == 1 { return [Progression(first: first, count: offset.count, stride: inner)] }
    if offset.count == 1 { return [Progression(first: first, count: base.count, stride: outer)] }
    if inner &* offset.count == outer {
      return [Progression(first: first, count: base.count &* offset.count, stride: inner)]
    }
    guard offset.count <= progressionLimit else {
      return [Progression(first: first, count: base.count &* offset.count, stride: nil)]
    }
    return (0..<offset.count).map {
      Progression(first: first &+ $0 &* inner, count: base.count, stride: outer)
    }
  }

  /// Joins progressions that continue or interleave each other.
  private static func coalesce(_ list: [Progression]) -> [Progression] {
    var joined: [Progression] = []
    for next in list.sorted(by: { $0.first < $1.first }) {
      guard let last = joined.last, let stride = last.stride, let nextStride = next.stride else {
        joined.append(next)
        continue
      }
      let distance = next.first &- last.first
      if last.count == 1 && next.count == 1 {
        joined[joined.count - 1] = Progression(first: last.first, count: 2, stride: distance)
      } else if next.count == 1 && distance == stride &* last.count {
        joined[joined.count - 1].count += 1
      } else if stride == nextStride && distance == stride &* last.count {
        joined[joined.count - 1].count += next.count
      } else {
        joined.append(next)
      }
    }
    return joined
  }
}
