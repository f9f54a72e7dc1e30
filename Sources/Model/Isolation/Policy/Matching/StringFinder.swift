/// Finds all places of several strings in a name, in one pass over it.
///
/// Aho and Corasick, "Efficient string matching: an aid to bibliographic search", 1975.
struct StringFinder: Sendable {
  private let trie: ByteTrie
  /// By node, the longest end of its string that is a node, too.
  private var shorter: [Int32]
  /// By node, the nearest such end that is one of the strings; -1 for none.
  private var endsInside: [Int32]

  /// Prepares for strings that are not empty, each of which is there once.
  init(_ strings: [[UInt8]]) {
    let trie = ByteTrie(strings)
    self.trie = trie
    shorter = Array(repeating: 0, count: trie.count)
    endsInside = Array(repeating: -1, count: trie.count)
    // Shorter strings have lower numbers.
    for node in 0..<trie.count {
      for child in trie.children(of: node) {
        let end = node == ByteTrie.root ? ByteTrie.root : next(Int(shorter[node]), trie.byte(of: child))
        shorter[child] = Int32(clamping: end)
        endsInside[child] = trie.ends[end] >= 0 ? Int32(clamping: end) : endsInside[end]
      }
    }
  }

  /// The node behind one when a byte follows; the root is where a name begins.
  func next(_ node: Int, _ byte: UInt8) -> Int {
    var node = node
    while true {
      if let child = trie.child(of: node, byte) { return child }
      guard node != ByteTrie.root else { return node }
      node = Int(shorter[node])
    }
  }

  /// Calls `body` with each string that ends where a node is reached, the longest first.
  func forEachEnd(at node: Int, _ body: (Int) -> Void) {
    var node = node
    if trie.ends[node] < 0 { node = Int(endsInside[node]) }
    while node >= 0 {
      body(Int(trie.ends[node]))
      node = Int(endsInside[node])
    }
  }
}
