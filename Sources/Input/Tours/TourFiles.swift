package import Bytes
package import Diagnostics

/// Where tours find the files that they name: the system's, or those that are built in.
package struct TourFiles: Sendable {
  /// Why a file cannot be read.
  package typealias Problem = ParseError

  /// The bytes at a path. Throws if there are none that can be read.
  package let read: @Sendable (String) throws(Problem) -> FileBytes
  /// What is at a path.
  package enum Found: Sendable {
    /// A file that can be read without waiting for anybody.
    case file
    /// Something else.
    case other
    /// Nothing.
    case nothing
  }

  /// What is at a path; what kind of input it is shows when it is opened.
  package let find: @Sendable (String) -> Found

  /// Files by a way to read them and a way to find them.
  package init(
    read: @escaping @Sendable (String) throws(Problem) -> FileBytes, find: @escaping @Sendable (String) -> Found
  ) {
    self.read = read
    self.find = find
  }
}
