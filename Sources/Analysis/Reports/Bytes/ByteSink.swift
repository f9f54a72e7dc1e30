/// A buffer of output bytes that hands itself over whenever it is full.
///
///     append... -> | bytes, `capacity` of them | 64 spare | -> flush -> a file, an array, ...
///
/// Every primitive stores whole words into the spare room, so that nothing is allocated and there is one
/// bounds check for eight bytes. Appending never throws: after the first failure of `flush` all bytes are
/// dropped, and ``finish()`` throws that failure; loops that may be long look at ``isOpen``.
package struct ByteSink: ~Copyable {
  /// The most bytes that one primitive may store before it looks for room again.
  static let spare = 64

  private var bytes: [UInt8]
  private var used = 0
  private let capacity: Int
  private let flush: (ArraySlice<UInt8>) throws -> Void
  private var failure: (any Error)?

  /// Makes a sink that calls `flush` with about `capacity` bytes at a time, in order.
  package init(capacity: Int = 65_536, flush: @escaping (ArraySlice<UInt8>) throws -> Void) {
    self.capacity = max(capacity, 1)
    self.flush = flush
    bytes = [UInt8](repeating: 0, count: self.capacity + Self.spare)
  }

  /// False after a failure of `flush`: what is appended goes nowhere.
  package var isOpen: Bool { failure == nil }

  /// Hands over what is left; throws the first failure there was. The sink can be used again.
  package mutating func finish() throws {
    send()
    if let failure { throw failure }
  }

  /// All bytes that `body` appends, for short texts and for tests.
  package static func collect(_ body: (inout ByteSink) -> Void) -> [UInt8] {
    let collected = Collected()
    var sink = ByteSink { collected.bytes += $0 }
    body(&sink)
    sink.send()
    return collected.bytes
  }

  /// The text that `body` appends.
  package static func text(_ body: (inout ByteSink) -> Void) -> String {
    String(decoding: collect(body), as: UTF8.self)
  }

  /// Appends the low `count` bytes of a word, the lowest first; `count` is at most 8.
  mutating func store(_ word: UInt64, count: Int) {
    if used >= capacity { send() }
    let place = used
    var span = bytes.mutableSpan
    Self.put(word, at: place, in: &span)
    used = place &+ count
  }

  /// Appends a prepared text.
  package mutating func append(_ literal: Literal) {
    if used >= capacity { send() }
    let place = used
    var span = bytes.mutableSpan
    var offset = 0
    while offset < literal.count {
      Self.put(literal.words[offset &>> 3], at: place &+ offset, in: &span)
      offset &+= 8
    }
    used = place &+ literal.count
  }

  /// Stores the eight bytes of a word, the lowest first.
  @inline(__always)
  private static func put(_ word: UInt64, at place: Int, in span: inout MutableSpan<UInt8>) {
    precondition(place >= 0 && place &+ 8 <= span.count)
    for index in 0..<8 {
      span[place &+ index] = UInt8(truncatingIfNeeded: word &>> UInt64(index &* 8))
    }
  }

  private mutating func send() {
    defer { used = 0 }
    guard failure == nil, used > 0 else { return }
    do { try flush(bytes[..<used]) } catch { failure = error }
  }
}

/// What a flush closure collects: a class, since the closure outlives the call that makes it.
private final class Collected {
  var bytes: [UInt8] = []
}
