package import Canvas
import Chassis
package import Commands
package import Diagnostics
package import Isolation
package import SectionCheck

/// The explorer of a section check.
package struct ObjectExplorer: InteractiveExplorer {
  /// What is explored, and what belongs to it.
  package struct Input: Sendable {
    /// The name to show: that of the file; clean.
    package let name: String
    /// The words behind the program's name that open it again, without the design; not quoted yet.
    package let shellWords: [String]
    /// The object files.
    package let set: ObjectSet
    /// Which section belongs where.
    package let policy: SectionPolicy
    /// A memory dump of the same kernel, with its symbols; nil if there is none.
    package let dump: KernelDump?

    /// Puts together what belongs together.
    package init(
      name: String, shellWords: [String], set: ObjectSet, policy: SectionPolicy, dump: KernelDump? = nil
    ) {
      self.name = name
      self.shellWords = shellWords
      self.set = set
      self.policy = policy
      self.dump = dump
    }
  }

  /// What is explored.
  package let input: Input
  /// Told how far a long search is, and may end it: nobody could end it otherwise.
  let progress: WorkProgress
  /// The entries that the policy names, by name.
  package let entries: [(name: String, place: ObjectPlace)]
  /// Everything that a key can change.
  package var state: ObjectState
  /// What is found under the present design.
  package internal(set) var check: ObjectCheck
  /// The findings that pass the filter, by section and function.
  package internal(set) var tree: FindingTree
  /// The rows of the tree that are not folded away.
  package internal(set) var rows: [FindingTree.Row] = []
  /// What is found out while the user is idle.
  package internal(set) var survey: EntrySurvey
  /// The positions of the entries that pass the filter.
  package internal(set) var entryRows: [Int] = []
  /// The commands that the last action issued, in order.
  package var issued: [Command] = []

  /// Checks files, and opens the findings on a screen of this size; the cursor is on the first of the worst.
  /// `progress` is told how far searches are.
  package init(_ input: Input, design: Design = .standard, size: Size, progress: WorkProgress = .unwatched) {
    self.input = input
    self.progress = progress
    entries = input.set.entries(of: input.policy)
    state = ObjectState(size: size, design: design)
    check = ObjectCheck(input.set, policy: input.policy, design: design)
    tree = FindingTree([])
    survey = EntrySurvey(entryCount: entries.count)
    entryRows = Array(entries.indices)
    makeTree()
    foldNotes()
    if let first = tree.order.first { select(finding: first) }
  }

  /// The row that has the cursor; nil if there are none.
  package var currentRow: FindingTree.Row? { rows.indices.contains(state.cursor) ? rows[state.cursor] : nil }

  /// The entry that has the cursor, by its position in `entries`; nil if there are none.
  package var currentEntry: Int? {
    entryRows.indices.contains(state.entryCursor) ? entryRows[state.entryCursor] : nil
  }

  /// Whether there is something to find out while the user is idle.
  package var isSurveying: Bool {
    guard !survey.isPathSearchDone else { return state.view == .entries && !survey.isComplete }
    return !entries.isEmpty
  }

  /// Finds out a little more: a fraction of a second's work.
  package mutating func surveyMore() {
    if !survey.isStarted {
      return survey.start(input.set, policy: input.policy, design: state.design, entries: entries)
    }
    // It reads all code in small parts, so that no entry is slow afterwards.
    guard survey.isPathSearchDone else { return survey.searchMore() }
    guard state.view == .entries else { return }
    survey.summarizeMore()
  }
}
