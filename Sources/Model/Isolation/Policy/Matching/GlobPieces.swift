/// A pattern taken apart at its stars.
///
///     foo*?a?b*bar     head "foo", piece "a?b" at least one byte behind it, tail "bar"
struct GlobPieces: Hashable, Sendable {
  /// What stands between two stars.
  struct Piece: Hashable, Sendable {
    /// The bytes that are left free before it.
    let gap: Int
    /// Its bytes; the first and last are no question marks.
    let bytes: [UInt8]
  }

  /// What names begin with; nil if the pattern has no star.
  let head: [UInt8]?
  /// What follows somewhere, in this order.
  private(set) var middle: [Piece] = []
  /// What names end with, and the bytes that are left free before it; all of the name without a star.
  let tail: Piece

  static let star = UInt8(ascii: "*")
  static let any = UInt8(ascii: "?")

  /// Takes a pattern apart.
  init(_ pattern: String) {
    let parts = pattern.utf8.split(separator: Self.star, omittingEmptySubsequences: false).map { Array($0) }
    guard parts.count > 1, let first = parts.first, let last = parts.last else {
      head = nil
      tail = Piece(gap: 0, bytes: parts.first ?? [])
      return
    }
    head = first
    var gap = 0
    for part in parts.dropFirst().dropLast() {
      // Question marks at the edges only say how many bytes there are.
      guard let start = part.firstIndex(where: { $0 != Self.any }),
        let end = part.lastIndex(where: { $0 != Self.any })
      else {
        gap += part.count
        continue
      }
      middle.append(Piece(gap: gap + start, bytes: Array(part[start...end])))
      gap = part.count - 1 - end
    }
    tail = Piece(gap: gap, bytes: last)
  }

  /// Whether the bytes of a pattern fit those of a name from a place on.
  static func fits(_ pattern: [UInt8], _ name: Span<UInt8>, at start: Int) -> Bool {
    guard start >= 0, start <= name.count - pattern.count else { return false }
    for (offset, byte) in pattern.enumerated() where byte != any && byte != name[start + offset] { return false }
    return true
  }
}
