import Execution
import Isolation
import ScenarioModel
import Timelines

/// Two threads of a core: at which kernel entries of the first must the second be held?
struct SiblingsExercise {
  /// A design with its switch for kernel protection.
  private struct Case {
    let design: Design
    let kernelProtect: Bool

    /// Those that are asked about: kernel protection changes nothing under a design that holds siblings itself.
    static let all = Design.all.filter { $0.halves != nil }.flatMap { design in
      (design.holdsSiblings ? [false] : [false, true]).map { Case(design: design, kernelProtect: $0) }
    }

    var words: String {
      design.holdsSiblings ? design.name : "\(design), kernel protection \(kernelProtect ? "on" : "off")"
    }
  }

  private let scenario: Scenario
  private let events: [AskedEvent]

  init(_ random: ExerciseRandom) {
    var random = random
    var events: [AskedEvent] = []
    for name in random.shuffled(Scenario.exerciseEntries).prefix(random.number(in: 4..<6)) {
      events.append(AskedEvent(kind: .entry(name)))
    }
    self.events = events
    var scenario = Scenario(name: "exercise", events: events.map(\.event))
    let isOtherProcess = random.oneIn(2)
    let cookie = isOtherProcess && random.oneIn(2) ? 2 : 1
    scenario.threads = [
      .init("A", process: 0, cookie: 1), .init("S", process: isOtherProcess ? 1 : 0, cpu: 1, cookie: cookie),
    ]
    scenario.settings.coreScheduling = !random.oneIn(3)
    self.scenario = scenario
  }

  func content() throws -> Exercise.Content {
    let sibling = scenario.threads[1]
    var content = Exercise.Content()
    content.parameters = [
      .init(name: "cpu0", value: "thread A of process A, cookie 1"),
      .init(name: "cpu1", value: "thread S of process \(sibling.process == 0 ? "A" : "B"), cookie \(sibling.cookie)"),
      .init(name: "core scheduling", value: scenario.settings.coreScheduling ? "on" : "off"),
    ]
    content.introduction = [
      "cpu0 and cpu1 are the two threads of one core, which has MDS. The events below happen on cpu0. S does nothing "
        + "but run user code on cpu1, when it may. Each event begins while A runs user code, and S too if it may.",
      "For each design: at which events must S be held? Give their numbers.",
    ]
    content.terms = Self.terms
    content.tables = [
      .init(
        title: "Events of cpu0", columns: ["no.", "event"],
        rows: events.enumerated().map { ["\($0.offset + 1)", $0.element.words] }),
      try scenario.entryTable(),
    ]
    content.questions = [try coreQuestion()] + (try Case.all.map(question))
    return content
  }

  private static let terms: [Exercise.Term] = [
    .init(
      word: "sibling", meaning: "the other thread of a core. It shares buffers of the core, here the fill buffers."),
    .init(
      word: "MDS", meaning: "a flaw: user code can sample what the sibling's code has just loaded to these buffers."),
    .init(
      word: "hold",
      meaning: "to interrupt a sibling in user code and to keep it in the kernel, where it attacks nobody, until "
        + "the buffers are cleared. Who runs no user code need not be held."),
    .init(
      word: "cookie, core scheduling",
      meaning: "threads with equal cookies trust each other. If core scheduling is on, threads with different cookies "
        + "never run at the same time on a core: here S is kept idle as long as A runs."),
    .init(word: "private", meaning: "kernel data that must not leak to the process; all other data is exposed."),
    .init(
      word: "pti", meaning: "the kernel runs in space K, which maps everything. It does not hold siblings by itself."),
    .init(
      word: "kernel protection",
      meaning:
        "siblings are held at every kernel entry from user code, until it returns. It was proposed for "
        + "Linux in 2020, and never merged."
    ),
    .init(
      word: "unified",
      meaning: "the kernel runs in space E, which maps no private data. An entry that needs some changes to P, and "
        + "holds siblings from before that until it is back in E. In E nobody is held."),
  ]

  private func coreQuestion() throws -> Exercise.Question {
    let timeline = try timeline([events[0]], Case(design: .standard, kernelProtect: false))
    let together = (0..<timeline.count).contains { index in
      guard let moment = timeline.run?.moment(at: index), let sibling = moment.sibling else { return false }
      return Self.runsUserCode(moment.cpu) && Self.runsUserCode(sibling)
    }
    let cookies = scenario.threads[0].cookie == scenario.threads[1].cookie ? "equal" : "different"
    let scheduling = scenario.settings.coreScheduling ? "on" : "off"
    return .init(
      text: "May user code of A and of S run at the same time?", answer: together ? "yes" : "no",
      reasons: ["The cookies are \(cookies), and core scheduling is \(scheduling)."])
  }

  private func question(_ asked: Case) throws -> Exercise.Question {
    // One run is enough to see that nobody is ever held.
    let any = try holds(events, asked)
    let held = try events.map { any ? try holds([$0], asked) : false }
    let numbers = held.indices.filter { held[$0] }.map { "\($0 + 1)" }
    return .init(
      text: "\(asked.words): at which events must S be held?",
      answer: numbers.isEmpty ? "none" : numbers.joined(separator: ", "), reasons: try reasons(asked, held: held))
  }

  private func timeline(_ events: [AskedEvent], _ asked: Case) throws -> Timeline {
    var setup = ScenarioRun.Setup(scenario)
    setup.scenario.events = events.map(\.event)
    setup.design = asked.design
    setup.settings.kernelProtect = asked.kernelProtect
    return Timeline(try ScenarioRun.record(setup))
  }

  /// Whether siblings have to be held in a run of these events, while this one runs user code. Only the first event
  /// of a run surely finds it there: it may still be on its way back when the next one comes.
  private func holds(_ events: [AskedEvent], _ asked: Case) throws -> Bool {
    let timeline = try timeline(events, asked)
    return (0..<timeline.count).contains { step in
      guard timeline.sync(at: step) == .start, timeline.cpu(at: step) == 0,
        let sibling = timeline.run?.moment(at: step).sibling
      else { return false }
      return Self.runsUserCode(sibling)
    }
  }

  private static func runsUserCode(_ cpu: Moment.CPUState) -> Bool {
    cpu.cpl == 3 && cpu.hold == nil && !cpu.isAsleep
  }

  private func reasons(_ asked: Case, held: [Bool]) throws -> [String] {
    if !asked.design.holdsSiblings && !asked.kernelProtect {
      return ["\(asked.design) holds nobody, whatever S can sample."]
    }
    if !held.contains(true) && asked.kernelProtect { return ["S runs no user code while A runs."] }
    if asked.kernelProtect { return ["Each event enters the kernel from user code."] }
    return try zip(events.indices, zip(events, held)).map { number, event in
      let isPrivate = try needsPrivate(event.0)
      let why = isPrivate ? "needs private data, hence P" : "stays in E"
      return "\(number + 1), \(event.0.words): \(why)" + (isPrivate && !event.1 ? ", but S runs no user code." : ".")
    }
  }

  private func needsPrivate(_ event: AskedEvent) throws -> Bool {
    guard case .entry(let name) = event.kind, let entry = scenario.entries.first(where: { $0.name == name }) else {
      return false
    }
    let exposed = scenario.scope.exposedClasses(settings: scenario.settings)
    return try scenario.needs(of: entry.function).contains { !exposed.contains($0.sectionClass) }
  }
}
