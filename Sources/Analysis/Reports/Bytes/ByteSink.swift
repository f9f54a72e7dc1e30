/// A buffer of output bytes that hands itself over whenever it is full.
///
///     append... -> pending (0 to 7 bytes) -> | words, `capacity` bytes of them | -> flush -> a file, ...
///
/// Bytes are gathered to whole words in a register, so that nothing is allocated and there is one bounds
/// check for eight bytes. Appending never throws: after the first failure of `flush` all bytes are dropped,
/// and ``finish()`` throws that failure; loops that may be long look at ``isOpen``.
package struct ByteSink: ~Copyable {
  /// The most bytes that one primitive may store before it looks for room again.
  static let spare = 128

  /// The most words that are kept: 16 KiB. They stand in the value itself, so that storing one needs no check
  /// whether an array is shared.
  private static let limit = 2048

  private var words = InlineArray<2080, UInt64>(repeating: 0)
  private var used = 0
  private let capacity: Int
  private let flush: (Span<UInt64>, Int) throws -> Void
  private let isWanted: () -> Bool
  private var failure: (any Error)?

  /// The bytes that do not fill a word yet, the first in the lowest byte.
  private var pending: UInt64 = 0
  private var pendingCount = 0

  /// Makes a sink that calls `flush` with about `capacity` bytes, at most 16,384, at a time, in order: words that hold eight
  /// bytes each, the first in the lowest, in little-endian order, and how many bytes of them count.
  ///
  /// Once `isWanted` says no, the sink is not open: loops end, and what is appended after them still goes out.
  package init(
    capacity: Int = 16_384, isWanted: @escaping () -> Bool = { true },
    flush: @escaping (Span<UInt64>, Int) throws -> Void
  ) {
    self.isWanted = isWanted
    self.capacity = min(max(capacity / 8, 1), Self.limit)
    self.flush = flush
  }

  /// False if no more lines are to be appended: after a failure of `flush`, when all that is appended goes nowhere, or
  /// if the rest is not wanted.
  package var isOpen: Bool { failure == nil && isWanted() }

  /// Hands over what is left; throws the first failure there was. The sink can be used again.
  package mutating func finish() throws {
    let count = used * 8 + pendingCount
    words[used] = pending.littleEndian
    pending = 0
    pendingCount = 0
    send(count)
    if let failure { throw failure }
  }

  /// All bytes that `body` appends, for short texts and for tests.
  package static func collect(_ body: (inout ByteSink) -> Void) -> [UInt8] {
    let collected = Collected()
    var sink = ByteSink { words, count in
      for index in 0..<count {
        collected.bytes.append(
          UInt8(truncatingIfNeeded: UInt64(littleEndian: words[index / 8]) >> UInt64(index % 8 * 8)))
      }
    }
    body(&sink)
    // Collecting never fails.
    try? sink.finish()
    return collected.bytes
  }

  /// The text that `body` appends.
  package static func text(_ body: (inout ByteSink) -> Void) -> String {
    String(decoding: collect(body), as: UTF8.self)
  }

  /// Appends the low `count` bytes of a word, the lowest first; `count` is 1 to 8.
  mutating func store(_ word: UInt64, count: Int) {
    if used >= capacity { send(used * 8) }
    gather(word & (UInt64.max &>> UInt64(64 &- count &* 8)), count: count)
  }

  /// Appends a prepared text.
  package mutating func append(_ literal: Literal) {
    if used >= capacity { send(used * 8) }
    let shift = UInt64(truncatingIfNeeded: pendingCount &* 8)
    let total = pendingCount &+ literal.count
    let full = total &>> 3
    var carried = pending
    let place = used
    let source = literal.words.span
    // One check of the bounds for all words.
    var target = words.mutableSpan
    precondition(place >= 0 && full <= source.count && place &+ full <= target.count)
    for index in 0..<full {
      let word = source[index]
      target[place &+ index] = (carried | word &<< shift).littleEndian
      // In two steps, since the first shift may be by 64 in all.
      carried = (word &>> 1) &>> (63 &- shift)
    }
    if full < source.count { carried |= source[full] &<< shift }
    used = place &+ full
    pending = carried
    pendingCount = total & 7
  }

  /// Adds the low `count` bytes of a word, whose other bytes are 0, to the pending ones.
  @inline(__always)
  private mutating func gather(_ word: UInt64, count: Int) {
    let shift = UInt64(truncatingIfNeeded: pendingCount &* 8)
    let gathered = pending | word &<< shift
    pendingCount &+= count
    guard pendingCount >= 8 else {
      pending = gathered
      return
    }
    words[used] = gathered.littleEndian
    used &+= 1
    pendingCount &-= 8
    pending = (word &>> 1) &>> (63 &- shift)
  }

  private mutating func send(_ count: Int) {
    used = 0
    guard failure == nil, count > 0 else { return }
    do { try flush(words.span, count) } catch { failure = error }
  }
}

/// What a flush closure collects: a class, since the closure outlives the call that makes it.
private final class Collected {
  var bytes: [UInt8] = []
}
