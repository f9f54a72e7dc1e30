/// Finds the patterns of a tree that fit a name.
///
/// A node of the tree is reached where its piece is found behind the one above; the earliest place is the best one. Then
/// its children wait, each for its piece, which is looked at where the string stands by which it is found. What is known
/// of a name is marked with its number, so that nothing has to be put back before the next one.
struct GlobSearch: Sendable {
  /// The most children that are put in the lists of what they wait for; more are looked up when that is found.
  private static let childLimit = 16

  private let tree: GlobTree
  private let heads: GlobEdges.Finder
  private let tails: GlobEdges.Finder
  /// See ``GlobSet/shapeSize``.
  var shapeSize: Int { heads.shapeSize + tails.shapeSize }
  private let finder: StringFinder
  /// The node of each head.
  private let roots: [Int32]
  /// Of nodes with many children or ends: those with a piece, and those with a tail.
  private var childrenByPiece: [UInt64: [Int32]] = [:]
  private var endsByTail: [UInt64: [GlobTree.End]] = [:]
  private let tailLengths: [Int]

  /// The number of the name.
  private var name: Int32 = 0
  /// By node, the name that reached it last, and how many bytes of that were used up.
  private var reached: [Int32]
  private var used: [Int32]
  /// The nodes with ends and those with many children that are reached.
  private var ending: [Int32] = []
  private var large: [Int32] = []
  /// By piece the first node that waits for it, and the name for which it waits; by node the next one.
  private var waiting: [Int32]
  private var waitingName: [Int32]
  private var nextWaiting: [Int32]
  /// How often a piece was compared with a name.
  private(set) var comparisons = 0
  /// How much was done so far, with what the user of this adds, and the most that may be; some tens of nanoseconds each.
  var work = 0
  var workLimit = Int.max

  init(_ tree: GlobTree, heads: GlobEdges, tails: GlobEdges) {
    self.tree = tree
    self.heads = GlobEdges.Finder(heads, at: .beginning)
    self.tails = GlobEdges.Finder(tails, at: .end)
    finder = StringFinder(tree.keys)
    tailLengths = tails.edges.map(\.count)
    var roots = [Int32](repeating: 0, count: heads.edges.count)
    for (number, node) in tree.nodes.enumerated() where node.parent < 0 {
      roots[Int(node.gap)] = Int32(clamping: number)
    }
    self.roots = roots
    reached = Array(repeating: 0, count: tree.nodes.count)
    (used, nextWaiting) = (reached, reached)
    waiting = Array(repeating: -1, count: tree.pieces.count)
    waitingName = Array(repeating: 0, count: tree.pieces.count)
    for (node, children) in tree.children.enumerated() where children.count > Self.childLimit {
      for child in children {
        childrenByPiece[Self.pair(node, Int(tree.nodes[Int(child)].piece)), default: []].append(child)
      }
    }
    for (node, ends) in tree.ends.enumerated() where ends.count > Self.childLimit {
      for end in ends { endsByTail[Self.pair(node, Int(end.tail)), default: []].append(end) }
    }
  }

  private static func pair(_ node: Int, _ other: Int) -> UInt64 { UInt64(node) << 32 | UInt64(other) }

  /// Calls `body` with each pattern that fits all of a name.
  mutating func forEachMatch(_ bytes: Span<UInt8>, _ body: (Int) -> Void) {
    guard !tree.nodes.isEmpty else { return }
    begin()
    work += 1 + shapeSize / 4
    var starts: [(node: Int32, length: Int)] = []
    heads.forEachMatch(bytes) { head, length in starts.append((roots[head], length)) }
    for start in starts { reach(Int(start.node), start.length) }
    work += starts.count
    var node = ByteTrie.root
    // Without anything that waits the rest does not matter.
    for place in 0..<(tree.keys.isEmpty ? 0 : bytes.count) {
      guard work <= workLimit else { return }
      node = finder.next(node, bytes[place])
      var found: [Int32] = []
      var seen = 0
      finder.forEachEnd(at: node) { key in
        seen += 1 + tree.piecesByKey[key].count
        for piece in tree.piecesByKey[key] where isAwaited(Int(piece)) { found.append(piece) }
      }
      work += seen + found.count
      for piece in found { look(at: Int(piece), bytes, keyEnd: place + 1) }
    }
    finish(bytes, body)
  }

