import Commands

// What the tour itself says at a stop, without knowing what came of it.

extension TourPlan {
  /// The words of a narration or a question, or those that are still to be read at a pause; nil for what only becomes
  /// known when it is reached, and where nothing is said.
  func words(at stop: Int, of tour: Tour) -> String? {
    let line = stops[stop].kind == .pause ? stops[stop].spoken : stops[stop].line
    switch (stops[stop].kind, line.map { tour.lines[$0].command }) {
    case (.narration, .say(let words)?), (.pause, .say(let words)?), (.question, .ask(let words, _)?): return words
    default: return nil
    }
  }

  /// What is to be predicted, or was; nil at other stops.
  func answer(at stop: Int, of tour: Tour) -> Expectation? {
    guard stops[stop].kind == .question || stops[stop].kind == .answer,
      case .ask(_, let answer) = tour.lines[stops[stop].line].command
    else { return nil }
    return answer
  }

  /// What only the presenter reads.
  func notes(at stop: Int, of tour: Tour) -> [String] { tour.lines[stops[stop].lines].flatMap(\.notes) }
}
