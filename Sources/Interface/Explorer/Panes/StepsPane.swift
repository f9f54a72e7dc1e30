import Canvas
import Chassis
import Commands
import Execution
import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

/// The steps around the current one, with a column for each space of the process.
struct StepsPane: ScreenPane, StepShowing {
  let timeline: Timeline
  let step: Int
  let judge: Judge
  let verdict: StepVerdict?
  let only: StepFilter
  let rows: ListedRows<UInt32>
  let top: Int
  let focus: PaneBorder.Focus
  let hidesFuture: Bool

  func draw(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let spaces = processSpaces
    // In a recording the title bar names the event; a scenario's has other things to say.
    let event = run == nil || only != .all ? nil : timeline.event(at: step)
    let title = event.map { "event \($0.number): \($0.name)" } ?? (run == nil ? only.title : "user code")
    let border = PaneBorder(
      Self.fitted(title: only == .all ? title : only.title, width: rect.width - 3 * spaces.count - 6),
      focus: focus)
    let interior = border.draw(in: rect, on: &grid)
    drawSpaceNames(spaces, right: rect.x + rect.width, y: rect.y, columnWidth: 3, on: &grid)
    guard timeline.hasSteps else {
      let lines = [" A dump is one moment:", " there are no steps.", " Tab goes to the map, w walks."]
      for (line, y) in zip(lines, interior.rows) {
        grid.write(line, x: interior.x, y: y, width: interior.width, overflow: .ellipsis)
      }
      return
    }
    let numberWidth = max(String(stepNumber(timeline.count - 1)).count, 3)
    let wide = interior.width >= 54
    let hasSibling = run?.hasSibling ?? false
    var columns: [ListView.Column] = [
      .init(.fixed(numberWidth + (hasSibling ? 2 : 0)), .trailing), .init(.flexible(minimum: 8)),
      wide ? .init(.flexible(minimum: 8)) : .init(.fixed(hasSibling ? 12 : 13)),
    ]
    if wide { columns.append(.init(.flexible(minimum: 8))) }
    columns += spaces.map { _ in .init(.fixed(2)) }
    let list = ListView(
      columns: columns, rowCount: rows.count, selection: rows.position(upTo: step), top: top)
    let glyphs = grid.glyphs
    let symbolWidth = ListView.widths(of: columns, total: interior.width - 2)[1]
    list.draw(in: interior, on: &grid) { row in
      let index = rows[row]
      var fields =
        hidesFuture && index > step
        ? hiddenFields(ofStep: index, spaces: spaces, isWide: wide)
        : fields(ofStep: index, spaces: spaces, isWide: wide, glyphs: glyphs)
      fields[1].text = Self.fitted(symbol: fields[1].text, width: symbolWidth, glyphs: glyphs)
      return fields
    }
  }

  private func fields(ofStep index: Int, spaces: [Space], isWide: Bool, glyphs: Glyphs) -> [ListView.Field] {
    let steps = timeline.recording.steps
    let site = steps.site(at: index)
    let verdict = index == step ? self.verdict : judge.verdict(at: index)
    let space = timeline.space(at: index)
    let symbol = site.symbol.isEmpty ? sixteenDigits(site.rip.rawValue) : site.symbol
    // Which CPU makes the step stands before its number.
    let cpu = run?.hasSibling ?? false ? "\(timeline.cpu(at: index)):" : ""
    var fields = [
      ListView.Field(cpu + String(stepNumber(index)), Style(cpu.hasPrefix("1") ? .text : .dim)),
      ListView.Field(symbol, Style(space.map { Role($0.letter) } ?? .text)),
    ]
    let what = summary(ofStep: index, verdict: verdict, glyphs: glyphs)
    if isWide { fields.append(ListView.Field(site.instruction ?? "")) }
    fields.append(isWide && what.text == site.instruction ? ListView.Field("") : what)
    for column in spaces {
      fields.append(mark(of: verdict, in: column, active: space, glyphs: glyphs))
    }
    return fields
  }

  /// What may be seen of a step that somebody is to predict: of the next one what it does, of others that they come.
  private func hiddenFields(ofStep index: Int, spaces: [Space], isWide: Bool) -> [ListView.Field] {
    let site = timeline.recording.steps.site(at: index)
    let isNext = index == step + 1
    let data = isNext ? judge.verdict(at: index).accesses.filter { $0.access.kind != .fetch } : []
    let access = data.first.map { "\($0.access.kind == .read ? "R" : "W") \($0.place.name)" }
    let cpu = run?.hasSibling ?? false ? "\(timeline.cpu(at: index)):" : ""
    var fields = [
      ListView.Field(cpu + String(stepNumber(index)), Style(.dim)),
      ListView.Field(isNext ? site.symbol : "?", Style(.dim)),
    ]
    if isWide { fields.append(ListView.Field(isNext ? site.instruction ?? "" : "", Style(.dim))) }
    fields.append(ListView.Field(isNext ? access ?? (isWide ? "" : site.instruction ?? "") : "", Style(.dim)))
    return fields + spaces.map { _ in ListView.Field(isNext ? "?" : "", Style(.dim)) }
  }

  /// The flip, else the data access, else the instruction.
  private func summary(ofStep index: Int, verdict: StepVerdict?, glyphs: Glyphs) -> ListView.Field {
    if let flip = timeline.flip(at: index) {
      let names = "\(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to))"
      return ListView.Field("\(glyphs.flip) \(names) flip", Style(.flip, .bold))
    }
    if !timeline.tableWrites(at: index).isEmpty {
      return ListView.Field("writes a table entry", Style(.changed, .bold))
    }
    let data = only.ranked(verdict?.accesses ?? []).filter { $0.access.kind != .fetch }
    if let first = data.first {
      let letter = first.access.kind == .read ? "R" : "W"
      let more = data.count > 1 ? " +\(data.count - 1)" : ""
      return ListView.Field("\(letter) \(first.place.name)\(more)")
    }
    return ListView.Field(timeline.recording.steps.site(at: index).instruction ?? "", Style(.dim))
  }

  /// The worst of the step's data accesses in a space, or of its fetch if it has none.
  private func mark(of verdict: StepVerdict?, in space: Space, active: Space?, glyphs: Glyphs) -> ListView.Field {
    let accesses = verdict?.accesses ?? []
    let data = accesses.filter(only.isAbout)
    let relevant = data.isEmpty ? accesses : data
    let emphasis: Style.Emphasis = data.isEmpty ? [] : [.bold]
    var worst: Verdict? = .ok
    for access in relevant {
      // By name: the columns stand for the spaces of whichever process the step runs in.
      let found =
        space.name == active?.name
        ? access.verdict : access.elsewhere.first { $0.space.name == space.name }?.verdict
      if found == nil && worst == .ok { worst = nil }
      if found == .fault { worst = .fault }
    }
    // Only a model knows of more attackers than the tables tell; where one succeeds, that is what counts.
    if run != nil, worst != .fault, space.name == active?.name, verdict?.leaks.isLeak ?? false {
      return ListView.Field(String(glyphs.leak), Style(.leak, .bold))
    }
    switch worst {
    case .fault?: return ListView.Field(String(glyphs.fault), Style(.fault, emphasis))
    case .ok?, .leak?:
      return data.isEmpty
        ? ListView.Field(String(glyphs.dot), Style(.dim)) : ListView.Field(String(glyphs.ok), Style(.ok, emphasis))
    case nil: return ListView.Field("?", Style(.dim))
    }
  }
}
