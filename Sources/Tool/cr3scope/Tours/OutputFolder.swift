import Reports

/// The folder that `-o` names: the only place where a tour itself can write.
struct OutputFolder {
  /// Its path.
  let path: String

  /// The file of that name in the folder; the name stays inside, as the reader of tours has checked.
  func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// Writes a file, and the folders on the way to it. Throws an `OutputFailure`.
  func write(_ name: String, _ body: (inout ByteSink) throws -> Void) throws {
    try OutputFile.make(name, inFolder: path, existing: .replace).write(body)
  }
}
