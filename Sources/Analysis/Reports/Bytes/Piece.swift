/// A text that is written once and appended many times.
package struct Piece: Sendable {
  /// Eight bytes each, the first in the lowest; unused bytes are 0.
  fileprivate let words: [UInt64]
  fileprivate let count: Int
  /// Whether everything in it could be judged.
  package let isComplete: Bool

  /// Keeps what `body` appends; `body` returns whether everything in it could be judged.
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
  /// Appends a text that was kept.
  package mutating func append(_ piece: Piece) {
    var rest = piece.count
    for word in piece.words {
      store(word, count: min(rest, 8))
      rest -= 8
    }
  }
}

/// Texts that were written before, by keys that decide what is in them.
struct Pieces<Key: Hashable & Sendable>: Sendable {
  private var pieces: [Key: Piece] = [:]
  private var last: (key: Key, piece: Piece)?
  /// The bytes of the texts that are kept.
  private var size = 0

  /// How many texts are kept, and how many bytes of them: steps that repeat themselves have few different ones.
  private static var limit: Int { 8192 }
  private static var sizeLimit: Int { 32 << 20 }

  /// The text of a key, which `body` writes the first time.
  mutating func piece(_ key: Key, _ body: (inout ByteSink) -> Void) -> Piece {
    judged(key) { sink in
      body(&sink)
      return true
    }
  }

  /// The text of a key, which `body` writes the first time; `body` returns whether everything in it could be judged.
  mutating func judged(_ key: Key, _ body: (inout ByteSink) -> Bool) -> Piece {
    if let last, last.key == key { return last.piece }
    let known = pieces[key]
    let piece = known ?? Piece(body)
    if known == nil, pieces.count < Self.limit, size + piece.count <= Self.sizeLimit {
      pieces[key] = piece
      size += piece.count
    }
    last = (key, piece)
    return piece
  }
}
