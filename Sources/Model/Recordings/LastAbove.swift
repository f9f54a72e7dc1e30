/// A list of numbers in which the last one above a bound is found in logarithmic time.
///
///              9              each node is the largest number below it
///          9       6
///        3   9   6   2
struct LastAbove: Equatable, Sendable {
  private let tree: [UInt64]
  private let width: Int

  /// Takes the numbers in their order.
  init(_ numbers: [UInt64]) {
    var width = 1
    while width < numbers.count { width *= 2 }
    var tree = [UInt64](repeating: 0, count: 2 * width)
    for (index, number) in numbers.enumerated() { tree[width + index] = number }
    for node in (1..<width).reversed() { tree[node] = max(tree[2 * node], tree[2 * node + 1]) }
    self.tree = tree
    self.width = width
  }

  /// The last position at or before `position` whose number is above `bound`; nil if there is none.
  func position(atOrBefore position: Int, above bound: UInt64) -> Int? {
    guard position >= 0, position < width else { return nil }
    var node = width + position
    // Up to the nearest subtree on the left that has one, then down to its last.
    while tree[node] <= bound {
      while node & 1 == 0 { node /= 2 }
      guard node > 1 else { return nil }
      node -= 1
    }
    while node < width { node = tree[2 * node + 1] > bound ? 2 * node + 1 : 2 * node }
    return node - width
  }
}
