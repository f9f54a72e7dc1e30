import Canvas
import Chassis
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

  /// Has the explorer carry out a command; a refusal is a mistake of the tour.
  mutating func carryOut(_ command: Command, _ index: Int) {
    // The answer to a probe or a list is nowhere else on the screen. What other commands do can be seen, and the line
    // is better used for the keys.
    defer { if !command.isAsked { explorer.update(.command(.say(""))) } }
    let before = explorer.state.position
    explorer.update(.command(command))
    let message = explorer.state.message
    if explorer.state.isRefusal {
      fail(index, "expected '\(command.text)' to lead somewhere, found: \(message)")
    } else if command.moves && before == explorer.state.position {
      let found = message.isEmpty ? " the same before it" : ": \(message)"
      fail(index, "expected '\(command.text)' to change something, found\(found)")
    }
  }

  // MARK: Predictions

  /// The question that waits for an answer at the present stop; nil if there is none.
  package var question: (words: String, answer: Expectation)? {
    guard plan.stops[stop].kind == .question, let words = plan.words(at: stop, of: tour),
      let answer = plan.answer(at: stop, of: tour)
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
    let isRight = given.map { isTrue($0, of: answer.kind) } ?? false
    predictions[index] = Prediction(given: given, isRight: isRight)
    // Who has seen the answer predicts no more.
    if first[index] == nil { first[index] = predictions[index] }
  }

  /// Whether something said is so, however people write it: "55E000" for 0x55e000, "nothing" for none.
  private func isTrue(_ words: String, of kind: Expectation.Kind) -> Bool {
    let small = words.lowercased()
    var spellings = [words, small, words.uppercased()]
    if kind == .cr3 || kind == .error { spellings.append("0x" + small) }
    if ["nothing", "no", "nobody"].contains(small) { spellings.append("none") }
    return spellings.contains { explorer.holds(Expectation(kind, $0), screen: []) }
  }

  /// What came of the predictions so far.
  package var score: Score {
    Score(
      right: first.values.count { $0.isRight }, given: first.values.count { $0.given != nil },
      asked: plan.questionCount)
  }

  /// What can be said to the present question, if these are few words.
  package var choices: [String] {
    guard let question else { return [] }
    return explorer.choices(for: question.answer.kind)
  }
}

extension Command {
  /// Whether it changes where the user is, and nothing else. Not so if it says where that is to be, which may be so
  /// already: a step, a pane, a filter.
  fileprivate var moves: Bool {
    switch self {
    case .step, .back, .move, .page, .only, .onlyNext, .close, .toggle: true
    case .filter(let text): text.isEmpty
    default: false
    }
  }

  /// Whether its message is what it is there for.
  fileprivate var isAsked: Bool {
    switch self {
    case .probe, .only, .onlyNext, .shell: true
    default: false
    }
  }
}
