package import Diagnostics

extension FileBytes {
  /// What was found beside another file under a name that the user did not give.
  package enum Neighbour {
    /// There is nothing of that name.
    case absent
    /// A regular file.
    case file(FileBytes)
    /// There is something else, or more than is read: why it is passed over, with its name.
    case passedOver(Notice)
  }

  /// Opens what is at `path` if that is a regular file of at most `limit` bytes; a FIFO or a device is not touched.
  ///
  /// Throws if it cannot be opened, or is empty; `expected` says in the message what it should be.
  package static func neighbour(
    _ path: String, expected: String, limit: Int = readLimit
  ) throws(ParseError) -> Neighbour {
    guard let kind = SystemFile.kind(path) else { return .absent }
    let name = CleanText.clean(path)
    func passOver(_ why: String) -> Neighbour {
      .passedOver(Notice(.warning, "\(name) \(why): passed over"))
    }
    guard kind == .regular else { return passOver(kind == .directory ? "is a directory" : "is no regular file") }
    // It may have become something else since: what was opened counts.
    let file = try SystemFile.open(path, name: name, .neverWaits)
    guard file.kind == .regular else {
      SystemFile.close(file.descriptor, of: path)
      return passOver("is no regular file")
    }
    guard file.size <= limit else {
      SystemFile.close(file.descriptor, of: path)
      return passOver("has \(file.size) bytes, more than the \(limit) that are read")
    }
    return .file(try take(file, path: path, name: name, expected: expected, limit: limit))
  }
}
