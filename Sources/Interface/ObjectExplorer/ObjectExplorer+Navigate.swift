import Canvas
import Chassis
import Commands
package import SectionCheck

// Where the cursors and windows stand: they move only here.

extension ObjectExplorer {
  /// The number of rows of what is listed.
  package var rowCount: Int { state.view == .findings ? rows.count : entryRows.count }

  /// The row that has the cursor, of what is listed.
  var listCursor: Int { state.view == .findings ? state.cursor : state.entryCursor }

  /// The first visible row of what is listed.
  var listTop: Int { state.view == .findings ? state.top : state.entryTop }

  /// The finding that has the cursor; nil on a heading.
  package var finding: ObjectFinding? {
    guard case .finding(let position)? = currentRow else { return nil }
    return check.findings[position]
  }

  /// How many rows a page has.
  var pageHeight: Int { state.overlay == nil ? layout.list.height : layout.body.height - 1 }

  /// Moves the cursor, or scrolls what lies over the lists.
  mutating func move(by count: Int) {
    if state.overlay != nil { return scrollOverlay(by: count) }
    go(toRow: Self.sum(listCursor, count))
  }

  /// Goes to a row of what is listed, the nearest that there is.
  mutating func go(toRow row: Int) {
    let row = min(max(row, 0), max(rowCount - 1, 0))
    if state.view == .findings { state.cursor = row } else { state.entryCursor = row }
    scroll()
  }

  /// Keeps the cursors inside of their lists and windows.
  mutating func scroll() {
    let height = max(layout.list.height, 1)
    state.cursor = min(max(state.cursor, 0), max(rows.count - 1, 0))
    state.entryCursor = min(max(state.entryCursor, 0), max(entryRows.count - 1, 0))
    state.top = ListView.scrolled(top: state.top, selection: state.cursor, rowCount: rows.count, height: height)
    state.entryTop = ListView.scrolled(
      top: state.entryTop, selection: state.entryCursor, rowCount: entryRows.count, height: height)
  }

  /// Scrolls what lies over the lists, up to its last line.
  mutating func scrollOverlay(by count: Int) {
    guard let overlay else { return }
    let height = max(layout.body.height - 1, 1)
    let rows = overlay.rowCount(width: layout.body.width, glyphs: .unicode)
    state.overlayTop = min(max(Self.sum(state.overlayTop, count), 0), max(rows - height, 0))
  }

  /// Goes to a row, to a part of the list, or to a finding by its number, from 1.
  mutating func goto(_ place: Command.Place) {
    if state.overlay != nil {
      return scrollOverlay(by: place == .start ? -Int.max : place == .end ? .max : 0)
    }
    switch place {
    case .start: go(toRow: 0)
    case .end: go(toRow: rowCount - 1)
    case .percent(let percent): go(toRow: (rowCount - 1) * percent / 100)
    case .mark: state.message = "there are no marks here"
    case .number(let number):
      let count = state.view == .findings ? tree.order.count : entryRows.count
      guard (1...max(count, 1)).contains(number), count > 0 else {
        state.message = "there is no number \(number); expected 1 to \(count)"
        return
      }
      if state.view == .findings { select(finding: tree.order[number - 1]) } else { go(toRow: number - 1) }
    }
  }

  /// Goes over so many findings, or entries; at an end it stays there and says so.
  mutating func advance(by count: Int) {
    if state.overlay == .help || state.overlay == .entry { return scrollOverlay(by: count) }
    guard state.view == .findings else {
      let target = Self.sum(state.entryCursor, count)
      if !entryRows.indices.contains(target) { state.message = "no more entries" }
      return go(toRow: target)
    }
    // All about the next one begins at its top.
    state.overlayTop = 0
    let target = Self.sum(count > 0 ? positionBefore : positionAfter, count)
    if !tree.order.indices.contains(target) { state.message = "no more findings" }
    guard !tree.order.isEmpty else { return }
    select(finding: tree.order[min(max(target, 0), tree.order.count - 1)])
  }

  /// Unfolds what a finding is below, and puts the cursor on it.
  mutating func select(finding position: Int) {
    let finding = check.findings[position]
    let hidden = [finding.sectionHeading, finding.symbolHeading].compactMap { state.folded.remove($0) }
    if !hidden.isEmpty { rows = tree.rows(folded: state.folded) }
    if let row = rows.firstIndex(of: .finding(position)) { state.cursor = row }
    scroll()
  }

  /// The position, among all listed findings, of the one at or before the cursor; -1 before the first.
  var positionBefore: Int {
    switch currentRow {
    case nil: -1
    case .finding(let position)?: tree.order.firstIndex(of: position) ?? -1
    case .function(let number)?: tree.functions[number].range.lowerBound - 1
    case .section(let number)?: firstPosition(of: number) - 1
    }
  }

  /// The position of the one at or after the cursor.
  var positionAfter: Int {
    if case .finding? = currentRow { return positionBefore }
    return positionBefore + 1
  }

  private func firstPosition(of section: Int) -> Int {
    tree.functions[tree.sections[section].range.lowerBound].range.lowerBound
  }

  /// A sum that stays far from overflow: counts that users type may be any number.
  static func sum(_ position: Int, _ count: Int) -> Int {
    position + min(max(count, -1_000_000_000), 1_000_000_000)
  }
}
