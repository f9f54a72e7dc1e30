package import Bytes
package import Diagnostics
package import ScenarioModel
import YAML

/// Scenarios in files: samples/README.md documents every key.
package enum ScenarioFile {
  /// The most events, those that are repeated included.
  package static let eventLimit = 1_000_000

  /// Opens a file by its path from the scenario's folder on; nil if there is no regular file. Throws if it cannot be
  /// read.
  package typealias Neighbour = (String) throws(ParseError) -> FileBytes?

  /// Reads and checks a scenario. `name` is shown if the file gives none; `neighbour` opens what it includes, and is
  /// nil for a scenario without a folder. Paths given to it are relative and without "..".
  ///
  /// Throws at the first place that is wrong. What is read can be run under the file's design and settings.
  package static func read(_ bytes: FileBytes, name: String, neighbour: Neighbour? = nil) throws(ParseError)
    -> Scenario
  {
    let text = YAMLText(bytes)
    guard let root = try YAMLReader.read(bytes) else {
      throw ParseError(file: bytes.name, found: "holds no scenario", expected: "a map with events")
    }
    var reader = ScenarioReader(text, name: CleanText.clean(name), neighbour: neighbour)
    return try reader.read(root)
  }

  /// Whether bytes look like a scenario, so that their errors are worth telling: the first line that is no comment
  /// begins a map or a list.
  package static func isLikely(_ bytes: FileBytes) -> Bool {
    let hasMark = bytes.byte(at: 0) == 0xef && bytes.byte(at: 1) == 0xbb && bytes.byte(at: 2) == 0xbf
    var start = hasMark ? 3 : 0
    while start < min(bytes.count, firstLineLimit) {
      let end = lineEnd(from: start, in: bytes)
      let line = (start..<end).compactMap { bytes.byte(at: $0) }.drop { $0 == 0x20 || $0 == 0x09 }
      if let first = line.first, first != UInt8(ascii: "#"), first != 0x0d {
        return [UInt8](line).isStartOfYAML
      }
      start = end + 1
    }
    return false
  }

  /// The first line that is no comment stands before this byte.
  private static let firstLineLimit = 1 << 16

  private static func lineEnd(from start: Int, in bytes: FileBytes) -> Int {
    var end = start
    while end < bytes.count, end - start < 1024, bytes.byte(at: end) != 0x0a { end += 1 }
    return end
  }
}

extension [UInt8] {
  /// "key:", "- item", "---", "%YAML", or one of the brackets.
  fileprivate var isStartOfYAML: Bool {
    if starts(with: "- ".utf8) || starts(with: "---".utf8) || starts(with: "%YAML".utf8) { return true }
    if self[0] == UInt8(ascii: "{") || self[0] == UInt8(ascii: "[") { return true }
    let isKey = { (byte: UInt8) in
      0x61...0x7a ~= byte | 0x20 || 0x30...0x39 ~= byte || "-_ \"'".utf8.contains(byte)
    }
    guard let colon = firstIndex(where: { !isKey($0) }), colon > 0, self[colon] == UInt8(ascii: ":") else {
      return false
    }
    return colon + 1 == count || [0x20, 0x09, 0x0d].contains(self[colon + 1])
  }
}
