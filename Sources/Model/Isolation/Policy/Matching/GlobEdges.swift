/// The beginnings of many patterns, or their ends.
struct GlobEdges: Sendable {
  /// Where an edge is in its pattern.
  enum Side {
    case beginning, end
  }

  private var numbers: [[UInt8]: Int] = [:]
  /// All of them, by number.
  private(set) var edges: [[UInt8]] = []

  /// The number of one, which is added if it is new.
  mutating func number(_ edge: [UInt8]) -> Int {
    if let number = numbers[edge] { return number }
    numbers[edge] = edges.count
    edges.append(edge)
    return edges.count - 1
  }

  /// Which of them fit a name: those without question marks are found in one pass.
  struct Finder: Sendable {
    private let trie: ByteTrie
    /// The number of each string of the tree.
    private let numbers: [Int]
    private var marked = MarkedStrings()
    private let side: Side

    /// Prepares for beginnings, or for ends.
    init(_ edges: GlobEdges, at side: Side) {
      let plain = edges.edges.indices.filter { !edges.edges[$0].contains(GlobPieces.any) }
      trie = ByteTrie(plain.map { side == .end ? edges.edges[$0].reversed() : edges.edges[$0] })
      numbers = plain
      self.side = side
      for (number, edge) in edges.edges.enumerated() where edge.contains(GlobPieces.any) { marked.add(edge, number) }
    }

    /// See ``GlobSet/shapeSize``.
    var shapeSize: Int { marked.size }

    /// Calls `body` with the number of each that fits, and how long it is.
    func forEachMatch(_ name: Span<UInt8>, _ body: (Int, Int) -> Void) {
      var node = ByteTrie.root
      var length = 0
      while true {
        if trie.ends[node] >= 0 { body(numbers[Int(trie.ends[node])], length) }
        guard length < name.count else { break }
        let byte = name[side == .end ? name.count - 1 - length : length]
        guard let next = trie.child(of: node, byte) else { break }
        node = next
        length += 1
      }
      marked.forEachMatch(name, at: side, body)
    }
  }
}
