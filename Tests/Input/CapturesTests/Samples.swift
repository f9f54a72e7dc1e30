import Bytes
import Captures
import Diagnostics
import Foundation
import Recordings
import Timelines

/// The captures in samples/captures.
enum Samples {
  /// The repository.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The path of a capture, such as "pti/getpid.csv".
  static func path(_ name: String) -> String { root + "/samples/captures/" + name }

  /// A capture as a recording.
  static func recording(_ name: String) throws -> Recording { try InputFile.open(path(name)).recording }

  /// The description of the error that `body` throws; nil if it throws none.
  static func error(_ body: () throws(ParseError) -> Void) -> String? {
    do throws(ParseError) {
      try body()
      return nil
    } catch {
      return error.description
    }
  }
}
