import Canvas
import Chassis

/// What a large screen has room for beside the rest, one below the other.
struct ExtraPane: ScreenPane {
  let verdict: VerdictPane
  let buffers: BuffersPane
  let tlb: TLBPane

  /// Draws the parts, and the line that parts them from what is at the left.
  func draw(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    var (line, rest) = rect.splitLeft(1)
    grid.fill(line, grid.glyphs.vertical, Style(.border))
    grid.put(grid.glyphs.teeDown, x: line.x, y: line.y, style: Style(.border))
    (line, rest) = rest.splitTop(rest.height / 2)
    draw(verdict, in: line, on: &grid)
    (line, rest) = rest.splitTop(5)
    draw(buffers, in: line, on: &grid)
    draw(tlb, in: rest, on: &grid)
  }

  private func draw(_ text: some PaneText, in rect: Rect, on grid: inout Grid) {
    let interior = PaneBorder(text.title).draw(in: rect, on: &grid)
    Spans.draw(text.lines(width: interior.width, glyphs: grid.glyphs), in: interior, on: &grid)
  }
}
