package import Canvas
import Chassis
import Commands
import Explorer

// The explorer above, the words below, and one line at the bottom.

extension Player {
  /// The rows of the box with the words, its top line included: as many as the longest words of the tour need, so
  /// that nothing moves from stop to stop.
  static func boxHeight(for tour: Tour, on size: Size, _ manner: Narration.Manner) -> Int {
    let margin = Narration.margin(manner, height: size.height).rows
    let limit = Narration.limit(height: size.height, manner)
    let needed = tour.lines.lazy.map { line in
      switch line.command {
      case .say(let words): Narration.lines(words, width: size.width, manner).count
      // Where the prediction is typed.
      case .ask(let words, _): max(Narration.lines(words, width: size.width, manner).count + 1, 3)
      default: 0
      }
    }
    return 1 + 2 * margin + min(max(needed.max() ?? 0, 2), limit)
  }

  /// What is left for the explorer; its last line is that of the whole screen.
  var explorerSize: Size {
    Size(width: size.width, height: max(size.height - boxHeight, min(size.height, Size.leastScreen.height)))
  }

  /// How many lines of the words at this stop do not fit.
  package var cutLines: Int {
    let room = boxHeight - 1 - 2 * Narration.margin(manner, height: size.height).rows - (question == nil ? 0 : 1)
    return max(Narration.lines(words, width: size.width, manner).count - room, 0)
  }

  /// The whole screen at the present stop.
  package func draw(glyphs: Glyphs) -> Grid {
    draw(explorer, glyphs: glyphs, footer: [])
  }

  /// The screen with another explorer in it, another title of the words, and what the keys do; nil leaves the last line
  /// to the explorer.
  func draw(_ explorer: Explorer, glyphs: Glyphs, title: String? = nil, footer: [(key: String, words: String)]?) -> Grid
  {
    draw(explorer, on: drawAbove(explorer, glyphs, footer), glyphs: glyphs, title: title, footer: footer)
  }

  /// The explorer alone. Who has it in hand may look ahead.
  func drawAbove(_ explorer: Explorer, _ glyphs: Glyphs, _ footer: [(key: String, words: String)]?) -> Grid {
    (question == nil || footer == nil ? explorer : explorer.withoutFuture).draw(glyphs: glyphs)
  }

  /// The screen with a drawn explorer in it.
  func draw(
    _ explorer: Explorer, on above: Grid, glyphs: Glyphs, title: String? = nil,
    footer: [(key: String, words: String)]?
  ) -> Grid {
    var grid = Grid(size: size, glyphs: glyphs)
    let last = above.size.height - 1
    grid.copy(0..<last, of: above, toRow: 0)
    let height = min(boxHeight, size.height - 1)
    let box = Rect(x: 0, y: size.height - 1 - height, width: size.width, height: height)
    drawBox(in: box, title: title ?? self.title, on: &grid)
    drawFooter(explorer, footer, above.size.height > 0 ? above : grid, on: &grid)
    return grid
  }

  /// The keys, and what the explorer says behind the first of them; or the explorer's own last line.
  private func drawFooter(
    _ explorer: Explorer, _ keys: [(key: String, words: String)]?, _ above: Grid, on grid: inout Grid
  ) {
    let y = size.height - 1
    let message = explorer.state.message
    guard let keys else {
      let rows = explorer.footerRows
      return grid.copy(above.size.height - rows..<above.size.height, of: above, toRow: size.height - rows)
    }
    let end = drawKeys(message.isEmpty ? keys : Array(keys.prefix(1)), y: y, on: &grid)
    grid.write(message, x: end, y: y, style: Style(.status, .bold), overflow: .ellipsis)
  }

  /// The title of the tour, where it is, and the mark of the stop.
  private var title: String {
    let mark = plan.stops[stop].mark.map { "  \($0)" } ?? ""
    return "\(tour.title)  \(stop + 1)/\(plan.stops.count)\(mark)"
  }

  private func drawBox(in rect: Rect, title: String, on grid: inout Grid) {
    let interior = PaneBorder(title, focus: .focused).draw(in: rect, on: &grid)
    let margin = Narration.margin(manner, height: size.height)
    var y = interior.y + margin.rows
    let style = Style(isRight.map { $0 ? .ok : .warning } ?? .narration, manner == .presenting ? .bold : [])
    let end = rect.y + rect.height - margin.rows
    for line in Narration.lines(words, width: size.width, manner) {
      guard y < end else {
        // What does not fit is not left out in silence.
        grid.write(grid.glyphs.ellipsis, x: size.width - grid.glyphs.ellipsis.count, y: end - 1, style: style)
        break
      }
      grid.write(line, x: margin.columns, y: y, style: style)
      y += 1
    }
  }

  /// Whether what was said to the answer that is shown came true; nil if nothing was said, or none is shown.
  private var isRight: Bool? {
    guard plan.stops[stop].kind == .answer, let prediction = predictions[plan.stops[stop].line], prediction.given != nil
    else { return nil }
    return prediction.isRight
  }

  /// Writes keys with what they do, as many as have room; gives the column behind them.
  private func drawKeys(_ keys: [(key: String, words: String)], y: Int, on grid: inout Grid) -> Int {
    var x = 1
    for (key, words) in keys {
      guard x + key.count + words.count + 1 <= size.width else { break }
      x = grid.write(key, x: x, y: y, style: Style(.key, .bold))
      x = grid.write(" \(words)  ", x: x, y: y)
    }
    return x
  }
}
