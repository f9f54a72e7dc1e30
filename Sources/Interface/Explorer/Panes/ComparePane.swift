import Canvas
import Execution
import Chassis
import Isolation
import Timelines
import Verdicts

/// Two designs side by side: what each does at this moment and why, the steps of the event, and what it has cost.
///
///     +- compare: syscall read -----------------------------+
///     | unified  CPL 0 in E       | pti  CPL 0 in K         |
///     | > FLIP E>P, keeps the TLB |   no flip               |
///     |   step 46 needs ...       |   it is in K already    |
///     |   no leak: ...            |   no leak: ...          |
///     |  37 E gate_syscall        <                         |
///     |> 38 E gate_sys.+0x20 E>P  <                         |
///     +- so far -- writes flushes syncs faults events leaks +
///     | unified         1       0     1      0      2 none  |
///     | pti             3       ...                         |
struct ComparePane: ScreenPane, StepShowing {
  let timeline: Timeline
  let step: Int
  let judge: Judge
  /// What the present design has cost up to each step.
  let counts: CountsSoFar?
  let comparison: LockStep

  func draw(in rect: Rect, on grid: inout Grid) {
    guard let run, let otherRun = comparison.timeline.run else { return }
    let moment = comparison.moment(at: step, in: timeline)
    let row = moment.current < moment.rows.count ? moment.rows[moment.current] : nil
    let sides = [
      ComparedSide(timeline: timeline, judge: judge, run: run, step: step, isExact: true),
      ComparedSide(
        timeline: comparison.timeline, judge: comparison.judge, run: otherRun, step: moment.step,
        isExact: row?.there != nil),
    ]
    var interior = PaneBorder(
      "compare: \(moment.title)", note: "c next design, Esc closes", focus: .focused
    ).draw(in: rect, on: &grid)
    let totals: Rect
    // Where all is in one column, what happens comes before what it has cost.
    let room = rect.width >= 72 ? interior.height / 3 : max(interior.height - 6, 0)
    (totals, interior) = interior.splitBottom(min(3, room))
    drawTotals(sides, in: totals, on: &grid)
    guard rect.width >= 72 else { return drawStacked(sides, in: interior, on: &grid) }
    let half = (interior.width - 1) / 2
    let (left, gutterAndRight) = interior.splitLeft(half)
    let (gutter, right) = gutterAndRight.splitLeft(1)
    grid.fill(gutter, grid.glyphs.vertical, Style(.border))
    let heads = zip(sides, [left, right]).map { lines(of: $0, moment, width: $1.width, glyphs: grid.glyphs) }
    let height = min(heads.map(\.count).max() ?? 0, interior.height)
    for (lines, part) in zip(heads, [left, right]) { Spans.draw(lines, in: part, on: &grid) }
    drawRows(moment, sides, [left, gutter, right].map { $0.splitTop(height).rest }, on: &grid)
  }

  /// One design after the other, where there is no room for two columns.
  private func drawStacked(_ sides: [ComparedSide], in rect: Rect, on grid: inout Grid) {
    let lines = sides.flatMap { side in
      [side.head, side.happening(glyphs: grid.glyphs), side.leak(glyphs: grid.glyphs)]
    }
    Spans.draw(lines, in: rect, on: &grid)
  }

  /// The design, what happens, why, and what leaks.
  private func lines(of side: ComparedSide, _ moment: LockStep.Moment, width: Int, glyphs: Glyphs) -> [Spans] {
    let why: String
    if moment.isOnlyHere && !side.isExact {
      why = "there is no \(moment.title) here"
    } else {
      why = side.why { siteWords(of: $0) }
    }
    let reasons = Spans.wrapped(why, indent: 3, Style(.narration)).rows(width: width).prefix(2)
    let padding = Array(repeating: Spans(""), count: 2 - reasons.count)
    return [side.head, side.happening(glyphs: glyphs)] + reasons + padding + [side.leak(glyphs: glyphs)]
  }

