import Canvas
import Commands

extension Explorer {
  /// The prompt, else the message, else the keys worth knowing.
  func drawFooter(in rect: Rect, on grid: inout Grid) {
    grid.fill(rect)
    if let prompt = state.prompt {
      prompt.field.draw(prompt: prompt.purpose.rawValue, in: rect, on: &grid)
      if !state.message.isEmpty {
        let x = max(rect.width - state.message.count - 1, rect.width / 3)
        grid.write(state.message, x: x, y: rect.y, style: Style(.dim), overflow: .ellipsis)
      }
      return
    }
    if let count = state.count {
      grid.write(" \(count)", x: rect.x, y: rect.y, style: Style(.key, .bold))
      return
    }
    if !state.message.isEmpty { return drawMessage(in: rect, on: &grid) }
    var x = rect.x + 1
    for binding in footerBindings(width: rect.width) {
      guard let footer = run == nil ? binding.footer : binding.scenarioFooter, let key = binding.keys.first else {
        continue
      }
      // n repeats the last jump, so it says which.
      let target = state.jump == .trouble ? Command.Target.fault : state.jump
      let words = key == .character("n") ? target.rawValue : footer
      guard x + key.name.count + words.count + 1 <= rect.width else { break }
      x = grid.write(key.name, x: x, y: rect.y, style: Style(.key, .bold))
      x = grid.write(" \(words)  ", x: x, y: rect.y)
    }
  }

  /// A message that is longer than the line, such as a command for the shell, covers some lines above it.
  private func drawMessage(in rect: Rect, on grid: inout Grid) {
    let style = Style(.status, .bold)
    let lines = Width.lines(of: state.message, columns: rect.width - 2)
    guard footerRows > 1 else {
      grid.write(" \(state.message)", x: rect.x, y: rect.y, style: style, width: rect.width, overflow: .ellipsis)
      return
    }
    let top = rect.y - lines.count + 1
    grid.fill(Rect(x: rect.x, y: top, width: rect.width, height: lines.count))
    for (offset, line) in lines.enumerated() { grid.write(" \(line)", x: rect.x, y: top + offset, style: style) }
  }

  /// How many rows at the bottom the last line covers now: more than one for a long message.
  package var footerRows: Int {
    guard state.prompt == nil, state.count == nil else { return 1 }
    let count = Width.lines(of: state.message, columns: state.size.width - 2).count
    return (2...Self.messageRows).contains(count) && count < layout.footer.y ? count : 1
  }

  /// The most lines of a message.
  private static let messageRows = 4

  /// On a narrow screen the way to the other pane and the way out come before what only hurries.
  private func footerBindings(width: Int) -> [KeyMap.Binding] {
    let first: Set<Key> =
      run == nil
      ? [.character(" "), .character("b"), .character("n"), .tab, .character("q")]
      : [.character(" "), .character("n"), .character("d"), .character("i"), .character("u")]
    guard width < 78 else {
      // What can be undone is told only when there is something; until then the way back is.
      let hidden = Key.character(state.undo.isEmpty ? "u" : "b")
      return run == nil ? KeyMap.bindings : KeyMap.bindings.filter { !$0.keys.contains(hidden) }
    }
    let isFirst = { (binding: KeyMap.Binding) in binding.keys.contains(where: first.contains) }
    return KeyMap.bindings.filter(isFirst) + KeyMap.bindings.filter { !isFirst($0) }
  }
}
