/// Strings with question marks, by where these are: a name is looked up once for all that have them at the same places.
///
///     ab?d, xy?z, a?      two places: the third of four bytes, and the second of two
struct MarkedStrings: Sendable {
  /// Where the question marks are.
  private struct Shape: Hashable, Sendable {
    let count: Int
    let marks: [Int]
  }

  private struct Group: Sendable {
    let shape: Shape
    var numbers: [[UInt8]: Int] = [:]
  }

  private var groups: [Group] = []
  private var positions: [Shape: Int] = [:]

  /// The bytes of all shapes, and some for each: the time that a name takes.
  var size: Int { groups.reduce(0) { $0 + $1.shape.count + 16 } }

  /// Adds a string that is not there yet, by its number.
  mutating func add(_ string: [UInt8], _ number: Int) {
    let shape = Shape(count: string.count, marks: string.indices.filter { string[$0] == GlobPieces.any })
    let position = positions[shape] ?? groups.count
    if position == groups.count {
      positions[shape] = position
      groups.append(Group(shape: shape))
    }
    groups[position].numbers[string] = number
  }

  /// Calls `body` with the number of each with which a name begins or ends, and how long it is.
  func forEachMatch(_ name: Span<UInt8>, at side: GlobEdges.Side, _ body: (Int, Int) -> Void) {
    for group in groups where group.shape.count <= name.count {
      let start = side == .end ? name.count - group.shape.count : 0
      var key = (0..<group.shape.count).map { name[start + $0] }
      for mark in group.shape.marks { key[mark] = GlobPieces.any }
      if let number = group.numbers[key] { body(number, group.shape.count) }
    }
  }
}
