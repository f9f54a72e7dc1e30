import Canvas
import Commands
import Isolation
import Machine

extension Explorer {
  /// Carries out one action and says what it asks of the tool.
  ///
  /// Nothing outside this value is read or changed: the same actions always give the same state.
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
    if state.prompt != nil { return type(key) }
    if case .mouse(let event) = key {
      state.message = ""
      return point(event)
    }
    if case .character(let character) = key, let digit = character.wholeNumberValue, character.isASCII,
      digit > 0 || state.count != nil
    {
      state.count = min((state.count ?? 0) * 10 + digit, 1_000_000_000)
      return nil
    }
    let count = state.count
    state.count = nil
    state.message = ""
    guard let command = KeyMap.command(for: key, count: count) else {
      if key != .resize { state.message = "\(key.name) does nothing here; ? lists the keys" }
      return nil
    }
    return issue(command)
  }

  /// Carries out a command and remembers it, so that who listens can write it down.
  private mutating func issue(_ command: Command) -> Request? {
    issued.append(command)
    return perform(command)
  }

  private mutating func type(_ key: Key) -> Request? {
    guard var prompt = state.prompt else { return nil }
    switch key {
    case .escape, .control("C"), .control("G"):
      state.prompt = nil
    case .backspace where prompt.field.text.isEmpty:
      state.prompt = nil
    case .enter:
      state.prompt = nil
      return submit(prompt)
    case .up, .down:
      recall(key == .up ? 1 : -1, in: &prompt)
      state.prompt = prompt
    case .tab:
      complete(&prompt)
      state.prompt = prompt
    default:
      prompt.field.handle(key)
      state.prompt = prompt
    }
    return nil
  }

  private mutating func recall(_ distance: Int, in prompt: inout Prompt) {
    let offset = min(max(prompt.historyOffset + distance, 0), state.history.count)
    let text = offset == 0 ? "" : state.history[state.history.count - offset]
    prompt = Prompt(prompt.purpose, text: text)
    prompt.historyOffset = offset
  }

  /// Completes the word that is typed as far as those that fit agree, and shows them if there are several.
  private mutating func complete(_ prompt: inout Prompt) {
    guard prompt.purpose == .command else { return }
    let completion = CommandCompletion(of: prompt.field.text)
    if let text = completion.text { prompt.field = TextField(text) }
    state.message = completion.choices.joined(separator: "  ")
  }

  private mutating func submit(_ prompt: Prompt) -> Request? {
    let text = prompt.field.text
    state.message = ""
    if !text.isEmpty && state.history.last != text {
      state.history.append(text)
      if state.history.count > 100 { state.history.removeFirst() }
    }
    switch prompt.purpose {
    case .command:
      guard !text.allSatisfy({ $0 == " " }) else { return nil }
      return submit(command: text)
    case .search: return issue(.search(text))
    case .filter: return issue(.filter(text))
    case .probe: return text.isEmpty ? nil : submit(command: "probe \(text)")
    }
  }

  private mutating func submit(command text: String) -> Request? {
    do {
      return issue(try Command(parsing: text))
    } catch {
      state.message = error.description
      return nil
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
