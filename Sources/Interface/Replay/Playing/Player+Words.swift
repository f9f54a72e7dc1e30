import Commands
import Explorer

// What is read at a stop.

extension Player {
  /// The words at the present stop; empty for none.
  package var words: String { words(at: stop) }

  /// The words at a stop; of an answer and of the end those that are known once it is reached.
  private func words(at stop: Int) -> String {
    let line = plan.stops[stop].line
    switch plan.stops[stop].kind {
    case .narration: if case .say(let words) = tour.lines[line].command { return words }
    case .question: if case .ask(let words, _) = tour.lines[line].command { return words }
    case .answer: return answerWords(line)
    case .end: return endWords
    case .pause: return narration(at: plan.stops[stop])
    }
    return ""
  }

  /// "You said ok. It is: fault. The read of ... is denied: ..."
  private func answerWords(_ line: Int) -> String {
    guard case .ask(_, let answer) = tour.lines[line].command else { return "" }
    let said = predictions[line].flatMap { prediction in
      prediction.given.map { "\(prediction.isRight ? "Right" : "Wrong"): you said \($0). " }
    }
    let fact = explorer.fact(answer.kind) ?? "unknown"
    let found = answer.kind == .verdict ? fact.replacing(" ", with: " and ") : fact
    let names: [Expectation.Kind: String] = [
      .verdict: "The verdict", .space: "The space", .flips: "Flips", .flushes: "Flushes", .syncs: "Syncs",
      .leaks: "What leaks", .error: "The error code", .cpl: "CPL", .cr3: "CR3", .symbol: "The symbol",
      .step: "The step",
      .event: "The event", .design: "The design", .findings: "Findings",
    ]
    return [(said ?? "") + "\(names[answer.kind] ?? "It"): \(found).", explorer.explanation(of: answer.kind)].filter {
      !$0.isEmpty
    }.joined(separator: " ")
  }

  private var endWords: String {
    // A class has answered aloud: nobody counted.
    ["The end of the tour.", manner == .presenting ? "" : score.words].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What was said last before a pause; without a word, the commands that led here.
  private func narration(at stop: TourPlan.Stop) -> String {
    if let spoken = stop.spoken, case .say(let words) = tour.lines[spoken].command { return words }
    return tour.lines[stop.lines].map { ":\($0.command.text)" }.joined(separator: "  ")
  }

  /// What only the presenter reads at the present stop.
  package var notes: [String] { notes(at: stop) }

  /// What only the presenter reads at a stop.
  func notes(at stop: Int) -> [String] {
    let lines = plan.stops[stop].lines
    return tour.lines[lines].flatMap(\.notes)
  }
}
