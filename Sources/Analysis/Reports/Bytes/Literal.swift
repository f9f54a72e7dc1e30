/// A short constant text, prepared to be stored a word at a time.
///
/// Make it once, outside the loop that appends it; the rest of a text that is longer than 64 bytes is cut.
package struct Literal: ExpressibleByStringLiteral, Sendable {
  let words: InlineArray<8, UInt64>
  let count: Int

  /// Prepares a text of at most 64 bytes of UTF-8.
  package init(_ text: String) {
    var words = InlineArray<8, UInt64>(repeating: 0)
    var count = 0
    for byte in text.utf8.prefix(ByteSink.spare) {
      words[count >> 3] |= UInt64(byte) << (UInt64(count & 7) * 8)
      count += 1
    }
    self.words = words
    self.count = count
  }

  /// Prepares a literal of at most 64 bytes of UTF-8.
  package init(stringLiteral text: String) {
    self.init(text)
  }
}
