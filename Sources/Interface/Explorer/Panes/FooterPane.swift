import Canvas
import Commands

extension Explorer {
  /// Draws the prompt, else the message, else the keys worth knowing.
  func drawFooter(in rect: Rect, on grid: inout Grid) { footer.draw(in: rect, on: &grid) }

  /// How many rows at the bottom the last line covers now: more than one for a long message.
  package var footerRows: Int { footer.rows(in: layout.footer) }

  /// What the last line shows now.
  var footer: Footer {
    Footer(prompt: state.prompt, count: state.count, message: state.message, hints: hints)
  }

  private var hints: [Footer.Hint] {
    footerBindings(width: state.size.width).compactMap { binding in
      guard let footer = run == nil ? binding.footer : binding.scenarioFooter, let key = binding.keys.first else {
        return nil
      }
      // n repeats the last jump, so it says which.
      let target = state.jump == .trouble ? Command.Target.fault : state.jump
      return Footer.Hint(key, key == .character("n") ? target.rawValue : footer)
    }
  }

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
