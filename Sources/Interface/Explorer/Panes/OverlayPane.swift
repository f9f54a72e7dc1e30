import Canvas
import Chassis
import Commands
import Isolation
import Machine

// What lies over the panes when it is asked for: lines of text to scroll.

extension Explorer {
  /// Draws a pane of text.
  func drawOverlay(_ pane: Pane, in rect: Rect, on grid: inout Grid) {
    let width = rect.width
    TextPane(
      overlayTitle(pane), note: "j k scroll, Esc closes",
      lines: overlayLines(pane, width: width, glyphs: grid.glyphs), top: state.overlayTop
    ).draw(in: rect, on: &grid)
  }

  /// What a large screen has room for beside the rest.
  func drawExtra(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    var (line, rest) = rect.splitLeft(1)
    grid.fill(line, grid.glyphs.vertical, Style(.border))
    grid.put(grid.glyphs.teeDown, x: line.x, y: line.y, style: Style(.border))
    (line, rest) = rest.splitTop(rest.height / 2)
    drawPart(.verdict, in: line, on: &grid)
    (line, rest) = rest.splitTop(5)
    drawPart(.buffers, in: line, on: &grid)
    drawPart(.tlb, in: rest, on: &grid)
  }

  private func drawPart(_ pane: Pane, in rect: Rect, on grid: inout Grid) {
    let interior = PaneBorder(overlayTitle(pane), edges: .top).draw(in: rect, on: &grid)
    for (line, y) in zip(overlayLines(pane, width: interior.width, glyphs: grid.glyphs), interior.rows) {
      line.draw(x: interior.x, y: y, width: interior.width, on: &grid)
    }
  }

  /// Arrows at the right where there are more lines.
  func drawMoreMarks(count: Int, in rect: Rect, on grid: inout Grid) {
    TextPane.drawMoreMarks(top: state.overlayTop, count: count, in: rect, on: &grid)
  }

  private func overlayTitle(_ pane: Pane) -> String {
    switch pane {
    case .verdict: "verdict: what would leak to whom"
    case .tlb: "TLB"
    case .derivation: "derivation: from the scope to the flips"
    case .findings: "findings: what would leave the exposed space"
    default: pane.rawValue
    }
  }

  /// The lines of a pane of text.
  func overlayLines(_ pane: Pane, width: Int, glyphs: Glyphs) -> [Spans] {
    switch pane {
    case .verdict: verdictLines(width: width, glyphs: glyphs)
    case .tlb: tlbLines(width: width, glyphs: glyphs)
    case .buffers: bufferLines(width: width, glyphs: glyphs)
    case .findings: findingLines(width: width, glyphs: glyphs)
    case .derivation: derivationLines(width: width, glyphs: glyphs)
    case .help: helpLines(width: width, glyphs: glyphs)
    default: []
    }
  }
}
