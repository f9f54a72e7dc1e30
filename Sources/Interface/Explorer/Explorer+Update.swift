import Canvas
import Commands
import Isolation
import Machine

extension Explorer {
  /// Carries out one action and says what it asks of the tool.
  ///
  /// Nothing outside this value is read or changed: the same actions always give the same state, unless `progress` ends
  /// a run or a search early.
  @discardableResult
  package mutating func update(_ action: Action) -> Request? {
    // What is not seen is not kept.
    defer { if state.overlay != .compare { state.comparison = nil } }
    issued = []
    switch action {
    case .resize(let size):
      state.size = size
      followSteps()
      scrollMap()
      updateKeeping()
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
    switch state.take(key, KeyMap.command) {
    case .command(let command)?: issue(command)
    case .mouse(let event)?: point(event)
    case nil: nil
    }
  }

  /// Carries out a command and remembers it, so that who listens can write it down.
  private mutating func issue(_ command: Command) -> Request? {
    if let command = lasting(command) { issued.append(command) }
    state.isRefusal = false
    return perform(command)
  }

  /// What a command means whatever the size of the screen, and as a tour can say it; nil if that is nothing.
  private func lasting(_ command: Command) -> Command? {
    switch command {
    case .page(let count): .move(rows(ofPages: count))
    case .search(""): state.search.isEmpty ? nil : .next(.match, 1)
    default: command
    }
  }

  /// A click goes to the step or the row under it; the wheel scrolls.
  private mutating func point(_ event: MouseEvent) -> Request? {
    var last: Request?
    for command in commands(for: event) { last = issue(command) }
    return last
  }

  private func commands(for event: MouseEvent) -> [Command] {
    let layout = layout
    let distance = event.kind == .wheelUp ? -1 : 1
    if event.kind != .click {
      if state.overlay != nil { return [.move(3 * distance)] }
      return focusing(layout.map.contains(event.point) ? .map : .steps) + [.move(distance)]
    }
    if let overlay = state.overlay, overlay != .walk, layout.overlay.contains(event.point) {
      let row = state.overlayTop + event.point.y - layout.body.y - 1
      guard overlay.isMenu, event.point.y > layout.body.y, row < menuRowCount else { return [] }
      return [.move(row - state.menuCursor), .choose]
    }
    if layout.steps.contains(event.point) {
      let row = state.stepsTop + event.point.y - layout.steps.y - 1
      guard event.point.y > layout.steps.y, row < stepRowCount else { return focusing(.steps) }
      return focusing(.steps) + [.goto(.number(stepNumber(step(atRow: row))))]
    }
    if layout.map.contains(event.point) {
      guard event.point.y > layout.map.y else { return focusing(.map) }
      return focusing(.map) + [.move(state.mapTop + event.point.y - layout.map.y - 1 - state.mapCursor)]
    }
    guard layout.ribbon.contains(event.point) else { return [] }
    let ribbon = Ribbon(self, width: layout.ribbon.width)
    return ribbon.step(atColumn: event.point.x - layout.ribbon.x).map { [.goto(.number(stepNumber($0)))] } ?? []
  }

  private func focusing(_ pane: Pane) -> [Command] { state.focus == pane ? [] : [.focus(pane)] }
}
