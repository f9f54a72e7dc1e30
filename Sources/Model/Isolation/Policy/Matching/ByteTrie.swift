/// Strings of bytes as a tree of their prefixes. Nodes are numbered level by level, so that the children of each stand
/// together, by their bytes.
struct ByteTrie: Sendable {
  /// The root.
  static let root = 0

  /// By node, the first of its children; one more at the end.
  private var firsts: [Int32] = []
  /// By node, the byte that leads to it.
  private var bytes: [UInt8] = [0]
  /// By node, the string that ends there; -1 for none.
  private(set) var ends: [Int32] = [-1]

  /// A tree of strings, each of which is there once.
  init(_ strings: [[UInt8]]) {
    let order = strings.indices.sorted { strings[$0].lexicographicallyPrecedes(strings[$1]) }
    // The strings that begin like a node, for all nodes of one level.
    var level = [0..<order.count]
    var depth = 0
    while !level.isEmpty {
      var next: [Range<Int>] = []
      for range in level {
        let node = firsts.count
        firsts.append(Int32(clamping: bytes.count))
        var start = range.lowerBound
        if start < range.upperBound, strings[order[start]].count == depth {
          ends[node] = Int32(clamping: order[start])
          start += 1
        }
        while start < range.upperBound {
          let byte = strings[order[start]][depth]
          var end = start + 1
          while end < range.upperBound, strings[order[end]][depth] == byte { end += 1 }
          bytes.append(byte)
          ends.append(-1)
          next.append(start..<end)
          start = end
        }
      }
      level = next
      depth += 1
    }
    firsts.append(Int32(clamping: bytes.count))
  }

  /// How many nodes there are.
  var count: Int { bytes.count }

  /// The children of a node.
  func children(of node: Int) -> Range<Int> { Int(firsts[node])..<Int(firsts[node + 1]) }

  /// The byte that leads to a node.
  func byte(of node: Int) -> UInt8 { bytes[node] }

  /// The child to which a byte leads; nil if there is none.
  func child(of node: Int, _ byte: UInt8) -> Int? {
    var low = Int(firsts[node])
    var high = Int(firsts[node + 1])
    while low < high {
      let middle = (low + high) / 2
      if bytes[middle] < byte { low = middle + 1 } else { high = middle }
    }
    return low < Int(firsts[node + 1]) && bytes[low] == byte ? low : nil
  }
}
