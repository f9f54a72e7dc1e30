import Chassis
import Commands
import Diagnostics
import Isolation
import SectionCheck

// Which findings and entries are listed, what is folded, and the jumps between them.

extension ObjectExplorer {
  /// Lists the findings and entries that pass the filter.
  mutating func makeTree() {
    let filter = FindingFilter(state.filter)
    let all = check.findings.indices
    let looked = filter == .all ? all : all.prefix { progress.goesOn(at: $0, of: all.count) }
    tree = FindingTree(check.findings, looked.filter { filter.admits(check.findings[$0]) })
    makeRows()
  }

  /// Lists the rows that are not folded away; the cursor stays on its row or goes to the heading of it.
  mutating func makeRows() {
    let old = currentRow
    rows = tree.rows(folded: state.folded)
    if let old, let row = rows.firstIndex(of: old) { state.cursor = row }
    scroll()
  }

  /// Folds the sections that hold nothing but notes, if there is anything worse.
  mutating func foldNotes() {
    guard tree.sections.contains(where: { $0.counts.worst > .note }) else { return }
    for section in tree.sections where section.counts.worst == .note { state.folded.insert(section.heading) }
    makeRows()
  }

  /// Folds the heading under the cursor; if there is nothing to fold, goes to the heading above.
  mutating func fold() {
    guard state.view == .findings, state.overlay == nil, let row = currentRow else { return }
    if let heading = tree.heading(of: row), state.folded.insert(heading).inserted { return makeRows() }
    let above = rows[..<state.cursor].lastIndex { $0.depth < row.depth }
    if let above { go(toRow: above) }
  }

  /// Unfolds the heading under the cursor; if it is unfolded, goes to what is below.
  mutating func unfold() {
    guard state.overlay == nil else { return }
    guard state.view == .findings, let row = currentRow, let heading = tree.heading(of: row) else {
      _ = perform(.choose)
      return
    }
    if state.folded.remove(heading) != nil { makeRows() } else { go(toRow: state.cursor + 1) }
  }

  /// Lists only what passes a filter; one that nothing passes changes nothing.
  mutating func filter(by text: String) {
    guard state.view == .findings else { return filterEntries(by: text) }
    let position = finding.flatMap { check.findings.firstIndex(of: $0) }
    let old = state.filter
    state.filter = text
    makeTree()
    if tree.order.isEmpty && !text.isEmpty && !check.findings.isEmpty {
      state.message = "no finding holds '\(text)'; expected error, warning, note, a rule or a text"
      state.filter = old
      makeTree()
    }
    if let position, tree.order.contains(position) {
      select(finding: position)
    } else if let first = tree.order.first {
      select(finding: first)
    }
  }

  private mutating func filterEntries(by text: String) {
    let fragment = Fragment(text)
    let listed = entries.indices.filter { text.isEmpty || admits($0, fragment) }
    guard !listed.isEmpty || entries.isEmpty else {
      state.message = "no entry holds '\(text)'; expected exposed, private or a part of a name"
      return
    }
    state.filter = text
    let current = currentEntry
    entryRows = listed
    state.entryCursor = current.flatMap { listed.firstIndex(of: $0) } ?? 0
    scroll()
  }

  private func admits(_ entry: Int, _ fragment: Fragment) -> Bool {
    let kind = survey.summaries[entry].map { $0.isExposable ? "exposed" : "private" }
    return fragment.text == kind || fragment.stands(in: entries[entry].name)
  }

  /// Jumps to the nth finding that is an error, an error or warning, or holds what was searched.
  mutating func jump(to target: Command.Target, _ count: Int, forward: Bool) {
    guard [.fault, .trouble, .match].contains(target) else {
      state.message = "'\(target)' is for recordings and scenarios; expected fault, trouble or match"
      return
    }
    guard target != .match || !state.search.isEmpty else {
      state.message = "nothing was searched yet; / searches"
      return
    }
    let here = state.view == .findings ? (forward ? positionBefore : positionAfter) : state.entryCursor
    state.jump = target
    let found =
      forward
      ? nth(count, target, in: stride(from: here + 1, to: listedCount, by: 1))
      : nth(count, target, in: stride(from: here - 1, through: 0, by: -1))
    guard let found else {
      state.message = "no \(forward ? "later" : "earlier") \(words(for: target))"
      return
    }
    show(found)
  }

  /// How many findings or entries are listed.
  private var listedCount: Int { state.view == .findings ? tree.order.count : entryRows.count }

  /// The position of the nth that a jump looks for, of these among the listed findings or entries; nil if there are
  /// fewer, or `progress` ended the search.
  private func nth(_ count: Int, _ target: Command.Target, in positions: some Sequence<Int>) -> Int? {
    let fragment = Fragment(state.search)
    var left = count
    for position in positions {
      guard progress.goesOn(at: position, of: listedCount) else { return nil }
      if isMatch(position, target, fragment) { left -= 1 }
      if left == 0 { return position }
    }
    return nil
  }

  private func isMatch(_ position: Int, _ target: Command.Target, _ fragment: Fragment) -> Bool {
    guard state.view == .findings else {
      return target == .match && fragment.stands(in: entries[entryRows[position]].name)
    }
    let finding = check.findings[tree.order[position]]
    return switch target {
    case .fault: finding.severity == .error
    case .trouble: finding.severity > .note
    default: fragment.stands(in: finding.line)
    }
  }

  /// Puts the cursor on a listed finding or entry.
  private mutating func show(_ position: Int) {
    state.overlay = nil
    if state.view == .findings { select(finding: tree.order[position]) } else { go(toRow: position) }
  }

  private func words(for target: Command.Target) -> String {
    let what = state.view == .findings ? "finding" : "entry"
    return switch target {
    case .fault: "error"
    case .trouble: "error or warning"
    default: "\(what) holds '\(state.search)'"
    }
  }

  /// Goes to the next finding or entry that holds a text; an empty text repeats the last search.
  mutating func search(_ text: String) {
    guard !text.isEmpty || !state.search.isEmpty else { return }
    if !text.isEmpty { state.search = text }
    jump(to: .match, 1, forward: true)
    // Around the end, as nothing else was found.
    let here = state.view == .findings ? positionBefore : state.entryCursor
    if state.message.hasPrefix("no later"), let first = nth(1, .match, in: 0..<min(here + 1, listedCount)) {
      show(first)
      state.message = "from the start again"
    }
  }
}

extension FindingTree.Row {
  /// How far below the top it stands in the tree.
  package var depth: Int {
    switch self {
    case .section: 0
    case .function: 1
    case .finding: 2
    }
  }
}
