import Glibc
import Reports

/// The files that the program writes: all are made here.
struct OutputFile: ~Copyable {
  /// What to do if there is a file of that name.
  enum Existing {
    /// Leave it alone, and fail.
    case keep
    /// Write it anew.
    case replace
  }

  /// The path, for messages.
  let path: String
  private let descriptor: Int32

  /// Makes a file. A link is not followed. Throws an `OutputFailure`.
  static func make(_ path: String, existing: Existing) throws -> OutputFile {
    try make(path, in: AT_FDCWD, name: path, existing: existing)
  }

  /// Makes a file in a folder and the folders on the way to it, none of which may be a link. Throws an `OutputFailure`.
  static func make(_ name: String, inFolder folder: String, existing: Existing) throws -> OutputFile {
    // The strings here and below are passed as NUL-terminated copies that live during the calls.
    _ = unsafe mkdir(folder, 0o755)
    // See above.
    var parent = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else { throw OutputFailure.of(folder) }
    defer { close(parent) }
    let parts = name.split(separator: "/").map(String.init)
    for part in parts.dropLast() {
      // See above.
      _ = unsafe mkdirat(parent, part, 0o755)
      // See above.
      let next = unsafe openat(parent, part, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      guard next >= 0 else { throw OutputFailure.of("\(folder)/\(name)") }
      close(parent)
      parent = next
    }
    return try make("\(folder)/\(name)", in: parent, name: parts.last ?? name, existing: existing)
  }

  private static func make(
    _ path: String, in parent: Int32, name: String, existing: Existing
  ) throws -> OutputFile {
    let manner = existing == .keep ? O_EXCL : O_TRUNC
    // The string is passed as a NUL-terminated copy that lives during the call.
    let descriptor = unsafe openat(parent, name, O_WRONLY | O_CREAT | manner | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw OutputFailure.of(path) }
    return OutputFile(path: path, descriptor: descriptor)
  }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Writes what comes next. Throws an `OutputFailure`.
  func write(_ body: (inout ByteSink) throws -> Void) throws {
    try Output.write(to: descriptor, name: path, body)
  }
}