  private mutating func begin() {
    if name == .max {
      for node in reached.indices { reached[node] = 0 }
      for piece in waitingName.indices { waitingName[piece] = 0 }
      name = 0
    }
    name += 1
    ending.removeAll(keepingCapacity: true)
    large.removeAll(keepingCapacity: true)
  }

  /// A node is reached: its children wait from now on.
  private mutating func reach(_ node: Int, _ length: Int) {
    reached[node] = name
    used[node] = Int32(clamping: length)
    if !tree.ends[node].isEmpty { ending.append(Int32(clamping: node)) }
    if tree.children[node].count > Self.childLimit {
      large.append(Int32(clamping: node))
    } else {
      for child in tree.children[node] { wait(child) }
    }
  }

  private mutating func wait(_ node: Int32) {
    work += 1
    let piece = Int(tree.nodes[Int(node)].piece)
    nextWaiting[Int(node)] = waitingName[piece] == name ? waiting[piece] : -1
    waitingName[piece] = name
    waiting[piece] = node
  }

  /// Whether somebody waits for a piece, or may.
  private func isAwaited(_ piece: Int) -> Bool { waitingName[piece] == name && waiting[piece] >= 0 || !large.isEmpty }

  /// The string was found by which a piece is found: looks at all that waits for the piece, if that stands there.
  private mutating func look(at number: Int, _ bytes: Span<UInt8>, keyEnd: Int) {
    let piece = tree.pieces[number]
    let start = keyEnd - Int(piece.keyEnd)
    if !piece.isKey { work += piece.bytes.count / 16 }
    guard start >= 0, piece.isKey || GlobPieces.fits(piece.bytes, bytes, at: start) else {
      comparisons += 1
      return
    }
    let end = start + piece.bytes.count
    var next: Int32 = waitingName[number] == name ? waiting[number] : -1
    // What waits anew does so from here on.
    if next >= 0 { waiting[number] = -1 }
    while next >= 0 {
      let node = next
      next = nextWaiting[Int(node)]
      if !take(Int(node), start: start, end: end) { wait(node) }
    }
    work += 2 * large.count
    // Those that become large now are looked at from the next place on.
    for parent in large {
      for child in childrenByPiece[Self.pair(Int(parent), number)] ?? [] where reached[Int(child)] != name {
        _ = take(Int(child), start: start, end: end)
      }
    }
  }

  /// Reaches a node whose piece stands at a place, unless that is too early.
  private mutating func take(_ number: Int, start: Int, end: Int) -> Bool {
    comparisons += 1
    work += 1
    let node = tree.nodes[number]
    guard start >= Int(used[Int(node.parent)]) + Int(node.gap) else { return false }
    reach(number, end)
    return true
  }

  /// Looks at the ends of the patterns whose pieces were all found.
  private mutating func finish(_ bytes: Span<UInt8>, _ body: (Int) -> Void) {
    var found: [(tail: Int, length: Int)] = []
    tails.forEachMatch(bytes) { tail, length in found.append((tail, length)) }
    work += found.count
    let isFound = Set(found.map { Int32(clamping: $0.tail) })
    var checked = 0
    for node in ending {
      work += min(tree.ends[Int(node)].count, found.count + Self.childLimit)
      func check(_ end: GlobTree.End) {
        checked += 1
        let room = bytes.count - tailLengths[Int(end.tail)] - Int(end.gap)
        if room >= Int(used[Int(node)]) { body(Int(end.pattern)) }
      }
      if tree.ends[Int(node)].count > Self.childLimit {
        for (tail, _) in found { endsByTail[Self.pair(Int(node), tail)]?.forEach(check) }
      } else {
        for end in tree.ends[Int(node)] where isFound.contains(end.tail) { check(end) }
      }
    }
    work += checked / GlobSet.matchesPerStep
  }
}
