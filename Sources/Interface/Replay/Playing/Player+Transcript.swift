package import Canvas
import Chassis
import Commands
import Execution
import Explorer

// What exports are made of.

/// An explorer that was drawn, so that stops which change only the words need not draw it again.
struct DrawnExplorer: Sendable {
  let glyphs: Glyphs
  /// Whether it was drawn for a question, without what comes later.
  let hidesFuture: Bool
  let grid: Grid
}

/// How many findings the section check has for a run: the same at each of its steps.
struct KnownFindings: Sendable {
  let run: ScenarioRun
  let fact: String?
}

extension Player {
  /// The present stop as an export has it; `hasFacts` says whether the values of the model are asked for.
  package mutating func transcript(glyphs: Glyphs, hasFacts: Bool) -> Transcript.Stop {
    let planned = plan.stops[stop]
    let line = tour.lines[planned.line]
    var result = Transcript.Stop(
      number: stop + 1, kind: planned.kind, place: line.place, seconds: seconds,
      screen: drawForTranscript(glyphs: glyphs))
    result.mark = planned.mark
    result.narration = words
    result.answer = plan.answer(at: stop, of: tour)?.text
    result.commands = tour.lines[planned.lines].map(\.command).filter { !$0.waits }.map(\.text)
    if hasFacts { result.facts = facts() }
    return result
  }

  /// For how long a recording shows the present stop: as long as the tour says, else as long as it takes to read its
  /// words at three a second, and to look at the screen.
  private var seconds: Double {
    if let length = plan.stops[stop].length {
      let (seconds, attoseconds) = length.components
      return Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000
    }
    return Double(2 + words.split(separator: " ").count / 3)
  }

  private mutating func drawForTranscript(glyphs: Glyphs) -> Grid {
    let hidesFuture = question != nil
    if drawn?.glyphs != glyphs || drawn?.hidesFuture != hidesFuture { drawn = nil }
    let above = drawn?.grid ?? drawAbove(explorer, glyphs, [])
    drawn = DrawnExplorer(glyphs: glyphs, hidesFuture: hidesFuture, grid: above)
    return draw(explorer, on: above, glyphs: glyphs, footer: [])
  }

  private mutating func facts() -> [Transcript.Fact] {
    Expectation.Kind.allCases.compactMap { kind in
      (kind == .findings ? findingsFact() : explorer.fact(kind)).map { value in
        Transcript.Fact(kind.rawValue, value, isNumber: kind.isCount)
      }
    }
  }

  private mutating func findingsFact() -> String? {
    guard let run = explorer.run else { return explorer.fact(.findings) }
    if let findings, findings.run === run { return findings.fact }
    let fact = explorer.fact(.findings)
    findings = KnownFindings(run: run, fact: fact)
    return fact
  }
}

extension Expectation.Kind {
  /// Whether its values are decimal numbers.
  fileprivate var isCount: Bool {
    switch self {
    case .step, .cpl, .flips, .flushes, .syncs, .findings: true
    default: false
    }
  }
}
