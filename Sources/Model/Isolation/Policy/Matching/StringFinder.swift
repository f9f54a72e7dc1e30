/// Finds all places of several strings in a name, in one pass over it.
///
/// Aho and Corasick, "Efficient string matching: an aid to bibliographic search", 1975.
struct StringFinder: Sendable {
  private let trie: ByteTrie
  /// By node, the node of the longest proper suffix of its string that is a node (the failure function).
  private var suffixes: [Int32]
  /// By node, the node of the longest proper suffix that is one of the strings (the output link); -1 for none.
  private var matchingSuffixes: [Int32]

  /// Prepares for strings that are not empty, each of which is there once.
  init(_ strings: [[UInt8]]) {
    let trie = ByteTrie(strings)
    self.trie = trie
    suffixes = Array(repeating: 0, count: trie.count)
    matchingSuffixes = Array(repeating: -1, count: trie.count)
    // Shorter strings have lower numbers.
    for node in 0..<trie.count {
      for child in trie.children(of: node) {
        let end = node == ByteTrie.root ? ByteTrie.root : next(Int(suffixes[node]), trie.byte(of: child))
        suffixes[child] = Int32(clamping: end)
        matchingSuffixes[child] = trie.ends[end] >= 0 ? Int32(clamping: end) : matchingSuffixes[end]
      }
    }
  }

  /// The node behind one when a byte follows; the root is where a name begins.
  func next(_ node: Int, _ byte: UInt8) -> Int {
    var node = node
    while true {
      if let child = trie.child(of: node, byte) { return child }
      guard node != ByteTrie.root else { return node }
      node = Int(suffixes[node])
    }
  }

  /// Calls `body` with each string that ends where a node is reached, the longest first.
  func forEachEnd(at node: Int, _ body: (Int) -> Void) {
    var node = node
    if trie.ends[node] < 0 { node = Int(matchingSuffixes[node]) }
    while node >= 0 {
      body(Int(trie.ends[node]))
      node = Int(matchingSuffixes[node])
    }
  }
}
