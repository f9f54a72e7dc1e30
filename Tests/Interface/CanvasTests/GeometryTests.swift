import Canvas
import Testing

struct GeometryTests {
  @Test func negativeSizesAreEmpty() {
    #expect(Size(width: -1, height: 3) == Size(width: 0, height: 3))
    #expect(Rect(x: 2, y: 2, width: -5, height: -1) == Rect(x: 2, y: 2, width: 0, height: 0))
    #expect(Rect(x: 0, y: 0, width: 0, height: 9).isEmpty)
    #expect(!Rect(x: 0, y: 0, width: 1, height: 1).isEmpty)
  }

  /// Whatever the count, two parts cover the block, do not overlap, and the part has as much of the count as exists.
  @Test(arguments: [-3, 0, 1, 2, 4, 5, 6, 100, Int.max, Int.min])
  func splits(count: Int) {
    let whole = Rect(x: 3, y: -2, width: 5, height: 4)
    let taken = max(0, min(count, 4))
    let top = whole.splitTop(count)
    #expect(top.top == Rect(x: 3, y: -2, width: 5, height: taken))
    #expect(top.rest == Rect(x: 3, y: -2 + taken, width: 5, height: 4 - taken))
    let bottom = whole.splitBottom(count)
    #expect(bottom.rest == Rect(x: 3, y: -2, width: 5, height: 4 - taken))
    #expect(bottom.bottom == Rect(x: 3, y: 2 - taken, width: 5, height: taken))

    let columns = max(0, min(count, 5))
    let left = whole.splitLeft(count)
    #expect(left.left == Rect(x: 3, y: -2, width: columns, height: 4))
    #expect(left.rest == Rect(x: 3 + columns, y: -2, width: 5 - columns, height: 4))
    let right = whole.splitRight(count)
    #expect(right.rest == Rect(x: 3, y: -2, width: 5 - columns, height: 4))
    #expect(right.right == Rect(x: 8 - columns, y: -2, width: columns, height: 4))
  }

  @Test func intersections() {
    let block = Rect(x: 2, y: 2, width: 3, height: 3)
    #expect(
      block.intersection(Rect(x: 0, y: 0, width: 3, height: 9)) == Rect(x: 2, y: 2, width: 1, height: 3))
    #expect(block.intersection(Rect(x: 5, y: 2, width: 3, height: 3)).isEmpty)
    #expect(block.intersection(Rect(x: -9, y: -9, width: 1, height: 1)).isEmpty)
    let far = Rect(x: .max - 1, y: .min, width: 100, height: .max)
    #expect(far.columns == .max - 1..<Int.max)
    #expect(block.intersection(far).isEmpty)
    #expect(block.contains(Point(x: 4, y: 4)) && !block.contains(Point(x: 5, y: 4)))
  }
}
