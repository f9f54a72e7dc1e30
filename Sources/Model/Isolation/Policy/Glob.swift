/// A pattern for names: `*` stands for any bytes, `?` for one byte, all else for itself.
///
/// As in fnmatch(3) without flags and without brackets, which no name of a section needs.
package struct Glob: Hashable, Sendable {
  /// The pattern as it was written.
  package let pattern: String

  /// Takes any text as a pattern.
  package init(_ pattern: String) {
    self.pattern = pattern
  }

  /// Whether all of `name` fits. The time grows with the product of both lengths, whatever they hold; `GlobSet` is for
  /// many patterns or names.
  package func matches(_ name: String) -> Bool { Self.matches(pattern.utf8.span, name.utf8.span) }

  private static func matches(_ bytes: Span<UInt8>, _ name: Span<UInt8>) -> Bool {
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
