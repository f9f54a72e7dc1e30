package import Canvas
package import Commands

extension ObjectExplorer {
  /// Brings what depends on the size of the screen up to date.
  package mutating func sizeChanged() {
    state.opened?.lay(width: state.size.width)
    scroll()
    scrollOverlay(by: 0)
  }

  /// A click goes to the row under it, and opens it if it is there already; the wheel scrolls.
  package func commands(for event: MouseEvent) -> [Command] {
    let distance = event.kind == .wheelUp ? -1 : 1
    if event.kind != .click { return [.move(state.overlay == nil ? distance : 3 * distance)] }
    guard state.overlay == nil, layout.list.contains(event.point) else { return [] }
    let row = listTop + event.point.y - layout.list.y
    guard row < rowCount else { return [] }
    return [row == listCursor ? .choose : .move(row - listCursor)]
  }
}
