/// How much the components of a call graph reach: exact numbers, from sets of bits that are made block by block.
///
/// Components, objects and gates are the nodes; what a node leads to has a lower number. Each node gets a bit. For one
/// block of 512 bits after the other, each node's set is its own bit and the sets of what it leads to:
///
///     bits          0 .. 511   512 .. 1023   ...
///     node n        0110...    1000...             one row of 64 bytes, and only of the present block
///
/// That is at most (nodes + links) * nodes / 512 steps, and 64 bytes a node at a time, whatever the graph. A link is
/// dropped when it is met for the first time if the other links of the node lead there as well; the blocks are made
/// from the highest node down, so that it is met once. `ReachNodes` says which nodes need no bits.
struct ReachCounts: Sendable {
  /// What is counted.
  struct Weight: Hashable, Sendable {
    var functions = 0
    var unknowns = 0
    var privateFunctions = 0
    var objects = 0
    var gates = 0
  }

  private static let blockSize = 512

  /// Links looked at so far.
  private(set) var steps = 0
  /// How many blocks there are, and how many of them are left.
  let blockCount: Int
  private(set) var blocksLeft: Int

  private let nodes: ReachNodes
  private var totals: [Weight]
  /// By node, where its links start, how many are left of them, and all links.
  private let starts: [Int]
  private var counts: [Int32]
  private var links: [Int32]
  /// By node its bit; -1 for none.
  private let bits: [Int32]
  /// By word of 64 bits what each of its bits counts.
  private let weights: [Weight]
  /// By block whether all of its words have one weight.
  private let isUniform: [Bool]
  /// By block its lowest node.
  private let lowest: [Int32]
  private var rows: [SIMD8<UInt64>]
  /// By node the block that its row is of.
  private var blocks: [Int32]

  /// Prepares the counting of nodes with weights, whose `links` lead to lower numbers, the highest first.
  init(_ weights: [Weight], _ links: NumberLists, wanted: [Bool]) {
    let nodes = ReachNodes(weights, links, wanted: wanted)
    self.nodes = nodes
    let bits = Self.bits(of: nodes)
    self.bits = bits.bits
    self.weights = bits.weights
    let blockCount = (bits.weights.count + 7) / 8
    self.blockCount = blockCount
    blocksLeft = blockCount
    isUniform = (0..<blockCount).map { block in
      bits.weights[(block * 8)...].prefix(8).allSatisfy { $0 == bits.weights[block * 8] }
    }
    var lowest = [Int32](repeating: .max, count: blockCount)
    for (node, bit) in bits.bits.enumerated() where bit >= 0 {
      let block = Int(bit) / Self.blockSize
      lowest[block] = min(lowest[block], Int32(clamping: node))
    }
    self.lowest = lowest
    starts = weights.indices.map { nodes.links[$0].lowerBound }
    counts = weights.indices.map { Int32(clamping: nodes.links[$0].count) }
    self.links = nodes.links.numbers
    totals = Array(repeating: Weight(), count: weights.count)
    rows = Array(repeating: .zero, count: blockCount == 0 ? 0 : weights.count)
    blocks = Array(repeating: -1, count: weights.count)
    if blockCount == 0 { derive() }
  }

  /// Adds up the nodes that have no more than one link: what that reaches, and themselves.
  private mutating func derive() {
    for node in totals.indices where nodes.isDerived[node] {
      totals[node] = nodes.weights[node]
      for position in nodes.links[node] { totals[node].add(1, of: totals[Int(nodes.links.numbers[position])]) }
    }
  }

  /// Gives bits to nodes; all of one word have the same weight, so that counting them is enough.
  private static func bits(of nodes: ReachNodes) -> (bits: [Int32], weights: [Weight]) {
    var open: [Weight: Int] = [:]
    var weights: [Weight] = []
    var bits: [Int32] = []
    bits.reserveCapacity(nodes.weights.count)
    for (node, weight) in nodes.weights.enumerated() {
      guard nodes.hasBits[node] else {
        bits.append(-1)
        continue
      }
      let bit = open[weight] ?? weights.count * 64
      if bit % 64 == 0 { weights.append(weight) }
      bits.append(Int32(clamping: bit))
      open[weight] = (bit + 1) % 64 == 0 ? nil : bit + 1
    }
    return (bits, weights)
  }

  /// What a wanted node reaches, itself included; complete when no block is left.
  func total(of node: Int) -> Weight { totals[node] }

  /// Counts one more block.
  mutating func countBlock() {
    guard blocksLeft > 0 else { return }
    blocksLeft -= 1
    let block = Int32(clamping: blocksLeft)
    for node in Int(lowest[blocksLeft])..<bits.count where bits[node] >= 0 {
      var row = SIMD8<UInt64>.zero
      var isReached = follow(node, block, &row)
      if bits[node] / Int32(Self.blockSize) == block {
        row[Int(bits[node]) / 64 % 8] |= 1 << UInt64(bits[node] % 64)
        isReached = true
      }
      guard isReached else { continue }
      rows[node] = row
      blocks[node] = block
      if nodes.isCounted[node] { count(row, node) }
    }
    if blocksLeft == 0 { derive() }
  }

  /// Puts together what the links of a node lead to in a block; gives whether there is anything.
  private mutating func follow(_ node: Int, _ block: Int32, _ row: inout SIMD8<UInt64>) -> Bool {
    var isReached = false
    let start = starts[node]
    var kept = start
    for position in start..<start + Int(counts[node]) {
      let target = Int(links[position])
      steps += 1
      if blocks[target] == block {
        let bit = Int(bits[target])
        if bit / Self.blockSize == Int(block), row[bit / 64 % 8] >> UInt64(bit % 64) & 1 == 1 { continue }
        row |= rows[target]
        isReached = true
      }
      if kept != position { links[kept] = links[position] }
      kept += 1
    }
    counts[node] = Int32(clamping: kept - start)
    return isReached
  }

  private mutating func count(_ row: SIMD8<UInt64>, _ node: Int) {
    let first = blocksLeft * 8
    let counts = row.bitCounts
    if isUniform[blocksLeft] {
      totals[node].add(Int(truncatingIfNeeded: counts.wrappedSum()), of: weights[first])
    } else {
      for word in 0..<8 where counts[word] != 0 {
        totals[node].add(Int(truncatingIfNeeded: counts[word]), of: weights[first + word])
      }
    }
  }
}

extension SIMD8<UInt64> {
  /// How many bits are set in each number: sums of two bits, of four, of eight, then of all.
  fileprivate var bitCounts: Self {
    let pairs = self &- (self &>> 1 & Self(repeating: 0x5555_5555_5555_5555))
    let fours =
      (pairs & Self(repeating: 0x3333_3333_3333_3333)) &+ (pairs &>> 2 & Self(repeating: 0x3333_3333_3333_3333))
    var sums = (fours &+ fours &>> 4) & Self(repeating: 0x0f0f_0f0f_0f0f_0f0f)
    sums = sums &+ sums &>> 8
    sums = sums &+ sums &>> 16
    sums = sums &+ sums &>> 32
    return sums & Self(repeating: 0x7f)
  }
}

extension ReachCounts.Weight {
  /// Adds another so many times.
  mutating func add(_ count: Int, of other: Self) {
    functions += count * other.functions
    unknowns += count * other.unknowns
    privateFunctions += count * other.privateFunctions
    objects += count * other.objects
    gates += count * other.gates
  }
}
