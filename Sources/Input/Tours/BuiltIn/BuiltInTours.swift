package import Bytes
import Diagnostics

/// The tours that are there without a file, with what they open: those of the folder samples.
package enum BuiltInTours {
  /// One of them.
  package struct Item: Sendable {
    /// The name: "08-two-spaces".
    package let name: String
    /// What its file says, to be read.
    package let bytes: FileBytes
    /// Its path in the folder samples.
    package let path: String
  }

  /// All, in the order of their numbers.
  package static var all: [Item] {
    texts.filter { $0.path.hasPrefix(folder) }.map { path, text in
      let file = String(path.dropFirst(folder.count))
      return Item(
        name: String(file.prefix { $0 != "." }), bytes: FileBytes(name: file, Array(text.utf8)), path: path)
    }
  }

  /// The one with a name, or whose name begins with the number `name`; nil if there is none.
  package static func named(_ name: String) -> Item? {
    all.first { $0.name == name || $0.name.prefix { $0 != "-" } == name }
  }

  /// The files that the tours may open or include, by their paths in the folder samples.
  package static let files = TourFiles(
    read: { (path) throws(ParseError) in
      guard let text = texts.first(where: { $0.path == path })?.text else {
        throw ParseError(file: CleanText.clean(path), found: "no such built-in file")
      }
      return FileBytes(name: String(path.split(separator: "/").last ?? ""), Array(text.utf8))
    }, exists: { path in recordings.contains(path) || texts.contains { $0.path == path } })

  /// Inputs that are built in, but not as files.
  private static let recordings: Set<String> = ["captures/labelled/getpid.csv", "captures/dump/core-user.elf"]

  private static let folder = "tours/"
}
