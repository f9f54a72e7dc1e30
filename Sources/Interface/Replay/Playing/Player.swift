package import Canvas
import Chassis
package import Commands
package import Diagnostics
package import Explorer
import Isolation
import ScenarioModel
package import Timelines

/// A tour that is played: the same tour gives the same screens.
///
///     tour --> stops --> commands --> Explorer --> Grid
///                           |
///                           +--> Need (fulfilled by the tool)
package struct Player: Sendable {
  /// What somebody has to do before the player can go on.
  package enum Need: Equatable, Sendable {
    /// Open the file that a line names, and hand it over with `opened`.
    case open(Tour.Line)
    /// Save or compare the screen, then `proceed`.
    case screen(Tour.Line)
  }

  /// A command of the tour that did not do what it says.
  package struct Failure: Equatable, Sendable {
    /// The command.
    package let line: Tour.Line
    /// What was expected and what was found.
    package let problem: String

    /// "file:12:3: expected flips 2, found 1".
    package var description: String { "\(line.place):\(line.column): \(problem)" }
  }

  /// What is played.
  package let tour: Tour
  /// Where it waits.
  package let plan: TourPlan
  /// What it shows.
  package internal(set) var explorer: Explorer {
    didSet { drawn = nil }
  }
  /// The explorer as it was drawn last for a transcript; nil if it has changed since then.
  var drawn: DrawnExplorer?
  /// The findings of the run that a transcript asked about last.
  var findings: KnownFindings?
  /// The position of the stop that is shown or on the way.
  package internal(set) var stop = 0
  /// What the tour shows at this stop, while somebody has scrolled it; nil if nobody has.
  private var unscrolled: Explorer?
  /// The position of the stop that is to be shown.
  private var goal = 0
  /// The next line to be carried out.
  var next = 0
  /// The size of the whole screen.
  package private(set) var size: Size
  /// The rows of the box with the words, its top line included.
  private(set) var boxHeight: Int
  /// Is told how far runs are, and may end them.
  private let progress: WorkProgress
  /// Whether it is shown to a class.
  let manner: Narration.Manner
  /// What was predicted last, by the line of the question.
  package internal(set) var predictions: [Int: Prediction] = [:]
  /// What was predicted before the answer was seen, by the line of the question: this is what counts.
  var first: [Int: Prediction] = [:]
  /// What was said before its answer is shown, by the line of the question.
  var said: [Int: String] = [:]
  /// What did not hold, once a line.
  package internal(set) var failures: [Failure] = []
  private var failedLines: Set<Int> = []
  /// Where one can come back to.
  private var history: History<Explorer>
  /// The first moments of inputs that were opened, by path, so that going back opens nothing again.
  private var inputs: [String: Explorer] = [:]
  private static let inputLimit = 16
  /// The most bytes that these take, about.
  private static let inputSizeLimit = 64 << 20

  /// Prepares a tour, which begins with `start`: nothing is carried out yet.
  package init(
    _ tour: Tour, start: Timeline, shellName: String = "", size: Size, manner: Narration.Manner = .reading,
    progress: WorkProgress = .unwatched
  ) {
    self.progress = progress
    self.tour = tour
    self.size = size
    self.manner = manner
    boxHeight = Self.boxHeight(for: tour, on: size, manner)
    plan = TourPlan(tour)
    explorer = Explorer(start, shellName: shellName, size: size, progress: progress)
    // All of self has to be there before the size that the words leave can be asked for.
    history = Self.history(explorer)
    explorer.update(.resize(explorerSize))
    history = Self.history(explorer)
  }

  /// Goes to a stop; the tool then calls `proceed` until nothing is needed.
  package mutating func go(to target: Int) {
    let target = min(max(target, 0), plan.stops.count - 1)
    if let unscrolled {
      explorer = unscrolled
      explorer.update(.resize(explorerSize))
      self.unscrolled = nil
    }
    if target < stop || next == 0 {
      let point = history.nearest(to: target)
      explorer = point.value
      explorer.update(.resize(explorerSize))
      next = point.stop < 0 ? 0 : plan.stops[point.stop].lines.upperBound
      stop = max(point.stop, 0)
    }
    goal = target
  }

  /// Carries out commands up to the stop that is to be shown; gives what is needed for that.
  package mutating func proceed() -> Need? {
    while true {
      let lines = plan.stops[stop].lines
      // What an earlier stop's command said is old by now.
      if next == lines.lowerBound && explorer.hasMessage { explorer.update(.command(.say(""))) }
      while next < lines.upperBound {
        guard progress.reached(next, of: plan.stops[goal].lines.upperBound) else {
          // Nobody wants to wait: the tour stays here, and goes on from here.
          goal = stop
          return nil
        }
        if let need = perform(next) { return need }
        next += 1
      }
      arrive()
      guard stop < goal else { return nil }
      stop += 1
    }
  }

  /// What is remembered of the explorer: at most 128 MiB that belong to one stop alone.
  private static func history(_ start: Explorer) -> History<Explorer> {
    History(start, weightLimit: 128 << 20) { $0.size(beside: $1) }
  }

  private mutating func arrive() {
    if plan.stops[stop].kind == .answer { judge(plan.stops[stop].line) }
    history.keep(explorer, at: stop)
  }

  /// Carries out one line.
  private mutating func perform(_ index: Int) -> Need? {
    let line = tour.lines[index]
    switch line.command {
    case .open:
      guard let path = line.path, let known = inputs[path] else { return .open(line) }
      explorer = known
      explorer.update(.resize(explorerSize))
    case .screen:
      next += 1
      return .screen(line)
    case .expect(let expectation): check(expectation, index)
    case .say, .ask, .pause, .source: break
    case .quit, .suspend, .copy, .redraw, .promptCommand, .promptSearch, .promptFilter, .promptProbe:
      fail(index, "'\(line.command.text)' does nothing in a tour")
    default:
      let timeline = explorer.timeline
      carryOut(line.command, index)
      if explorer.timeline !== timeline { history.trim(beside: explorer) }
    }
    return nil
  }

  /// Hands over the input that a line opens, and how a shell names it.
  package mutating func opened(_ timeline: Timeline, by line: Tour.Line, shellName: String) {
    guard let path = line.path else { return }
    // One map is enough to hold: the old explorer goes before the new one makes its own.
    explorer = history.nearest(to: -1).value
    let input = Explorer(timeline, shellName: shellName, size: explorerSize, progress: progress)
    let size = inputs.values.reduce(input.size(beside: explorer)) { $0 + $1.size(beside: explorer) }
    if inputs.count < Self.inputLimit && size <= Self.inputSizeLimit { inputs[path] = input }
    explorer = input
    history.trim(beside: explorer)
    next += 1
  }

  /// Says why an input could not be opened: the tour goes on with what it had.
  package mutating func cannotOpen(_ problem: String) {
    fail(next, problem)
    next += 1
  }

  /// Says that the screen is not what the file has.
  package mutating func differs(_ problem: String) {
    fail(next - 1, problem)
  }

  /// Says that words at the present stop do not fit on the screen.
  package mutating func cut() {
    let lines = cutLines == 1 ? "line" : "lines"
    fail(
      plan.stops[stop].line,
      "expected words that fit on \(size.width)x\(size.height), found \(cutLines) \(lines) too many")
  }

  /// Notes that a line did not do what it says; once a line.
  mutating func fail(_ index: Int, _ problem: String) {
    guard failedLines.insert(index).inserted else { return }
    failures.append(Failure(line: tour.lines[index], problem: problem))
  }

  /// Whether text or a list lies over the panes, which can be scrolled without changing what the tour is at.
  package var isTextOpen: Bool { explorer.state.overlay.map { $0 != .walk && $0 != .compare } ?? false }

  /// Scrolls what lies over the panes, until the tour goes on.
  package mutating func scroll(by rows: Int) {
    if unscrolled == nil { unscrolled = explorer }
    explorer.update(.command(.move(rows)))
  }

  /// Takes another size of the screen.
  package mutating func resize(_ size: Size) {
    self.size = size
    boxHeight = Self.boxHeight(for: tour, on: size, manner)
    explorer.update(.resize(explorerSize))
  }
}
