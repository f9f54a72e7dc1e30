package import Canvas
package import Chassis
package import Commands
package import Isolation

/// Everything that a key can change. Equal states of equal inputs draw equal screens, once the idle work is done.
package struct ObjectState: TypingState {
  /// What is listed.
  package enum View: String, Sendable {
    /// Findings, by section and function.
    case findings
    /// Entries of the kernel, and what they need.
    case entries
  }

  /// What lies over the lists.
  package enum Overlay: String, Sendable {
    /// All that is known of the row under the cursor.
    case detail
    /// The closure of an entry, and what the designs do with it.
    case entry
    /// The keys.
    case help
  }

  /// The size of the screen.
  package var size: Size
  /// The design under which the files are checked.
  package var design: Design
  /// What is listed.
  package var view = View.findings
  /// What lies over the lists; nil for nothing.
  package var overlay: Overlay?
  /// The first visible line of what lies over the lists.
  package var overlayTop = 0
  /// The row of the findings that has the cursor.
  package var cursor = 0
  /// The first visible row of the findings.
  package var top = 0
  /// The row of the entries that has the cursor.
  package var entryCursor = 0
  /// The first visible row of the entries.
  package var entryTop = 0
  /// The headings whose rows are hidden.
  package var folded: Set<FindingTree.Heading> = []
  /// What findings must hold, or what entries must.
  package var filter = ""
  /// What was searched last.
  package var search = ""
  /// What n and N repeat.
  package var jump = Command.Target.fault
  /// The digits typed so far.
  package var count: Int?
  /// The line being typed.
  package var prompt: Prompt?
  /// What was typed before, oldest first.
  package var history: [String] = []
  /// One line for the user; empty for none.
  package var message = ""
  /// The entry that was opened; nil for none.
  package var opened: OpenedEntry?

  /// The state of a fresh explorer.
  package init(size: Size, design: Design) {
    self.size = size
    self.design = design
  }
}
