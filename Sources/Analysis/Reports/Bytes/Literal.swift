/// A short constant text, prepared to be stored a word at a time.
///
/// Make it once, outside the loop that appends it; the rest of a text that is longer than 128 bytes is cut.
package struct Literal: ExpressibleByStringLiteral, Sendable {
  /// Eight bytes each, the first in the lowest; unused bytes are 0.
  let words: [UInt64]
  let count: Int

  /// Prepares a text of at most 128 bytes of UTF-8.
  package init(_ text: String) {
    let bytes = text.utf8.prefix(ByteSink.spare)
    var words = [UInt64](repeating: 0, count: (bytes.count + 7) / 8)
    for (index, byte) in bytes.enumerated() { words[index >> 3] |= UInt64(byte) << (UInt64(index & 7) * 8) }
    self.words = words
    count = bytes.count
  }

  /// Prepares a literal of at most 128 bytes of UTF-8.
  package init(stringLiteral text: String) {
    self.init(text)
  }
}
