import Canvas
import Chassis
import Diagnostics
import Isolation
import SectionCheck

extension ObjectExplorer {
  /// Why no finding is listed.
  private var wordsForNothing: String {
    if !state.filter.isEmpty { return "nothing holds the filter" }
    if input.policy.exposesAll(under: state.design) { return "nothing is private under \(state.design.rawValue)" }
    return "nothing found: all that exposed code needs is exposed"
  }

  /// The tree of findings: only the rows that are visible are made.
  func drawFindings(in layout: ObjectLayout, on grid: inout Grid) {
    let position = tree.order.isEmpty ? "" : " \(max(positionBefore, 0) + 1)/\(tree.order.count)"
    PaneBorder("findings\(position)", edges: .top, focus: .focused).draw(in: layout.listPane, on: &grid)
    guard !rows.isEmpty else {
      Spans(" \(grid.glyphs.ok) \(wordsForNothing)", Style(.ok, .bold))
        .draw(x: layout.list.x, y: layout.list.y, width: layout.list.width, on: &grid)
      return
    }
    let glyphs = grid.glyphs
    draw(rowCount: rows.count, cursor: state.cursor, top: state.top, in: layout.list, on: &grid) {
      line(of: rows[$0], glyphs)
    }
  }

  /// Draws the visible rows of a list, each as a line and what stands at its right end.
  func draw(
    rowCount: Int, cursor: Int, top: Int, in rect: Rect, on grid: inout Grid, row: (Int) -> (Spans, Spans)
  ) {
    for (index, y) in zip(min(top, rowCount)..<rowCount, rect.rows) {
      let (line, end) = row(index)
      let room = rect.width - 4 - end.width
      line.draw(x: rect.x + 2, y: y, width: end.width == 0 ? rect.width - 2 : room, on: &grid)
      end.draw(x: rect.x + rect.width - end.width - 1, y: y, width: end.width, on: &grid)
      guard index == cursor else { continue }
      grid.put(grid.glyphs.cursor, x: rect.x, y: y, style: Style(.key))
      grid.restyle(Rect(x: rect.x + 2, y: y, width: rect.width - 2, height: 1), .reverse)
    }
    TextPane.drawMoreMarks(top: top, count: rowCount, in: rect, on: &grid)
  }

  private func line(of row: FindingTree.Row, _ glyphs: Glyphs) -> (Spans, Spans) {
    switch row {
    case .section(let number):
      let section = tree.sections[number]
      let fileNames = input.set.fileNames
      let file = fileNames.count > 1 ? " \(fileNames[section.heading.file])" : ""
      return head(section, section.heading.section + file, "", glyphs)
    case .function(let number):
      let function = tree.functions[number]
      return head(function, function.heading.symbol ?? "", "  ", glyphs)
    case .finding(let position):
      let finding = check.findings[position]
      var line = Spans("     \(finding.severity.mark(glyphs)) ", finding.severity.style)
      line.add(padded(finding.id.rawValue, 8), finding.severity.style)
      line.add(padded(" +0x\(String(finding.from.offset, radix: 16))", 7), Style(.dim))
      line.add(" \(glyphs.arrow) \(finding.to.name)")
      if let section = finding.to.section { line.add("  \(section)", Style(.dim)) }
      if finding.origin != .itself { line.add("  \(finding.origin.rawValue)", Style(.dim)) }
      return (line, Spans())
    }
  }

  private func head(_ group: FindingTree.Group, _ name: String, _ indent: String, _ glyphs: Glyphs) -> (Spans, Spans) {
    let fold = state.folded.contains(group.heading) ? glyphs.collapsed : glyphs.expanded
    var line = Spans("\(indent)\(fold) ", Style(.key))
    line.add("\(group.counts.worst.mark(glyphs)) ", group.counts.worst.style)
    line.add(name, group.heading.symbol == nil ? Style(.heading, .bold) : Style(.text, .bold))
    return (line, Self.counts(group.counts, glyphs))
  }

  /// "2! 1* 40.", without those that there are none of.
  static func counts(_ counts: SeverityCounts, _ glyphs: Glyphs) -> Spans {
    var line = Spans()
    for (count, severity) in zip([counts.errors, counts.warnings, counts.notes], [Severity.error, .warning, .note])
    where count > 0 {
      line.add(" \(count)\(severity.mark(glyphs))", severity.style)
    }
    return line
  }
}
