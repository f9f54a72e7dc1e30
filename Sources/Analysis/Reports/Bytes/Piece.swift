/// A text of any length, prepared to be appended again and again.
package struct Piece: Sendable {
  /// Eight bytes each, the first in the lowest; unused bytes are 0.
  fileprivate let words: [UInt64]
  fileprivate let count: Int
  /// Whether nothing is missing from what it says.
  package let isComplete: Bool

  /// Prepares what `body` appends; it gives whether nothing is missing.
  package init(_ body: (inout ByteSink) -> Bool) {
    var isComplete = true
    let bytes = ByteSink.collect { isComplete = body(&$0) }
    self.isComplete = isComplete
    var words = [UInt64](repeating: 0, count: (bytes.count + 7) / 8)
    for (index, byte) in bytes.enumerated() { words[index >> 3] |= UInt64(byte) << (UInt64(index & 7) * 8) }
    self.words = words
    count = bytes.count
  }
}

extension ByteSink {
  /// Appends a prepared text.
  package mutating func append(_ piece: Piece) {
    var rest = piece.count
    for word in piece.words {
      store(word, count: min(rest, 8))
      rest -= 8
    }
  }
}

/// Texts that were written before, by what decides them.
struct Pieces<Key: Hashable & Sendable>: Sendable {
  private var pieces: [Key: Piece] = [:]
  private var last: (key: Key, piece: Piece)?

  /// More are not kept: what repeats itself has few.
  private static var limit: Int { 8192 }

  /// The text of a key, made by `body` the first time.
  mutating func piece(_ key: Key, _ body: (inout ByteSink) -> Void) -> Piece {
    judged(key) { sink in
      body(&sink)
      return true
    }
  }

  /// The same of what can be incomplete, as `body` says.
  mutating func judged(_ key: Key, _ body: (inout ByteSink) -> Bool) -> Piece {
    if let last, last.key == key { return last.piece }
    let piece = pieces[key] ?? Piece(body)
    if pieces.count < Self.limit { pieces[key] = piece }
    last = (key, piece)
    return piece
  }
}
