import Bytes
import Glibc
import Reports

/// The folder that `-o` names: the only place where tours write.
struct OutputFolder {
  /// Its path.
  let path: String

  /// The file of that name in the folder; the name stays inside, as the reader of tours has checked.
  func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// Writes a file, and the folders on the way to it. Throws an `OutputFailure`.
  func write(_ name: String, _ body: (inout ByteSink) throws -> Void) throws {
    var folder = path
    try Self.make(folder)
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      try Self.make(folder)
    }
    let target = file(name)
    // The string is passed as a NUL-terminated copy that lives during the call. A link is not followed.
    let descriptor = unsafe open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw OutputFailure.of(target) }
    defer { close(descriptor) }
    try Output.write(to: descriptor, name: target) { sink in try body(&sink) }
  }

  private static func make(_ folder: String) throws {
    // The string is passed as a NUL-terminated copy that lives during the call.
    guard unsafe mkdir(folder, 0o755) != 0, errno != EEXIST else { return }
    throw OutputFailure.of(folder)
  }
}
