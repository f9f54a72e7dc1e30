package import Commands

/// The moments at which a tour waits, and what is carried out between them: known before anything is run.
///
///     open a.yaml     |
///     say "..."       | 1 narration
///     next flip       |
///     ask "?" = ...   | 2 question
///     step            | 3 answer, once all before the next say, ask or pause is done
///     say "..."       | 4 narration
package struct TourPlan: Equatable, Sendable {
  /// A moment at which the tour waits.
  package struct Stop: Equatable, Sendable {
    /// What is waited for.
    package let kind: Transcript.Stop.Kind
    /// The lines that are carried out on the way here from the stop before.
    package let lines: Range<Int>
    /// The line that has it wait; of an answer that of the question.
    package let line: Int
    /// The name that the tour gives to this moment; nil for none.
    package var mark: String? = nil
    /// The line whose words are still to be read at a pause; nil if there is none.
    package var spoken: Int? = nil
    /// How long it waits at most; nil for as long as it takes.
    package var length: Duration? = nil
  }

  /// In order; there is at least one, at the end.
  package private(set) var stops: [Stop] = []
  private var start = 0
  private var question: Int?
  private var narration: Int?

  /// Divides the lines of a tour, which are not empty.
  package init(_ tour: Tour) {
    guard tour.lines.contains(where: { $0.command.waits }) else {
      addEveryCommand(of: tour)
      return
    }
    for (index, line) in tour.lines.enumerated() {
      switch line.command {
      case .say:
        add(.narration, at: index, of: tour)
        narration = index
      case .ask:
        add(.question, at: index, of: tour)
        question = index
      case .pause(let length): addPause(length, at: index, of: tour)
      default: break
      }
    }
    let hasQuestions = stops.contains { $0.kind == .question }
    addAnswer(before: tour.lines.count, of: tour)
    if start < tour.lines.count || hasQuestions || stops.isEmpty {
      let lines = start..<tour.lines.count
      stops.append(Stop(kind: .end, lines: lines, line: tour.lines.count - 1, mark: Self.mark(in: lines, of: tour)))
    }
  }

  /// A tour in which nothing waits, as it is recorded, waits behind every command that shows something.
  private mutating func addEveryCommand(of tour: Tour) {
    for (index, line) in tour.lines.enumerated() where line.command.isShown { add(.pause, at: index, of: tour) }
    if stops.isEmpty || start < tour.lines.count {
      stops.append(Stop(kind: .end, lines: start..<tour.lines.count, line: tour.lines.count - 1))
    }
  }

  private mutating func add(_ kind: Transcript.Stop.Kind, at index: Int, of tour: Tour) {
    addAnswer(before: index, of: tour)
    let lines = start..<index + 1
    stops.append(Stop(kind: kind, lines: lines, line: index, mark: Self.mark(in: lines, of: tour)))
    start = index + 1
  }

  /// A pause right behind a stop only says how long that one waits.
  private mutating func addPause(_ length: Duration?, at index: Int, of tour: Tour) {
    addAnswer(before: index, of: tour)
    if start != index || stops.isEmpty {
      add(.pause, at: index, of: tour)
      stops[stops.count - 1].spoken = narration
    }
    stops[stops.count - 1].length = length
  }

  /// The answer to a question comes when all is done that was to be predicted.
  private mutating func addAnswer(before index: Int, of tour: Tour) {
    guard let question else { return }
    let lines = start..<index
    stops.append(Stop(kind: .answer, lines: lines, line: question, mark: Self.mark(in: lines, of: tour)))
    start = index
    self.question = nil
  }

  private static func mark(in lines: Range<Int>, of tour: Tour) -> String? {
    for line in tour.lines[lines].reversed() { if case .mark(let name) = line.command { return name } }
    return nil
  }

  /// The stop with a mark of this name, or with this number, from 1, or the last one for "end"; nil if there is none.
  package func stop(named name: String) -> Int? {
    if name == "end" { return stops.count - 1 }
    if let number = Int(name), stops.indices.contains(number - 1) { return number - 1 }
    return stops.firstIndex { $0.mark == name }
  }

  /// How many predictions are asked for.
  package var questionCount: Int { stops.count { $0.kind == .question } }
}

extension Command {
  /// Whether a tour waits at it, so that it has a place of its own beside the commands between.
  var waits: Bool {
    switch self {
    case .say, .ask, .pause: true
    default: false
    }
  }

  /// Whether the screen is another one behind it.
  fileprivate var isShown: Bool {
    switch self {
    case .expect, .screen, .mark: false
    default: true
    }
  }
}
