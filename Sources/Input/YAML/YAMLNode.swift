/// A place in a text, in lines and characters from 1.
package struct TextMark: Hashable, Sendable {
  /// The line.
  package let line: Int
  /// The column, in characters.
  package let column: Int

  /// The first character.
  package static let start = TextMark(line: 1, column: 1)

  /// Describes a place.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A value in a YAML text, and where it stands. What an alias names is here in full.
package struct YAMLNode: Hashable, Sendable {
  /// What it is.
  package enum Content: Hashable, Sendable {
    /// Text; plain if without quotes.
    case scalar(String, isPlain: Bool)
    /// A list.
    case sequence([YAMLNode])
    /// A map: keys are text, and none is there twice.
    case mapping([Pair])
  }

  /// A line of a map.
  package struct Pair: Hashable, Sendable {
    /// The key, cleaned.
    package let key: String
    /// Where the key stands.
    package let mark: TextMark
    /// What belongs to it.
    package let value: YAMLNode
  }

  /// What it is.
  package let content: Content
  /// Where it stands.
  package let mark: TextMark

  /// "a map", "a list", "'text'" or "nothing", for messages.
  package var words: String {
    switch content {
    case .mapping: return "a map"
    case .sequence: return "a list"
    case .scalar(let text, let isPlain):
      if isPlain && text.isEmpty { return "nothing" }
      let line = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
      return "'\(line.prefix(60))\(line.count == text.count && text.count <= 60 ? "" : "...")'"
    }
  }
}
