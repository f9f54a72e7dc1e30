/// How much a diagnostic matters.
package enum Severity: String, Comparable, Sendable {
  /// For information only.
  case note
  /// Something is doubtful; the answer stands.
  case warning
  /// Something is wrong or missing; the exit status says so.
  case error

  /// Orders from note to error.
  package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}
