/// A place on the screen, in columns and rows from the top left corner; it may lie off the grid.
package struct Point: Hashable, Sendable {
  /// The column, 0 at the left edge.
  package let x: Int

  /// The row, 0 at the top edge.
  package let y: Int

  /// The place at column `x` of row `y`.
  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// An extent in columns and rows, never negative.
package struct Size: Hashable, Sendable {
  /// The number of columns.
  package let width: Int

  /// The number of rows.
  package let height: Int

  /// An extent in which a negative number counts as 0.
  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// A block of columns and rows, never of negative size; it may lie partly or wholly off the grid.
package struct Rect: Hashable, Sendable {
  /// The leftmost column.
  package let x: Int

  /// The topmost row.
  package let y: Int

  /// The number of columns.
  package let width: Int

  /// The number of rows.
  package let height: Int

  /// A block in which a negative size counts as 0.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// All of a grid of the given size.
  package init(_ size: Size) {
    self.init(x: 0, y: 0, width: size.width, height: size.height)
  }
}

extension Rect {
  /// Whether no cell is inside.
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// The extent without the place.
  package var size: Size { Size(width: width, height: height) }

  /// The columns covered; they end at `Int.max` when the true end is past it.
  package var columns: Range<Int> { x..<end(x, width) }

  /// The rows covered; they end at `Int.max` when the true end is past it.
  package var rows: Range<Int> { y..<end(y, height) }

  /// Whether the cell at `point` is inside.
  package func contains(_ point: Point) -> Bool {
    columns.contains(point.x) && rows.contains(point.y)
  }

  /// The cells that are in both blocks.
  package func intersection(_ other: Rect) -> Rect {
    let columns = columns.clamped(to: other.columns)
    let rows = rows.clamped(to: other.rows)
    return Rect(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
  }

  private func end(_ start: Int, _ count: Int) -> Int {
    let (sum, overflow) = start.addingReportingOverflow(count)
    return overflow ? .max : sum
  }
}

extension Rect {
  /// The first `count` rows, or as many as there are, and the rows below them.
  package func splitTop(_ count: Int) -> (top: Rect, rest: Rect) {
    let taken = min(max(0, count), height)
    return (
      Rect(x: x, y: y, width: width, height: taken),
      Rect(x: x, y: y + taken, width: width, height: height - taken)
    )
  }

  /// The last `count` rows, or as many as there are, and the rows above them.
  package func splitBottom(_ count: Int) -> (bottom: Rect, rest: Rect) {
    let (rest, bottom) = splitTop(height - min(max(0, count), height))
    return (bottom, rest)
  }

  /// The first `count` columns, or as many as there are, and the columns right of them.
  package func splitLeft(_ count: Int) -> (left: Rect, rest: Rect) {
    let taken = min(max(0, count), width)
    return (
      Rect(x: x, y: y, width: taken, height: height),
      Rect(x: x + taken, y: y, width: width - taken, height: height)
    )
  }

  /// The last `count` columns, or as many as there are, and the columns left of them.
  package func splitRight(_ count: Int) -> (right: Rect, rest: Rect) {
    let (rest, right) = splitLeft(width - min(max(0, count), width))
    return (right, rest)
  }
}
