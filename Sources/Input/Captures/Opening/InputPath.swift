/// The path of an input, for finding the files that belong to it.
package struct InputPath: Hashable, Sendable {
  /// The path as the user gave it.
  package let path: String

  /// Wraps a path.
  package init(_ path: String) {
    self.path = path
  }

  /// A path in a folder, for looking up its neighbours.
  package init(folder: String) {
    path = folder.hasSuffix("/") ? folder : folder + "/"
  }

  /// Whether it is "-", standard input, which has no neighbours.
  package var isStandardInput: Bool { path == "-" }

  /// The folder with its slash; empty for the current one.
  package var folder: String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The file's name without folder and without what follows the last dot.
  package var stem: String {
    let name = path.dropFirst(folder.count)
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? String(name)
  }

  /// The path of the file `name` in the same folder.
  package func neighbour(_ name: String) -> String {
    folder + name
  }
}
