import Canvas
import Chassis
import Diagnostics
import SectionCheck

// The one place where panes are made: each gets the few values that it shows.

extension ObjectExplorer {
  /// The text that lies over the lists; nil if none does.
  var overlay: (any PaneText)? {
    switch state.overlay {
    case .detail?: detailPane("all about this finding")
    case .entry?: state.opened
    case .help?: ObjectHelpPane(notices: check.notices)
    case nil: nil
    }
  }

  /// The list, of findings or of entries.
  var listPane: any ScreenPane {
    switch state.view {
    case .findings:
      FindingsListPane(
        findings: check.findings, tree: tree, rows: rows, folded: state.folded, cursor: state.cursor,
        position: positionBefore, top: state.top, fileNames: input.set.fileNames, filter: state.filter,
        policy: input.policy, design: state.design)
    case .entries:
      EntriesPane(
        entries: entries, summaries: survey.summaries, rows: entryRows, cursor: state.entryCursor,
        top: state.entryTop)
    }
  }

  /// The name and the counts.
  var titlePane: ObjectTitlePane {
    ObjectTitlePane(
      input: input, design: state.design,
      counts: [Severity.error, .warning, .note].map { ($0, check.count($0)) }, filter: state.filter)
  }

  /// What is known of the row under the cursor.
  func detailPane(_ title: String) -> DetailPane {
    DetailPane(
      title: title, subject: state.view == .entries ? currentEntry.map { .entry($0) } : currentRow.map { .row($0) },
      input: input, design: state.design, findings: check.findings, tree: tree, entries: entries, survey: survey)
  }
}
