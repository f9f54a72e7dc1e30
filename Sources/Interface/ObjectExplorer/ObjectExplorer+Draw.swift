package import Canvas
package import Chassis

extension ObjectExplorer {
  /// Draws everything but the last line.
  package func drawPanes(on grid: inout Grid) {
    let layout = layout
    drawTitle(in: layout.title, on: &grid)
    if state.view == .findings {
      drawFindings(in: layout, on: &grid)
    } else {
      drawEntries(in: layout, on: &grid)
    }
    drawDetail(in: layout.detail, on: &grid)
    if layout.isSideBySide {
      let x = layout.detail.x - 1
      grid.fill(
        Rect(x: x, y: layout.body.y, width: 1, height: layout.body.height), grid.glyphs.vertical, Style(.border))
      grid.put(grid.glyphs.teeDown, x: x, y: layout.body.y, style: Style(.border))
    }
    if state.overlay != nil { drawOverlay(in: layout.body, on: &grid) }
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

  private func drawOverlay(in rect: Rect, on grid: inout Grid) {
    TextPane(
      overlayTitle, note: "j k scroll, Esc closes", lines: overlayLines(width: rect.width, glyphs: grid.glyphs),
      top: state.overlayTop
    ).draw(in: rect, on: &grid)
  }

  private var overlayTitle: String {
    switch state.overlay {
    case .detail: "all about this finding"
    case .entry: "entry \(state.opened?.name ?? "")"
    case .help, nil: "help"
    }
  }

  /// The lines of what lies over the lists.
  func overlayLines(width: Int, glyphs: Glyphs) -> [Spans] {
    switch state.overlay {
    case .detail: detailLines(width: width, glyphs: glyphs)
    case .entry: state.opened?.lines ?? []
    case .help: helpLines(glyphs: glyphs)
    case nil: []
    }
  }
}
