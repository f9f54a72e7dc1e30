package import Bytes
package import Diagnostics

/// Where tours find the files that they name: the system's, or those that are built in.
package struct TourFiles: Sendable {
  /// Why a file cannot be read.
  package typealias Problem = ParseError

  /// The bytes at a path. Throws if there are none that can be read.
  package let read: @Sendable (String) throws(Problem) -> FileBytes
  /// Whether there is an input at a path; what it is shows when it is opened.
  package let exists: @Sendable (String) -> Bool

  /// Files by a way to read them and a way to find them.
  package init(
    read: @escaping @Sendable (String) throws(Problem) -> FileBytes, exists: @escaping @Sendable (String) -> Bool
  ) {
    self.read = read
    self.exists = exists
  }
}
