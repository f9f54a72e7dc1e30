package import Diagnostics

extension FileBytes {
  /// The most that is read from a pipe or device: 256 MiB. Regular files are mapped and have no bound.
  package static let readLimit = 1 << 28

  /// What messages call the input "-".
  package static let standardInputName = "standard input"

  /// Opens a file, or standard input for "-".
  ///
  /// A regular file is mapped, so that a sparse dump of any size opens at once; anything else is read up
  /// to `limit` bytes, and so is a regular file where ``MappedFiles/limit`` others are mapped. Throws if there is no
  /// such file, if it is a directory, empty or too long; `expected` says in the message what a file that is empty should be.
  package static func open(
    _ path: String, expected: String = "a core dump, a step log or a scenario", limit: Int = readLimit
  ) throws(ParseError) -> FileBytes {
    let name = path == "-" ? standardInputName : CleanText.clean(path)
    let file = try SystemFile.open(path, name: name)
    guard file.kind != .directory else {
      SystemFile.close(file.descriptor, of: path)
      throw ParseError(file: name, found: "is a directory", expected: "a file")
    }
    return try take(file, path: path, name: name, expected: expected, limit: limit)
  }

  /// Maps or reads a file that is open, and closes it.
  static func take(
    _ file: SystemFile.Open, path: String, name: String, expected: String, limit: Int
  ) throws(ParseError) -> FileBytes {
    defer { SystemFile.close(file.descriptor, of: path) }
    if file.kind == .regular {
      let description = MappedFiles.File(name: name, path: path == "-" ? nil : path, state: file.state)
      if let address = MappedFiles.map(file, description) {
        return FileBytes(name: name, address: address, count: file.size, storage: .mapped)
      }
      guard file.size <= readLimit else {
        throw ParseError(
          file: name, found: "has \(file.size) bytes and cannot be mapped",
          expected: "at most \(readLimit), or fewer than \(MappedFiles.limit) open files")
      }
    }
    // Also files of /proc, which are regular, have a size of 0, and have contents.
    let (address, count) = try SystemFile.readAll(file, name: name, limit: limit)
    let bytes = FileBytes(name: name, address: address, count: count, storage: .allocated)
    guard count > 0 else {
      throw ParseError(file: name, found: "is empty", expected: expected)
    }
    return bytes
  }

  /// Takes bytes that are in memory already, under a name to show; they may be empty.
  package init(name: String, _ bytes: [UInt8]) {
    self.init(
      name: CleanText.clean(name), address: SystemFile.copy(bytes), count: bytes.count, storage: .allocated)
  }

  /// Whether there is something to open at `path` that is not a directory.
  package static func exists(_ path: String) -> Bool {
    let kind = SystemFile.kind(path)
    return kind == .regular || kind == .other
  }

  /// Whether there is anything at `path`, a directory too.
  package static func isSomething(_ path: String) -> Bool {
    SystemFile.kind(path) != nil
  }

  /// Whether there is a regular file at `path`: one that can be read without waiting for anybody.
  package static func isRegular(_ path: String) -> Bool {
    SystemFile.kind(path) == .regular
  }
}
