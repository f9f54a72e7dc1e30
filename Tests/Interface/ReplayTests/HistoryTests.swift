import Replay
import Synchronization
import Testing

/// What is remembered of the way through a tour.
struct HistoryTests {
  /// Values that weigh what they are, or nothing beside an equal one that comes behind them.
  private static func history(limit: Int = .max) -> History<Int> {
    History(0, weightLimit: limit) { $0 == $1 ? 0 : $0 }
  }

  /// The stops that are remembered, of the first `count`.
  private static func stops(_ history: History<Int>, _ count: Int) -> [Int] {
    (0..<count).filter { history.nearest(to: $0).stop == $0 }
  }

  /// Whatever was kept, the nearest point is not behind the stop, and has the value of its own stop.
  @Test(arguments: [0, 1, 10, 100, 1_000, .max]) func points(limit: Int) {
    var history = Self.history(limit: limit)
    for stop in 0..<300 {
      history.keep(stop / 7, at: stop)
      let stops = Self.stops(history, stop + 1)
      #expect(stops.count <= 64)
      for target in [0, stop / 2, stop] {
        let point = history.nearest(to: target)
        #expect(point.stop <= target && point.stop == stops.last { $0 <= target } ?? -1)
        #expect(point.value == (point.stop < 0 ? 0 : point.stop / 7))
      }
      // What is remembered besides the present value weighs no more than is allowed.
      #expect(Set(stops.map { $0 / 7 }).subtracting([stop / 7]).reduce(0, +) <= limit)
    }
  }

  /// The present value is there anyway: it weighs nothing, however heavy it is.
  @Test func thePresentOne() {
    var history = Self.history(limit: 10)
    for stop in 0..<5 { history.keep(1_000, at: stop) }
    #expect(Self.stops(history, 5) == [0, 1, 2, 3, 4])
    // Then it is one of the past.
    history.keep(3, at: 5)
    #expect(Self.stops(history, 6).allSatisfy { $0 == 5 })
  }

  private final class Calls: Sendable { let count = Mutex(0) }

  /// A stop costs the same, however many are remembered.
  @Test(arguments: [100, 1_000, 10_000]) func work(stops: Int) {
    let calls = Calls()
    var history = History(0) { (_: Int, _: Int) in
      calls.count.withLock { $0 += 1 }
      return 1
    }
    for stop in 0..<stops { history.keep(stop, at: stop) }
    #expect(calls.count.withLock { $0 } <= 4 * stops)
  }
}
