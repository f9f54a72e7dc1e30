/// Whom a mapping belongs to, from the least to the most private.
package enum PageClass: String, CaseIterable, Comparable, Sendable {
  /// Reachable from CPL 3.
  case user = "U"
  /// Kernel memory that is also mapped, same frame, in the space that CPL 3 runs with.
  case exposed = "E"
  /// Kernel memory that is not.
  case `private` = "P"

  /// "U", "E" or "P".
  package var letter: String { rawValue }

  /// "user", "exposed" or "private".
  package var name: String {
    switch self {
    case .user: "user"
    case .exposed: "exposed"
    case .private: "private"
    }
  }

  /// Orders classes from user to private.
  package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .user: 0
    case .exposed: 1
    case .private: 2
    }
  }
}
