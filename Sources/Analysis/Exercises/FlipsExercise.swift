import Execution
import Isolation
import Recordings
import ScenarioModel
import Timelines

/// A few events, and how often CR3 is switched for them under each design.
struct FlipsExercise {
  private let scenario: Scenario
  private let events: [AskedEvent]

  init(_ random: ExerciseRandom) {
    var random = random
    events = Self.events(&random)
    scenario = Self.scenario(events)
  }

  /// The scenario that a list of events stands for: processes A and B, of which A runs first.
  private static func scenario(_ events: [AskedEvent]) -> Scenario {
    var scenario = Scenario(name: "exercise", events: events.map(\.event))
    scenario.threads = [.init("A", process: 0), .init("B", process: 1)]
    return scenario
  }

  /// Three or four events, none like the one before it.
  private static func events(_ random: inout ExerciseRandom) -> [AskedEvent] {
    let count = random.number(in: 3..<5)
    var running = "A"
    var events: [AskedEvent] = []
    while events.count < count {
      let event = event(running: running, &random)
      // A page faults only once: then it is there.
      if event == events.last || event.kind == .entry("page-fault") && events.contains(event) { continue }
      if case .schedule(let thread) = event.kind { running = thread }
      events.append(event)
    }
    return events
  }

  private static func event(running: String, _ random: inout ExerciseRandom) -> AskedEvent {
    switch random.number(in: 0..<6) {
    case 0, 1: AskedEvent(kind: .entry(random.pick(["getpid", "clock_gettime", "read", "write"])))
    case 2:
      AskedEvent(
        kind: .entry(random.pick(["getpid", "read"])),
        interruptedBy: random.pick(["tick", "timer", "nmi", "nmi-exposed"]))
    case 3: AskedEvent(kind: .entry(random.pick(["tick", "timer", "reschedule"])))
    case 4: AskedEvent(kind: .entry(random.pick(["nmi", "nmi-exposed", "page-fault"])))
    default: AskedEvent(kind: .schedule(running == "A" ? "B" : "A"))
    }
  }

  func content() throws -> Exercise.Content {
    var content = Exercise.Content()
    content.parameters = [.init(name: "events", value: "\(events.count)"), .init(name: "processes", value: "A, B")]
    content.introduction = [
      "Process A runs in user code. The events below happen one after the other; each begins in user code and ends "
        + "there. For each design: how many flips are there in all? Write down each flip with its two spaces.",
      "Nothing but the private data of the table makes kernel code leave E, I or R.",
    ]
    content.terms = Self.terms + Design.all.map { .init(word: $0.name, meaning: $0.rule) }
    content.tables = [
      .init(
        title: "Events", columns: ["no.", "event"],
        rows: events.enumerated().map { ["\($0.offset + 1)", $0.element.words] }),
      try scenario.entryTable(),
    ]
    content.questions = try Design.all.map(question)
    return content
  }

  private static let terms: [Exercise.Term] = [
    .init(word: "space", meaning: "what one value of CR3 maps. Each process has its own: K(A) is the K of process A."),
    .init(
      word: "flip", meaning: "a write to CR3 that changes the space. U>K stands for U(A)>K(A), or that of B."),
    .init(word: "private", meaning: "kernel data that must not leak to the process; all other data is exposed."),
    .init(word: "entry", meaning: "the kernel is entered: by a syscall, an interrupt, an exception or an NMI."),
  ]

  private func question(_ design: Design) throws -> Exercise.Question {
    var setup = ScenarioRun.Setup(scenario)
    setup.design = design
    let timeline = Timeline(try ScenarioRun.record(setup))
    let flips = timeline.flips.map { flip in
      "\(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to)) at \(flip.site)"
        + (timeline.event(at: flip.step).map { ", in \($0.name)" } ?? "")
    }
    return .init(
      text: "\(design): how many flips?", answer: "\(flips.count)",
      reasons: flips.isEmpty ? ["No event needs another space."] : flips)
  }
}
