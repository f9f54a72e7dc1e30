/// The middle pieces of many patterns as one tree: patterns that begin with the same pieces share them.
///
///     a*b*c, a*b*d       head a --> b --> c     (then the tails)
///                                    \--> d
struct GlobTree: Sendable {
  /// Where a pattern ends: with a tail, which begins at least so many bytes behind the last piece.
  struct End: Sendable {
    let tail: Int32
    let gap: Int32
    let pattern: Int32
  }

  /// A piece, as all of its occurrences are looked for.
  struct Piece: Sendable {
    let bytes: [UInt8]
    /// The number of the string by which it is found: a run without question marks, if it can be one that it has alone.
    var key: Int32 = 0
    /// How many bytes of the piece there are up to the end of that string.
    var keyEnd: Int32 = 0
    /// Whether the string is all of the piece.
    var isKey: Bool { keyEnd == bytes.count && !bytes.contains(GlobPieces.any) }
  }

  /// A node: a piece behind the one above.
  struct Node: Hashable, Sendable {
    let parent: Int32
    let piece: Int32
    let gap: Int32
  }

  /// All nodes; what is above a node comes first. Heads have no piece: -1.
  private(set) var nodes: [Node] = []
  private(set) var pieces: [Piece] = []
  private(set) var children: [[Int32]] = []
  private(set) var ends: [[End]] = []
  /// The strings by which pieces are found.
  private(set) var keys: [[UInt8]] = []
  /// The pieces that are found by each.
  private(set) var piecesByKey: [[Int32]] = []
  private var nodeNumbers: [Node: Int32] = [:]
  private var pieceNumbers: [[UInt8]: Int32] = [:]

  /// The node of a head, by the number of the head.
  mutating func root(_ head: Int) -> Int32 { node(Node(parent: -1, piece: -1, gap: Int32(clamping: head))) }

  /// Adds pieces below a node; gives the last node.
  mutating func add(_ middle: [GlobPieces.Piece], below root: Int32) -> Int32 {
    middle.reduce(root) { parent, piece in
      node(Node(parent: parent, piece: self.piece(piece.bytes), gap: Int32(clamping: piece.gap)))
    }
  }

  /// Adds an end to a node.
  mutating func end(_ node: Int32, _ end: End) { ends[Int(node)].append(end) }

  /// The bytes of the pieces with question marks.
  var markedSize: Int { pieces.reduce(0) { $0 + ($1.isKey ? 0 : $1.bytes.count) } }

  /// Says by what the pieces are found, and forgets what only adding needs.
  mutating func seal() {
    (nodeNumbers, pieceNumbers) = ([:], [:])
    var uses: [ArraySlice<UInt8>: Int] = [:]
    for piece in pieces { for run in Set(piece.runs) { uses[run, default: 0] += 1 } }
    var numbers: [[UInt8]: Int] = [:]
    for number in pieces.indices {
      // Of those that fewest have the longest one.
      let run = pieces[number].runs.min { (uses[$0] ?? 0, $1.count) < (uses[$1] ?? 0, $0.count) } ?? []
      let key = numbers[Array(run)] ?? keys.count
      if key == keys.count {
        numbers[Array(run)] = key
        keys.append(Array(run))
        piecesByKey.append([])
      }
      piecesByKey[key].append(Int32(clamping: number))
      pieces[number].key = Int32(clamping: key)
      pieces[number].keyEnd = Int32(clamping: run.endIndex)
    }
  }

  private mutating func node(_ node: Node) -> Int32 {
    if let number = nodeNumbers[node] { return number }
    let number = Int32(clamping: nodes.count)
    nodeNumbers[node] = number
    nodes.append(node)
    children.append([])
    ends.append([])
    if node.parent >= 0 { children[Int(node.parent)].append(number) }
    return number
  }

  private mutating func piece(_ bytes: [UInt8]) -> Int32 {
    if let number = pieceNumbers[bytes] { return number }
    let number = Int32(clamping: pieces.count)
    pieceNumbers[bytes] = number
    pieces.append(Piece(bytes: bytes))
    return number
  }
}

extension GlobTree.Piece {
  /// Its bytes between question marks. A piece begins with a byte that is none, so that there is one.
  fileprivate var runs: [ArraySlice<UInt8>] { bytes.split(separator: GlobPieces.any) }
}
