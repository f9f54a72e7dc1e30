/// A pattern for names: `*` stands for any bytes, `?` for one byte, all else for itself.
///
/// As in fnmatch(3) without flags and without brackets, which no name of a section needs.
package struct Glob: Hashable, Sendable {
  /// The pattern as it was written.
  package let pattern: String
  private let bytes: [UInt8]

  /// Takes any text as a pattern.
  package init(_ pattern: String) {
    self.pattern = pattern
    bytes = Array(pattern.utf8)
  }

  /// Whether all of `name` fits. The time grows with the product of both lengths, whatever they hold.
  package func matches(_ name: String) -> Bool {
    var name = name
    return name.withUTF8Bytes { matches($0) }
  }

  private func matches(_ name: Span<UInt8>) -> Bool {
    var at = 0
    var next = 0
    // Where the last star stands, and the first byte that it does not stand for.
    var star: (pattern: Int, name: Int)?
    while at < name.count {
      if next < bytes.count, bytes[next] == UInt8(ascii: "*") {
        star = (next, at)
        next += 1
      } else if next < bytes.count, bytes[next] == UInt8(ascii: "?") || bytes[next] == name[at] {
        next += 1
        at += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        next = last.pattern + 1
        at = last.name + 1
      } else {
        return false
      }
    }
    while next < bytes.count, bytes[next] == UInt8(ascii: "*") { next += 1 }
    return next == bytes.count
  }
}

extension String {
  /// Gives the UTF-8 bytes to `body`.
  fileprivate mutating func withUTF8Bytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(utf8.span)
  }
}
