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

  struct Key: Hashable {
    let table: FrameNumber
    let level: Level
    let rights: Rights
    let peer: PeerView
  }

  struct Node {
    let level: Level
    /// The lowest address that leads here.
    let base: UInt64
    var ownLeaves: UInt64 = 0
    var edgesIn = 0
    /// The number of addresses that lead here; 0 until computed.
    var paths: UInt64 = 0
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

  /// The node for `key`, and whether it is new; `base` is the address that leads there now.
  mutating func node(for key: Key, base: UInt64) -> (id: UInt32, isNew: Bool) {
    if let id = ids[key] { return (id, false) }
    let id = UInt32(truncatingIfNeeded: nodes.count)
    ids[key] = id
    nodes.append(Node(level: key.level, base: base))
    return (id, true)
  }

  mutating func connect(_ parent: UInt32, _ index: Int, to child: UInt32) {
    nodes[Int(child)].edgesIn += 1
    edges[nodes[Int(child)].level.rawValue].append(
      Edge(parent: parent, index: UInt16(truncatingIfNeeded: index), child: child))
  }

  mutating func add(leaves: Int, to node: UInt32) {
    nodes[Int(node)].ownLeaves += UInt64(leaves)
  }

  /// Every base of a node that has more than one; nil for the others.
  func progressions(of node: UInt32) -> [Progression]? { bases[node] }

  var hasRepeats: Bool { !bases.isEmpty }

  /// All leaves that a full walk reaches; saturates.
  var leafCount: UInt64 {
    nodes.reduce(0) { sum, node in
      let (product, overflow) = node.ownLeaves.multipliedReportingOverflow(by: node.paths)
      let (total, carry) = sum.addingReportingOverflow(overflow ? .max : product)
      return carry ? .max : total
    }
  }

  /// Computes paths and bases from the root down. The root is node 0.
  mutating func resolve(mode: PagingMode) {
    guard !nodes.isEmpty else { return }
    nodes[0].paths = 1
    var level = nodes[0].level.below
    while let here = level {
      resolve(level: here, mode: mode)
      level = here.below
    }
  }

  private mutating func resolve(level: Level, mode: PagingMode) {
    // Edges of one child stand together after the sort, in the order in which they were met.
    let incoming = edges[level.rawValue].enumerated()
      .sorted { ($0.element.child, $0.offset) < ($1.element.child, $1.offset) }.map(\.element)
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
    while let first = rest.first, found.count <= Self.progressionLimit {
      let steps = Self.leadingProgression(of: rest, level: level, mode: mode)
      rest = rest.dropFirst(Int(steps.count))
      let parents =
        bases[first.parent] ?? [Progression(first: nodes[Int(first.parent)].base, count: 1, stride: 0)]
      found += parents.flatMap { Self.combine($0, steps, mode: mode) }
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
