package import Canvas
import Chassis
import Commands

extension Explorer {
  /// Draws everything but the last line.
  package func drawPanes(on grid: inout Grid) {
    let layout = layout
    drawTitle(in: layout.title, on: &grid)
    Ribbon(self, width: layout.ribbon.width).draw(in: layout.ribbon, on: &grid)
    drawNow(in: layout.now, on: &grid)
    drawSteps(in: layout.steps, on: &grid)
    drawMap(in: layout.map, on: &grid)
    if !layout.steps.isEmpty && !layout.map.isEmpty {
      let x = layout.steps.x + layout.steps.width
      grid.fill(
        Rect(x: x, y: layout.body.y, width: 1, height: layout.body.height), grid.glyphs.vertical, Style(.border))
      grid.put(grid.glyphs.teeDown, x: x, y: layout.body.y, style: Style(.border))
    }
    drawWalk(of: currentAddress, in: layout.walk, isOverlay: false, on: &grid)
    drawExtra(in: layout.extra, on: &grid)
    drawCR3(in: layout.cr3, on: &grid)
    switch state.overlay {
    case nil: break
    case .walk?: drawWalk(of: state.walkAddress, in: layout.walkOverlay, isOverlay: true, on: &grid)
    case .toggles?: drawToggles(in: layout.body, on: &grid)
    case .compare?: drawComparison(in: layout.comparison, on: &grid)
    case .inject?: drawInject(in: layout.body, on: &grid)
    case let pane?: drawOverlay(pane, in: layout.overlay, on: &grid)
    }
  }

  /// Where the last line of the screen is.
  package var footerPlace: Rect { layout.footer }
}
