import Chassis
import Commands
import Explorer

// What is read at a stop.

extension Player {
  /// The words at the present stop; empty for none.
  package var words: String {
    switch plan.stops[stop].kind {
    case .answer: answerWords(plan.stops[stop].line)
    case .end: endWords
    case .narration, .question: plan.words(at: stop, of: tour) ?? ""
    // Without a word, the commands that led here.
    case .pause:
      plan.words(at: stop, of: tour)
        ?? tour.lines[plan.stops[stop].lines].map { ":\($0.command.text)" }.joined(separator: "  ")
    }
  }

  /// "Wrong: you said ok. The verdict: fault. The read of ... is denied: ..."
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
}
