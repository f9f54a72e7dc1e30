package import Canvas
package import Chassis
import SectionCheck

extension ObjectExplorer {
  /// Draws everything but the last line.
  package func drawPanes(on grid: inout Grid) {
    let layout = layout
    titlePane.draw(in: layout.title, on: &grid)
    listPane.draw(in: layout.listPane, on: &grid)
    let title = state.view == .entries ? "entry" : finding?.id.rawValue ?? "detail"
    TextPane(detailPane(title), focus: .unfocused).draw(in: layout.detail, on: &grid)
    if layout.isSideBySide {
      let x = layout.detail.x - 1
      grid.fill(
        Rect(x: x, y: layout.body.y, width: 1, height: layout.body.height), grid.glyphs.vertical, Style(.border))
      grid.put(grid.glyphs.teeDown, x: x, y: layout.body.y, style: Style(.border))
    }
    guard let overlay else { return }
    TextPane(overlay, note: "j k scroll, Esc closes", top: state.overlayTop).draw(in: layout.body, on: &grid)
  }

  /// Where the last line of the screen is.
  package var footerPlace: Rect { layout.footer }

  /// The keys worth knowing now; on a narrow screen the way to the other list and the way out come first.
  package var hints: [Footer.Hint] {
    let hints = Self.keys.bindings.compactMap { binding -> Footer.Hint? in
      guard let words = binding.footer, let key = binding.keys.first else { return nil }
      switch key {
      case .tab: return Footer.Hint(key, state.view == .findings ? "entries" : "findings")
      case .character("f") where state.view == .entries: return nil
      default: return Footer.Hint(key, words)
      }
    }
    guard state.size.width < 78 else { return hints }
    let first: Set<Key> = [.enter, .tab, .character("q")]
    return hints.filter { first.contains($0.key) } + hints.filter { !first.contains($0.key) }
  }
}
