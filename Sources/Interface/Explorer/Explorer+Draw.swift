package import Canvas
import Chassis

extension Explorer {
  /// Draws everything but the last line.
  package func drawPanes(on grid: inout Grid) {
    let layout = layout
    for (pane, place) in panes(in: layout) { pane.draw(in: place, on: &grid) }
    if !layout.steps.isEmpty && !layout.map.isEmpty {
      let x = layout.steps.x + layout.steps.width
      grid.fill(
        Rect(x: x, y: layout.body.y, width: 1, height: layout.body.height), grid.glyphs.vertical, Style(.border))
      grid.put(grid.glyphs.teeDown, x: x, y: layout.body.y, style: Style(.border))
    }
    switch overlay {
    case .text(let text)?:
      TextPane(text, note: "j k scroll, Esc closes", top: state.overlayTop).draw(in: layout.overlay, on: &grid)
    case .menu(let menu)?:
      menu.draw(cursor: state.menuCursor, top: state.overlayTop, in: layout.body, on: &grid)
    case .walk(let pane)?: pane.draw(in: layout.walkOverlay, on: &grid)
    case .comparison(let pane)?: pane?.draw(in: layout.comparison, on: &grid)
    case nil: break
    }
  }

  /// Where the last line of the screen is.
  package var footerPlace: Rect { layout.footer }
}
