/// The nodes of a call graph, and which of them need a bit each to count what others reach.
///
/// A node with one link reaches itself and what its target reaches: its count is a sum. A node without links to which
/// only one node leads is counted with that node. So chains and trees of calls need no bits.
struct ReachNodes: Sendable {
  /// What each node counts, with what was put into it.
  private(set) var weights: [ReachCounts.Weight]
  /// The links that are left.
  private(set) var links = NumberLists()
  /// The nodes that are added up.
  private(set) var isDerived: [Bool]
  /// The nodes whose bits are counted.
  private(set) var isCounted: [Bool]
  /// The nodes that these reach.
  private(set) var hasBits: [Bool]

  /// The most links of a node that are compared with those of what they lead to.
  private static let comparedLimit = 8

  /// Prepares nodes; `links` lead to lower numbers, the highest first.
  init(_ weights: [ReachCounts.Weight], _ links: NumberLists, wanted: [Bool]) {
    self.weights = weights
    isDerived = Array(repeating: false, count: weights.count)
    (isCounted, hasBits) = (isDerived, isDerived)
    reduce(links, wanted)
    var isWanted = wanted
    for node in weights.indices.reversed() {
      let own = self.links[node]
      if isWanted[node] {
        isDerived[node] = own.count <= 1
        isCounted[node] = !isDerived[node]
        if isCounted[node] { hasBits[node] = true }
      }
      for position in own {
        let target = Int(self.links.numbers[position])
        if isDerived[node] { isWanted[target] = true }
        if hasBits[node] { hasBits[target] = true }
      }
    }
  }

  /// Leaves out links that say nothing new: to ends that belong to one node, and to what another link leads to at once.
  private mutating func reduce(_ links: NumberLists, _ wanted: [Bool]) {
    var uses = [Int32](repeating: 0, count: weights.count)
    for target in links.numbers { uses[Int(target)] += 1 }
    for node in weights.indices {
      var targets = links[node].map { Int(links.numbers[$0]) }
      targets.removeAll { target in
        guard links[target].isEmpty, uses[target] == 1, !wanted[target] else { return false }
        weights[node].add(1, of: weights[target])
        return true
      }
      if targets.count > 1, targets.count <= Self.comparedLimit {
        let next = targets.flatMap { self.links[$0].prefix(Self.comparedLimit).map { Int(self.links.numbers[$0]) } }
        targets.removeAll { next.contains($0) }
      }
      for target in targets { self.links.append(Int32(clamping: target)) }
      self.links.endOwner()
    }
  }
}
