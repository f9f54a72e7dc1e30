import Canvas
import Chassis
import Diagnostics
import Isolation
import SectionCheck

/// The tree of findings: only the rows that are visible are made.
struct FindingsListPane: ScreenPane {
  let findings: [ObjectFinding]
  let tree: FindingTree
  let rows: [FindingTree.Row]
  let folded: Set<FindingTree.Heading>
  let cursor: Int
  /// The position of the finding at or before it; -1 before the first.
  let position: Int
  let top: Int
  let fileNames: [String]
  /// What findings must hold; empty for nothing.
  let filter: String
  let policy: SectionPolicy
  let design: Design

  /// Draws the visible rows.
  func draw(in rect: Rect, on grid: inout Grid) {
    let place = tree.order.isEmpty ? "" : " \(max(position, 0) + 1)/\(tree.order.count)"
    let interior = PaneBorder("findings\(place)", focus: .focused).draw(in: rect, on: &grid)
    guard !rows.isEmpty else {
      Spans(" \(grid.glyphs.ok) \(wordsForNothing)", Style(.ok, .bold))
        .draw(x: interior.x, y: interior.y, width: interior.width, on: &grid)
      return
    }
    let glyphs = grid.glyphs
    RowList(rowCount: rows.count, cursor: cursor, top: top).draw(in: interior, on: &grid) { line(of: rows[$0], glyphs) }
  }

  /// Why no finding is listed.
  private var wordsForNothing: String {
    if !filter.isEmpty { return "nothing holds the filter" }
    if policy.exposesAll(under: design) { return "nothing is private under \(design.name)" }
    return "nothing found: all that exposed code needs is exposed"
  }

  private func line(of row: FindingTree.Row, _ glyphs: Glyphs) -> (Spans, Spans) {
    switch row {
    case .section(let number):
      let section = tree.sections[number]
      let file = fileNames.count > 1 ? " \(fileNames[section.heading.file])" : ""
      return head(section, section.heading.section + file, "", glyphs)
    case .function(let number):
      let function = tree.functions[number]
      return head(function, function.heading.symbol ?? "", "  ", glyphs)
    case .finding(let position):
      let finding = findings[position]
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
    let fold = folded.contains(group.heading) ? glyphs.collapsed : glyphs.expanded
    var line = Spans("\(indent)\(fold) ", Style(.key))
    line.add("\(group.counts.worst.mark(glyphs)) ", group.counts.worst.style)
    line.add(name, group.heading.symbol == nil ? Style(.heading, .bold) : Style(.text, .bold))
    return (line, Self.counts(group.counts, glyphs))
  }

  /// "2! 1* 40.", without those that there are none of.
  private static func counts(_ counts: SeverityCounts, _ glyphs: Glyphs) -> Spans {
    var line = Spans()
    for (count, severity) in zip([counts.errors, counts.warnings, counts.notes], [Severity.error, .warning, .note])
    where count > 0 {
      line.add(" \(count)\(severity.mark(glyphs))", severity.style)
    }
    return line
  }
}
