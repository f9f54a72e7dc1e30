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
    texts.filter { $0.path.hasPrefix(folder) }.map { path, bytes in
      let file = String(path.dropFirst(folder.count))
      return Item(
        name: String(file.prefix { $0 != "." }), bytes: FileBytes(name: file, bytes), path: path)
    }
  }

  /// The one with a name, or whose name begins with the number `name`; nil if there is none.
  package static func named(_ name: String) -> Item? {
    all.first { $0.name == name || $0.name.prefix { $0 != "-" } == name }
  }

  /// The path of the step log that is built in as a recording, not as a file.
  package static let recordingPath = "captures/labelled/getpid.csv"
  /// The path of the dump that is built in.
  package static let dumpPath = "captures/dump/core-user.elf"
  private static let folder = "tours/"

  /// The files that the tours may open or include, by their paths in the folder samples.
  package static let files = TourFiles(
    read: { (path) throws(ParseError) in
      guard let bytes = bytes(at: path) else {
        throw ParseError(file: CleanText.clean(path), found: "no such built-in file")
      }
      return FileBytes(name: path, bytes)
    },
    find: { path in
      path == recordingPath || path == dumpPath || texts.contains { $0.path == path } ? .file : .nothing
    })

  private static func bytes(at path: String) -> [UInt8]? {
    if path == dumpPath { return Base64.decode(packedDump).flatMap { SparseFile.unpack($0) } }
    return texts.first { $0.path == path }?.bytes
  }
}
