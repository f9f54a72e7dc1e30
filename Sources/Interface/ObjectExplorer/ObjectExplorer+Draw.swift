package import Canvas
import Explorer

extension ObjectExplorer {
  /// Draws the whole screen.
  package func draw(glyphs: Glyphs) -> Grid {
    var grid = Grid(size: state.size, glyphs: glyphs)
    let layout = layout
    guard !layout.title.isEmpty else {
      let text = "needs \(Layout.minimum.width)x\(Layout.minimum.height)"
      grid.write(text, x: 0, y: 0, style: Style(.warning), overflow: .ellipsis)
      return grid
    }
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
    footer.draw(in: layout.footer, on: &grid)
    return grid
  }

  /// Where the terminal's cursor belongs; nil to hide it.
  package var cursor: Point? { footer.cursor(in: layout.footer) }

  /// What the last line shows.
  var footer: Footer {
    let hints = ObjectKeyMap.bindings.compactMap { binding -> Footer.Hint? in
      guard let words = binding.footer, let key = binding.keys.first else { return nil }
      switch key {
      case .tab: return Footer.Hint(key, state.view == .findings ? "entries" : "findings")
      case .character("f") where state.view == .entries: return nil
      default: return Footer.Hint(key, words)
      }
    }
    // On a narrow screen the way to the other list and the way out come first.
    let first: Set<Key> = [.enter, .tab, .character("q")]
    let isNarrow = state.size.width < 78
    let sorted = hints.filter { first.contains($0.key) } + hints.filter { !first.contains($0.key) }
    return Footer(
      prompt: state.prompt, count: state.count, message: state.message, hints: isNarrow ? sorted : hints)
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
