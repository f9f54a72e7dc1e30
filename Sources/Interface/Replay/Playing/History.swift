/// Values at some of the stops that were passed, so that one can go back: never more than a bound, and the further
/// apart the longer the way is, and the more they weigh.
///
///     stops      0 1 2 3 4 5 6 7 8 9
///     stride 2   *   *   *   *   *
package struct History<Value: Sendable>: Sendable {
  /// The value behind a stop; -1 is before the first.
  package typealias Point = (stop: Int, value: Value)

  private static var limit: Int { 64 }
  /// The most that the values weigh together, without what the present one holds too.
  private let weightLimit: Int
  private let weight: @Sendable (Value, Value) -> Int
  private let start: Value
  private var points: [Point] = []
  /// What each of the points weighs beside the next one, all together.
  private var pastWeight = 0
  private var stride = 1

  /// Remembers the value before the first stop; `weight` is what a value weighs beside another one that comes behind it.
  package init(
    _ start: Value, weightLimit: Int = .max, weight: @escaping @Sendable (Value, Value) -> Int = { _, _ in 0 }
  ) {
    self.start = start
    self.weightLimit = weightLimit
    self.weight = weight
  }

  /// Remembers the value behind a stop, if it comes after those that are known and is not too close to them; the
  /// present value is there anyway, and others may be too heavy beside it.
  package mutating func keep(_ value: Value, at stop: Int) {
    if stop % stride == 0, stop > points.last?.stop ?? -1 {
      if let last = points.last { pastWeight += weight(last.value, value) }
      points.append((stop, value))
    }
    trim(beside: value)
  }

  /// Forgets what is too much beside the present value.
  package mutating func trim(beside value: Value) {
    while let last = points.last,
      points.count > Self.limit || pastWeight + weight(last.value, value) > weightLimit
    {
      stride *= 2
      points = points.count == 1 ? [] : points.filter { $0.stop % stride == 0 }
      pastWeight = zip(points, points.dropFirst()).reduce(0) { $0 + weight($1.0.value, $1.1.value) }
    }
  }

  /// What is remembered last of what is not behind a stop.
  package func nearest(to stop: Int) -> Point {
    points.last { $0.stop <= stop } ?? (-1, start)
  }
}
