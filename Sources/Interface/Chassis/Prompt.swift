package import Canvas

/// A line that is being typed at the bottom of the screen.
package struct Prompt: Equatable, Sendable {
  /// What the line is for.
  package enum Purpose: String, Sendable {
    /// A command.
    case command = ":"
    /// A search.
    case search = "/"
    /// A filter of the map, or of findings.
    case filter = "filter: "
    /// An address or a name to probe.
    case probe = "probe: "
  }

  /// What the line is for.
  package let purpose: Purpose
  /// The text and the cursor in it.
  package var field: TextField
  /// How far back in the history the text was taken from; 0 for what is being typed.
  package var historyOffset = 0

  /// An empty line.
  package init(_ purpose: Purpose, text: String = "") {
    self.purpose = purpose
    field = TextField(text)
  }
}
