package import Canvas
import Commands
import Explorer

// What exports are made of.

extension Player {
  /// The present stop as an export has it; `hasFacts` says whether the values of the model are asked for.
  package func transcript(glyphs: Glyphs, hasFacts: Bool) -> Transcript.Stop {
    let planned = plan.stops[stop]
    let line = tour.lines[planned.line]
    var result = Transcript.Stop(
      number: stop + 1, kind: planned.kind, place: line.place, seconds: seconds, screen: draw(glyphs: glyphs))
    result.mark = planned.mark
    result.narration = words
    result.answer = plan.answer(at: stop, of: tour)?.text
    result.commands = tour.lines[planned.lines].map(\.command).filter { !$0.waits }.map(\.text)
    if hasFacts { result.facts = facts }
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

  private var facts: [Transcript.Fact] {
    Expectation.Kind.allCases.compactMap { kind in
      explorer.fact(kind).map { value in
        Transcript.Fact(kind.rawValue, value, isNumber: kind.isCount)
      }
    }
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
