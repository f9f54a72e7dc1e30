/// A remark about an input that could be read: what was assumed, what is missing.
///
/// Anything missing is an error, so that loss is on screen and in the exit status.
package struct Notice: Hashable, Sendable {
  /// `error` where something is missing from the input.
  package let severity: Severity
  /// One line, without a full stop, free of control characters.
  package let message: String

  /// Makes a remark.
  package init(_ severity: Severity, _ message: String) {
    self.severity = severity
    self.message = message
  }
}
