package import Canvas
package import Commands
import Isolation

extension Explorer {
  /// Brings what depends on the size of the screen up to date.
  package mutating func sizeChanged() {
    followSteps()
    scrollMap()
    updateKeeping()
  }

  /// A page as rows, and a search for nothing as what it repeats.
  package func lasting(_ command: Command) -> Command? {
    switch command {
    case .page(let count): .move(rows(ofPages: count))
    case .search(""): state.search.isEmpty ? nil : .next(.match, 1)
    default: command
    }
  }

  /// A click goes to the step or the row under it; the wheel scrolls.
  package func commands(for event: MouseEvent) -> [Command] {
    let layout = layout
    let distance = event.kind == .wheelUp ? -1 : 1
    if event.kind != .click {
      if state.overlay != nil { return [.move(3 * distance)] }
      return focusing(layout.map.contains(event.point) ? .map : .steps) + [.move(distance)]
    }
    if let pane = state.overlay, pane != .walk, layout.overlay.contains(event.point) {
      let row = state.overlayTop + event.point.y - layout.body.y - 1
      guard case .menu(let menu)? = overlay, event.point.y > layout.body.y, row < menu.rowCount else { return [] }
      return [.move(row - state.menuCursor), .choose]
    }
    if layout.steps.contains(event.point) {
      let row = state.stepsTop + event.point.y - layout.steps.y - 1
      guard event.point.y > layout.steps.y, row < stepRows.count else { return focusing(.steps) }
      return focusing(.steps) + [.goto(.number(stepNumber(stepRows[row])))]
    }
    if layout.map.contains(event.point) {
      guard event.point.y > layout.map.y else { return focusing(.map) }
      return focusing(.map) + [.move(state.mapTop + event.point.y - layout.map.y - 1 - state.mapCursor)]
    }
    guard layout.ribbon.contains(event.point) else { return [] }
    return ribbon(width: layout.ribbon.width).step(atColumn: event.point.x - layout.ribbon.x).map {
      [.goto(.number(stepNumber($0)))]
    } ?? []
  }

  private func focusing(_ pane: Pane) -> [Command] { state.focus == pane ? [] : [.focus(pane)] }
}
