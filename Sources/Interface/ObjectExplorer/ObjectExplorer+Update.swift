import Canvas
import Commands
package import Explorer

extension ObjectExplorer {
  /// Carries out one action and says what it asks of the tool.
  ///
  /// Nothing outside this value is read or changed: the same actions always give the same state.
  @discardableResult
  package mutating func update(_ action: Action) -> Request? {
    issued = []
    switch action {
    case .resize(let size):
      state.size = size
      state.opened?.lay(width: size.width)
      scroll()
      scrollOverlay(by: 0)
      return nil
    case .idle:
      surveyMore()
      return nil
    case .command(let command):
      state.message = ""
      return issue(command)
    case .key(let key):
      return press(key)
    }
  }

  private mutating func press(_ key: Key) -> Request? {
    switch state.take(key, ObjectKeyMap.command) {
    case .command(let command)?: issue(command)
    case .mouse(let event)?: point(event)
    case nil: nil
    }
  }

  private mutating func issue(_ command: Command) -> Request? {
    issued.append(command)
    return perform(command)
  }

  /// A click goes to the row under it, and opens it if it is there already; the wheel scrolls.
  private mutating func point(_ event: MouseEvent) -> Request? {
    let distance = event.kind == .wheelUp ? -1 : 1
    if event.kind != .click { return issue(.move(state.overlay == nil ? distance : 3 * distance)) }
    guard state.overlay == nil, layout.list.contains(event.point) else { return nil }
    let row = listTop + event.point.y - layout.list.y
    guard row < rowCount else { return nil }
    return row == listCursor ? issue(.choose) : issue(.move(row - listCursor))
  }
}
