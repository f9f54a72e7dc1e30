import Canvas
package import Commands
import Explorer

// What a tour says is so, and what was predicted.

extension Player {
  /// Notes it if something said is not so.
  mutating func check(_ expectation: Expectation, _ index: Int, isAnswer: Bool = false) {
    let screen = expectation.kind == .screen ? draw(glyphs: .unicode).lines : []
    if explorer.holds(expectation, screen: screen) { return }
    if expectation.kind == .screen, explorer.holds(expectation, screen: draw(glyphs: .ascii).lines) { return }
    // An answer is looked at once all is done that was to be predicted, which may be more than the author thought.
    let place = isAnswer ? " (looked at behind line \(tour.lines[max(next - 1, index)].line))" : ""
    fail(index, "expected \(expectation.text), found \(explorer.found(expectation.kind))\(place)")
  }

  /// Has the explorer carry out a command, and notes it if that did nothing.
  mutating func carryOut(_ command: Command, _ index: Int) {
    guard command.leadsSomewhere else {
      explorer.update(.command(command))
      // The line above the words has the mark already.
      if case .mark = command { explorer.update(.command(.say(""))) }
      return
    }
    let before = explorer.state
    explorer.update(.command(command))
    guard !explorer.state.message.isEmpty else { return }
    var after = explorer.state
    after.message = before.message
    if after == before { fail(index, "'\(command.text)' did nothing: \(explorer.state.message)") }
  }

  // MARK: Predictions

  /// The question that waits for an answer at the present stop; nil if there is none.
  package var question: (words: String, answer: Expectation)? {
    guard plan.stops[stop].kind == .question,
      case .ask(let words, let answer) = tour.lines[plan.stops[stop].line].command
    else { return nil }
    return (words, answer)
  }

  /// Takes what somebody says to the present question; nil for nothing.
  package mutating func predict(_ words: String?) {
    said[plan.stops[stop].line] = words
  }

  /// Compares what was said with what is.
  mutating func judge(_ index: Int) {
    guard case .ask(_, let answer) = tour.lines[index].command else { return }
    check(answer, index, isAnswer: true)
    let given = said[index]
    let isRight = given.map { explorer.holds(Expectation(answer.kind, $0), screen: []) } ?? false
    predictions[index] = Prediction(given: given, isRight: isRight)
  }

  /// What came of the predictions so far.
  package var score: Score {
    Score(
      right: predictions.values.count { $0.isRight }, given: predictions.values.count { $0.given != nil },
      asked: plan.questionCount)
  }

  /// What can be said to the present question, if these are few words.
  package var choices: [String] {
    guard let question else { return [] }
    return explorer.choices(for: question.answer.kind)
  }
}

extension Command {
  /// Whether it is there to lead somewhere: if it leads nowhere, the tour is wrong. At the ends of a timeline steps
  /// stay where they are.
  fileprivate var leadsSomewhere: Bool {
    switch self {
    case .next, .previous, .again, .againBack, .goto, .search, .design, .nextDesign, .set, .inject, .undo, .compareNext,
      .compare, .probe, .focus:
      true
    default: false
    }
  }
}
