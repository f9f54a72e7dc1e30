import Canvas
package import Chassis
import Commands

extension Explorer {
  /// The keys worth knowing now.
  package var hints: [Footer.Hint] {
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
  private func footerBindings(width: Int) -> [KeyTable<Command>.Binding] {
    let first: Set<Key> =
      run == nil
      ? [.character(" "), .character("b"), .character("n"), .tab, .character("q")]
      : [.character(" "), .character("n"), .character("d"), .character("i"), .character("u")]
    guard width < 78 else {
      // What can be undone is told only when there is something; until then the way back is.
      let hidden = Key.character(state.undo.isEmpty ? "u" : "b")
      return run == nil ? Self.keys.bindings : Self.keys.bindings.filter { !$0.keys.contains(hidden) }
    }
    let isFirst = { (binding: KeyTable<Command>.Binding) in binding.keys.contains(where: first.contains) }
    return Self.keys.bindings.filter(isFirst) + Self.keys.bindings.filter { !isFirst($0) }
  }
}
