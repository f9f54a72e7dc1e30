import Canvas
import Chassis
import Commands
import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

/// What the spaces of the process map, side by side; the active one in brackets.
struct MapPane: ScreenPane, StepShowing {
  let timeline: Timeline
  let step: Int
  /// What the spaces map; nil if there are no tables.
  let map: ProcessMap?
  let rows: ListedRows<Int>
  let cursor: Int
  let top: Int
  /// What the rows must hold; empty for nothing.
  let filter: String
  /// The judgement of the step, whose accesses are marked.
  let verdict: StepVerdict?
  let focus: PaneBorder.Focus

  func draw(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    var title = filter.isEmpty ? "map" : "map: \(filter)"
    if let map, map.isTruncated { title += " (not all)" }
    let spaces = processSpaces
    let room = rect.width - 4 * spaces.count - 5
    if run != nil && filter.isEmpty {
      title = room < 28 ? "U user E exp. P priv." : "U user, E exposed, P private"
    }
    let border = PaneBorder(
      Self.fitted(title: title, width: room),
      focus: focus)
    let interior = border.draw(in: rect, on: &grid)
    guard let map else {
      let words =
        timeline.recording.hasTables
        ? [" CR3 is not in the input: name that", " of a process with --cr3 V."]
        : [" No page tables: give a core", " with --core START.elf."]
      for (line, y) in zip(words, interior.rows) { grid.write(line, x: interior.x, y: y, width: interior.width) }
      return
    }
    drawSpaceNames(spaces, right: rect.x + rect.width, y: rect.y, columnWidth: 4, on: &grid)
    let wide = interior.width >= 50
    // The highest four digits repeat bit 47: with three columns of rights there is no room for them.
    let isShort = spaces.count > 2 && !wide
    var columns: [ListView.Column] = [.init(.fixed(2)), .init(.flexible(minimum: 8)), .init(.fixed(isShort ? 12 : 16))]
    if wide { columns.append(.init(.fixed(6), .trailing)) }
    columns += spaces.map { _ in .init(.fixed(3)) }
    let list = ListView(
      columns: columns, rowCount: rows.count, selection: cursor, top: top)
    let touched = touchedRows(map)
    list.draw(in: interior, on: &grid) { position in
      var fields = fields(of: map.rows[rows[position]], touch: touched[rows[position]], isWide: wide)
      if isShort { fields[2].text = String(fields[2].text.suffix(12)) }
      return fields
    }
  }

  /// Which rows the current step touches, and how: "x", "r" or "w".
  private func touchedRows(_ map: ProcessMap) -> [Int: String] {
    var touched: [Int: String] = [:]
    for access in verdict?.accesses ?? [] {
      guard let row = map.row(at: access.address) else { continue }
      let letter = access.access.kind == .fetch ? "x" : access.access.kind == .read ? "r" : "w"
      // One column: a write says more than a read, and a read more than the fetch.
      if letter == "w" || touched[row] != "w" { touched[row] = letter }
    }
    return touched
  }

  private func fields(of row: ProcessMap.Row, touch: String?, isWide: Bool) -> [ListView.Field] {
    let style = Style(row.pageClass.map { Role($0) } ?? .text, touch == nil ? [] : [.bold])
    var fields = [
      ListView.Field((row.pageClass?.letter ?? "?") + (touch ?? ""), style),
      ListView.Field(Self.short(row.shownName, isWide: isWide), style),
      ListView.Field(sixteenDigits(row.start.rawValue), touch == nil ? .plain : Style(.text, .bold)),
    ]
    if isWide { fields.append(ListView.Field(Self.amount(of: row), Style(.dim))) }
    for rights in row.rights {
      fields.append(
        ListView.Field(rights?.letters ?? " . ", rights == nil ? Style(.dim) : style))
    }
    return fields
  }

  /// ".percpu" for ".data..percpu..exposed" where there is little room: the class stands before it.
  private static func short(_ name: String, isWide: Bool) -> String {
    guard !isWide, name.count > 11, name.hasPrefix(".data.") else { return name }
    let rest = name.dropFirst(6)
    return String(rest.hasSuffix("..exposed") ? rest.dropLast(9) : rest)
  }

  /// "4K", "2M", "x65536".
  private static func amount(of row: ProcessMap.Row) -> String {
    if row.repeatCount > 1 { return "x\(row.repeatCount)" }
    let units: [(UInt64, String)] = [(1 << 40, "T"), (1 << 30, "G"), (1 << 20, "M"), (1 << 10, "K")]
    for (unit, name) in units where row.bytes >= unit { return "\(row.bytes / unit)\(name)" }
    return "\(row.bytes)"
  }
}
