package import PageTables

/// What becomes of an access.
package enum Verdict: String, Sendable {
  /// It is done, and brings nothing to an attacker.
  case ok
  /// The architectural check denies it.
  case fault
  /// It is done, but brings a label outside `allowed` to where an attacker of this moment reads it.
  case leak

  /// The verdict that a check gives by itself; nil if a table or a register is missing, so that nobody can tell.
  package init?(_ check: AccessCheck) {
    switch check {
    case .allowed: self = .ok
    case .pageFault, .notCanonical: self = .fault
    case .unknown, .undetermined: return nil
    }
  }
}