  private func drawRows(_ moment: LockStep.Moment, _ sides: [ComparedSide], _ parts: [Rect], on grid: inout Grid) {
    let (left, gutter, right) = (parts[0], parts[1], parts[2])
    guard left.height > 0 else { return }
    let rows = moment.rows
    let top = ListView.scrolled(
      top: max(moment.current - left.height / 2, 0), selection: moment.current, rowCount: rows.count,
      height: left.height)
    let glyphs = grid.glyphs
    let numberWidth = max(String(sides.map(\.timeline.count).max() ?? 0).count, 3)
    let columns: [ListView.Column] = [
      .init(.fixed(numberWidth), .trailing), .init(.fixed(1)), .init(.flexible(minimum: 8)),
      .init(.flexible(minimum: 8)), .init(.fixed(1)),
    ]
    let width = ListView.widths(of: columns, total: left.width - 2)[2]
    let isOnly = { (row: LockStep.Row) in row.here == nil || row.there == nil }
    for (side, part, step) in [
      (sides[0], left, \LockStep.Row.here), (sides[1], right, \LockStep.Row.there),
    ] {
      let list = ListView(columns: columns, rowCount: rows.count, selection: moment.current, top: top)
      list.draw(in: part, on: &grid) { position in
        rows[position][keyPath: step].map {
          side.fields(ofStep: $0, isOnly: isOnly(rows[position]), symbolWidth: width, glyphs: glyphs)
        } ?? []
      }
    }
    for (position, y) in zip(top..<rows.count, gutter.rows) {
      let mark = mark(of: rows[position], sides)
      if let mark { grid.put(mark, x: gutter.x, y: y, style: Style(.changed, [.bold, .reverse])) }
    }
  }

  /// Which side alone has a row, or that something else comes of it; nil for equal ones.
  private func mark(of row: LockStep.Row, _ sides: [ComparedSide]) -> Unicode.Scalar? {
    switch (row.here, row.there) {
    case (_?, nil): "<"
    case (nil, _?): ">"
    case (let here?, let there?): sides[0].outcome(of: here) == sides[1].outcome(of: there) ? nil : "~"
    case (nil, nil): nil
    }
  }

  private func drawTotals(_ sides: [ComparedSide], in rect: Rect, on grid: inout Grid) {
    guard rect.height > 1 else { return }
    let isWide = rect.width >= 72
    let title = "so far"
    PaneBorder(title).draw(in: rect, on: &grid)
    let names = isWide ? ["writes", "flushes", "syncs", "faults", "events"] : ["wr", "fl", "sy", "ft", "ev"]
    let width = isWide ? 8 : 4
    for (index, name) in names.enumerated() {
      let end = rect.x + 10 + (index + 1) * width
      grid.write(name, x: end - name.count, y: rect.y, style: Style(.heading, .bold))
    }
    let start = rect.x + 12 + names.count * width
    grid.write(isWide ? " leaks began " : " leaks ", x: start - 1, y: rect.y, style: Style(.heading, .bold))
    for (y, (side, all)) in zip(rect.rows.dropFirst(), zip(sides, [counts, comparison.counts])) {
      guard let counts = all?.counts(at: side.step) else { continue }
      grid.write(" \(side.run.setup.design)", x: rect.x, y: y, style: Style(.text, .bold))
      let numbers = [
        counts.costs.cr3Writes, counts.costs.flushes, counts.costs.syncs, counts.faults, counts.events,
      ]
      for (index, number) in numbers.enumerated() {
        let text = String(number)
        grid.write(text, x: rect.x + 10 + (index + 1) * width - text.count, y: y, style: Style(.text, .bold))
      }
      let leaks = zip(Attack.allCases, counts.leaks).filter { $0.1 > 0 }.map { "\($0.0.title) \($0.1)" }
      grid.write(
        leaks.isEmpty ? "none" : leaks.joined(separator: ", "), x: start, y: y,
        style: leaks.isEmpty ? Style(.ok, .bold) : Style(.leak, .bold), width: rect.x + rect.width - start,
        overflow: .ellipsis)
    }
  }
}
