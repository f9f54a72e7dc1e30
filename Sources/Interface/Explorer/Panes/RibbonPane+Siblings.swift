import Canvas
import Execution
import Isolation
import Timelines

// The two threads of a core in lock-step: every column is the same moment on both.

extension Ribbon {
  /// What one cell of a CPU's row shows.
  private enum Look: Equatable {
    /// It runs, with a space of this name.
    case runs(String, PageClass)
    /// It does not go on.
    case waits(CPU.Hold)
    /// It sleeps.
    case sleeps

    /// What the letters of a row of such cells say, as far as they fit; nil for what shows its space.
    var word: String? {
      switch self {
      case .runs: nil
      case .waits(.ack): "waits"
      case .waits(.privateWork): "held"
      case .waits(.cookie): "idle"
      case .sleeps: "zzz"
      }
    }
  }

  /// Draws cpu0, its privilege level, the marks, then cpu1 and, on tall screens, its level.
  func drawBoth(_ run: ScenarioRun, in rect: Rect, on grid: inout Grid) {
    let levels = rect.height > 3
    let second = rect.y + min(rect.height - 1, levels ? 3 : rect.height - 1)
    drawRow(of: 0, run, x: rect.x, y: rect.y, on: &grid)
    if levels { drawLevels(of: 0, run, x: rect.x, y: rect.y + 1, on: &grid) }
    if rect.height > 2 {
      drawMarks(x: rect.x, y: second - 1, on: &grid)
      drawProgress(in: rect, y: second - 1, on: &grid)
    }
    if rect.height > 1 { drawRow(of: 1, run, x: rect.x, y: second, on: &grid) }
    if rect.height > 4 { drawLevels(of: 1, run, x: rect.x, y: second + 1, on: &grid) }
  }

  private func drawRow(of number: Int, _ run: ScenarioRun, x: Int, y: Int, on grid: inout Grid) {
    let isActing = timeline.cpu(at: step) == number
    let mark = isActing ? String(grid.glyphs.cursor) : " "
    grid.write("\(mark)cpu\(number)", x: x, y: y, style: Style(isActing ? .key : .heading, isActing ? .bold : []))
    let looks = (0..<cellCount).map { look(of: number, run, at: shownStep(ofCell: $0)) }
    let letters = letters(for: looks, dot: grid.glyphs.dot)
    for cell in 0..<cellCount {
      guard !isHidden(cell) else {
        grid.put(grid.glyphs.dot, x: x + column(ofCell: cell), y: y, style: Style(.dim))
        continue
      }
      var style: Style
      switch looks[cell] {
      case .runs(_, let pageClass): style = Style(Role(pageClass))
      case .waits: style = Style(.warning, .bold)
      case .sleeps: style = Style(.dim)
      }
      if cell == current { style.emphasis = [.bold, .reverse] }
      grid.put(letters[cell], x: x + column(ofCell: cell), y: y, style: style)
    }
    if isActing { drawBrackets(x: x, y: y, on: &grid) }
  }

  private func drawLevels(of number: Int, _ run: ScenarioRun, x: Int, y: Int, on grid: inout Grid) {
    grid.write("  cpl", x: x, y: y, style: Style(.dim))
    for cell in 0..<cellCount where !isHidden(cell) {
      let cpl = run.moment(at: shownStep(ofCell: cell)).cpu(number).cpl
      grid.write(String(cpl), x: x + column(ofCell: cell), y: y, style: Style(.dim))
    }
  }

  private func look(of number: Int, _ run: ScenarioRun, at step: Int) -> Look {
    let cpu = run.moment(at: step).cpu(number)
    if let hold = cpu.hold { return .waits(hold) }
    if cpu.isAsleep { return .sleeps }
    let design = run.setup.design
    return .runs(design.spaceName(cpu.spaceKind), design.letter(cpu.spaceKind))
  }

  /// One letter a cell. A run of cells that do not go on says why in its middle, if it is long enough; the current
  /// cell parts a run, since brackets stand around it.
  private func letters(for looks: [Look], dot: Unicode.Scalar) -> [Unicode.Scalar] {
    var letters = looks.map { look in
      if case .runs(let name, _) = look { name.unicodeScalars.first ?? "?" } else { dot }
    }
    var start = 0
    while start < looks.count {
      var end = start + 1
      while end < looks.count, looks[end] == looks[start], end != current, end - 1 != current { end += 1 }
      if let word = looks[start].word, word.count <= end - start {
        let first = start + (end - start - word.count) / 2
        for (offset, letter) in word.unicodeScalars.enumerated() { letters[first + offset] = letter }
      }
      start = end
    }
    return letters
  }
}
