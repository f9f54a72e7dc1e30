/// A text that is looked for in others, as it is written: byte by byte.
///
/// It is prepared once. After that a text takes time for its own bytes, however long the fragment is; `contains` of the
/// standard library prepares itself anew for each text.
///
/// Knuth, Morris, Pratt: Fast Pattern Matching in Strings, 1977.
package struct Fragment: Hashable, Sendable {
  /// What is looked for.
  package let text: String
  private let bytes: [UInt8]
  /// For each beginning, by its length less one: the length of the longest shorter beginning that it ends with.
  private let borders: [Int]

  /// Prepares to look for a text.
  package init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
    var borders: [Int] = []
    borders.reserveCapacity(bytes.count)
    for index in bytes.indices {
      var length = borders.last ?? 0
      while length > 0 && bytes[length] != bytes[index] { length = borders[length - 1] }
      borders.append(index > 0 && bytes[length] == bytes[index] ? length + 1 : 0)
    }
    self.borders = borders
  }

  /// Whether it stands in `other`; if it is empty, it does so everywhere.
  package func stands(in other: String) -> Bool {
    guard !bytes.isEmpty else { return true }
    var length = 0
    let span = other.utf8.span
    for index in span.indices {
      let byte = span[index]
      while length > 0 && bytes[length] != byte { length = borders[length - 1] }
      if bytes[length] == byte { length += 1 }
      if length == bytes.count { return true }
    }
    return false
  }
}
