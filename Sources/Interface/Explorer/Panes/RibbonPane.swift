import Canvas
import Execution
import Chassis
import Isolation
import Recordings
import Timelines
import Verdicts

/// The whole timeline in the width of the screen: the space, the privilege level and the worst mark of
/// every cell, which stands for one or many steps.
///
///      cpu0 EEEEEE[E]EPPPPPPPP
///       cpl 333000 0 000000000
///           ···e·· · ⇄········
///     ▶cpu1 EEEEEE E E··held··   with a second thread; the cursor stands at the CPU that makes the step
struct Ribbon: ScreenPane {
  /// Columns before the first cell.
  private static let indent = 6

  let timeline: Timeline
  let step: Int
  let cellCount: Int
  let current: Int
  /// The last step that may be seen.
  private let horizon: Int
  private let survey: StepSurvey
  private let injections: [Int]
  private let violations: [Int]

  /// Shows as much as `survey` knows; what comes after the step only if that is not hidden.
  init(_ timeline: Timeline, step: Int, survey: StepSurvey, hidesFuture: Bool, width: Int) {
    self.timeline = timeline
    self.survey = survey
    self.step = step
    horizon = hidesFuture ? step : .max
    let run = timeline.run
    injections = run?.setup.injections.map(\.step) ?? []
    violations = run?.violations.map(\.step) ?? []
    // Two columns for the brackets around the current cell, one left free at the end.
    cellCount = max(min(width - Self.indent - 3, timeline.count), 1)
    current = min(step * cellCount / timeline.count, cellCount - 1)
  }

  /// The steps of a cell.
  func steps(ofCell cell: Int) -> Range<Int> {
    let count = timeline.count
    let start = (cell * count + cellCount - 1) / cellCount
    return start..<max((cell + 1) * count + cellCount - 1, 0) / cellCount
  }

  /// The first step of the cell at a column of the pane; nil beside the cells.
  func step(atColumn column: Int) -> Int? {
    var cell = column - Self.indent
    if cell > current { cell -= cell > current + 1 ? 2 : 1 }
    return (0..<cellCount).contains(cell) ? steps(ofCell: cell).lowerBound : nil
  }

  /// The column of a cell; brackets stand around the current one.
  func column(ofCell cell: Int) -> Int {
    Self.indent + cell + (cell < current ? 0 : cell == current ? 1 : 2)
  }

  /// The step that a cell shows: the current one, whatever else its cell stands for.
  func shownStep(ofCell cell: Int) -> Int { cell == current ? step : steps(ofCell: cell).lowerBound }

  func draw(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    if let run = timeline.run, run.hasSibling { return drawBoth(run, in: rect, on: &grid) }
    grid.write(" cpu0", x: rect.x, y: rect.y, style: Style(.heading))
    if rect.height > 2 { grid.write("  cpl", x: rect.x, y: rect.y + 1, style: Style(.dim)) }
    for cell in 0..<cellCount {
      draw(cell, x: rect.x + column(ofCell: cell), in: rect, on: &grid)
    }
    if rect.height > 1 { drawMarks(x: rect.x, y: rect.y + rect.height - 1, on: &grid) }
    drawBrackets(x: rect.x, y: rect.y, on: &grid)
    drawProgress(in: rect, y: rect.y + rect.height - 1, on: &grid)
  }

  /// The brackets around the current cell.
  func drawBrackets(x: Int, y: Int, on grid: inout Grid) {
    let x = x + column(ofCell: current)
    grid.put("[", x: x - 1, y: y, style: Style(.key, .bold))
    grid.put("]", x: x + 1, y: y, style: Style(.key, .bold))
  }

  /// How much has been judged, while that goes on.
  func drawProgress(in rect: Rect, y: Int, on grid: inout Grid) {
    guard timeline.hasSteps && survey.count < timeline.count else { return }
    let text = " judging \(survey.count * 100 / timeline.count)% "
    grid.write(text, x: rect.width - text.count, y: y, style: Style(.warning))
  }

  /// Whether a cell lies behind the last step that may be seen.
  func isHidden(_ cell: Int) -> Bool { cell > current && horizon < .max }

  private func draw(_ cell: Int, x: Int, in rect: Rect, on grid: inout Grid) {
    guard !isHidden(cell) else { return grid.put(grid.glyphs.dot, x: x, y: rect.y, style: Style(.dim)) }
    let shown = shownStep(ofCell: cell)
    let space = timeline.space(at: shown)
    var style = Style(space.map { Role($0.letter) } ?? .dim)
    if cell == current { style.emphasis = [.bold, .reverse] }
    grid.put(space?.name.unicodeScalars.first ?? "?", x: x, y: rect.y, style: style)
    if rect.height > 2 {
      let cpl = timeline.hasSteps ? timeline.recording.steps.cpl(at: shown) : timeline.recording.start.cpl
      grid.write(timeline.recording.hasRegisters ? String(cpl) : "?", x: x, y: rect.y + 1, style: Style(.dim))
    }
  }

  /// The row of marks.
  func drawMarks(x: Int, y: Int, on grid: inout Grid) {
    for cell in 0..<cellCount where !isHidden(cell) {
      drawMark(of: steps(ofCell: cell), x: x + column(ofCell: cell), y: y, on: &grid)
    }
  }

  private func drawMark(of steps: Range<Int>, x: Int, y: Int, on grid: inout Grid) {
    let range = horizon < .max ? steps.clamped(to: 0..<horizon + 1) : steps
    let worst = survey.worst(in: range)
    let flip = timeline.flips.partitionPoint { $0.step < range.lowerBound }
    let event = timeline.events.partitionPoint { $0.firstStep < range.lowerBound }
    if violations.contains(where: range.contains) {
      grid.put("!", x: x, y: y, style: Style(.fault, [.bold, .reverse]))
    } else if worst == .fault {
      grid.put(grid.glyphs.fault, x: x, y: y, style: Style(.fault, .bold))
    } else if flip < timeline.flips.count && range.contains(timeline.flips[flip].step) {
      grid.put(grid.glyphs.flip, x: x, y: y, style: Style(.flip, .bold))
    } else if worst == .leak {
      grid.put(grid.glyphs.leak, x: x, y: y, style: Style(.leak, .bold))
    } else if injections.contains(where: range.contains) {
      grid.put("i", x: x, y: y, style: Style(.changed, .bold))
    } else if event < timeline.events.count && range.contains(timeline.events[event].firstStep) {
      grid.put("e", x: x, y: y, style: Style(.heading))
    } else {
      grid.put(grid.glyphs.dot, x: x, y: y, style: Style(.dim))
    }
  }
}

extension Role {
  /// The role of a class.
  init(_ pageClass: PageClass) {
    switch pageClass {
    case .user: self = .user
    case .exposed: self = .exposed
    case .private: self = .privateMapping
    }
  }
}
