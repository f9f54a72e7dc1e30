import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines

/// Runs small scenarios and says what they wrote to CR3.
enum Running {
  /// A syscall that needs nothing private, and one that does.
  static let getpid = ScenarioEvent(.syscall("getpid"))
  static let read = ScenarioEvent(.syscall("read"))
  /// An interrupt whose handler needs nothing private, and one whose handler does.
  static let tick = ScenarioEvent(.interrupt("tick"))
  static let timer = ScenarioEvent(.interrupt("timer"))
  /// An NMI whose handler needs what is private.
  static let nmi = ScenarioEvent(.nmi("nmi"))

  /// A timeline of events on the standard kernel.
  static func timeline(
    _ design: Design, _ events: [ScenarioEvent], injections: [Injection] = [],
    _ change: (inout Scenario) -> Void = { _ in }
  ) throws -> Timeline {
    var scenario = Scenario(name: "test", design: design, events: events)
    change(&scenario)
    var setup = ScenarioRun.Setup(scenario)
    setup.injections = injections
    return Timeline(try ScenarioRun.record(setup))
  }
}

extension ScenarioEvent {
  /// The event, with another one before the first instruction of a symbol.
  func inside(_ symbol: String, _ nested: ScenarioEvent) -> ScenarioEvent {
    var event = self
    event.during.append(.init(at: symbol, nested))
    return event
  }

  /// The event on the second CPU of the core.
  var onSibling: ScenarioEvent {
    var event = self
    event.cpu = 1
    return event
  }
}

extension Timeline {
  /// "K>K f": every write to CR3, rewrites of the same value included, with n or f.
  var writeWords: [String] {
    (0..<count).compactMap { index in
      guard let cr3 = recording.steps.note(at: index)?.writtenCR3 else { return nil }
      let names = [space(at: index), spaces.space(of: cr3.readBack)].map { $0.map(spaces.label(of:)) ?? "?" }
      return "\(names[0])>\(names[1]) \(cr3.keepsTLB ? "n" : "f")"
    }
  }

  /// What something about the system is, step by step, without repetitions.
  func states<State: Equatable>(_ state: (System) -> State) throws -> [State] {
    let run = try #require(run)
    return (0..<count).reduce(into: []) { states, index in
      let next = state(run.system(at: index))
      if states.last != next { states.append(next) }
    }
  }

  /// The system before the first step of a symbol.
  func system(at symbol: String, from start: Int = 0) throws -> System {
    let index = try #require(step(at: symbol, from: start), "no \(symbol)")
    return try #require(run).system(at: index)
  }

  /// The name of the space in which a symbol first runs.
  func spaceName(at symbol: String, from start: Int = 0) throws -> String {
    let index = try #require(step(at: symbol, from: start), "no \(symbol)")
    return try #require(space(at: index)).name
  }

  /// Every value written to CR3, in order, rewrites of the same value included.
  var writes: [CR3] {
    (0..<count).compactMap { recording.steps.note(at: $0)?.writtenCR3 }
  }

  /// "U>K n": the flips, with n for one that keeps the TLB and f for one that flushes.
  var flipWords: [String] {
    flips.map { "\(spaces.label(of: $0.from))>\(spaces.label(of: $0.to)) \($0.keepsTLB == true ? "n" : "f")" }
  }

  /// How often siblings had to be held.
  var syncStarts: Int { (0..<count).count { sync(at: $0) == .start } }

  /// The first step whose site has this symbol, with or without its offset, from `start` on.
  func step(at symbol: String, from start: Int = 0) -> Int? {
    (start..<count).first {
      let here = recording.steps.site(at: $0).symbol
      return here == symbol || here.prefix { $0 != "+" } == symbol
    }
  }
}
