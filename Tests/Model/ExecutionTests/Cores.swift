import Execution
import Isolation
import Recordings
import ScenarioModel
import Testing
import Timelines

/// A core with two threads: A of process 0 on CPU 0, S on CPU 1.
enum Cores {
  /// The designs that hold siblings by themselves.
  static let holders = [Design.asi3, .gasi, .unified]

  /// A timeline of events on both CPUs.
  static func timeline(
    _ design: Design, _ events: [ScenarioEvent], process: Int? = 0, cookie: Int = 0, isIdle: Bool = false,
    injections: [Injection] = [], _ change: (inout Scenario) -> Void = { _ in }
  ) throws -> Timeline {
    try Running.timeline(design, events, injections: injections) { scenario in
      scenario.threads.append(.init("S", process: process, isIdle: isIdle, cpu: 1, cookie: cookie))
      change(&scenario)
    }
  }

  /// What a CPU does, in the words of the concurrency matrix of semantics.md 4.
  enum Context: String {
    case user
    case exposed
    case `private`
    case idle

    init(_ cpu: Moment.CPUState) {
      if cpu.isAsleep || cpu.hold == .cookie {
        self = .idle
      } else if cpu.cpl == 3 {
        self = .user
      } else {
        self = cpu.spaceKind == .private ? .private : .exposed
      }
    }
  }
}

extension Timeline {
  /// The moment before a step.
  func moment(_ index: Int) throws -> Moment { try #require(run).moment(at: index) }

  /// The steps before which the two CPUs are in these contexts, in either order.
  func steps(with first: Cores.Context, _ second: Cores.Context) throws -> [Int] {
    try (0..<count).filter { index in
      let moment = try moment(index)
      guard let sibling = moment.sibling else { return false }
      let pair = [Cores.Context(moment.cpu), Cores.Context(sibling)]
      return pair == [first, second] || pair == [second, first]
    }
  }

  /// The first step of a symbol that a CPU makes, from `start` on.
  func step(at symbol: String, cpu: Int, from start: Int = 0) throws -> Int? {
    var found = step(at: symbol, from: start)
    while let index = found, try moment(index).cpu.number != cpu { found = step(at: symbol, from: index + 1) }
    return found
  }

  /// The first step from `start` on at which a CPU clears the buffers.
  func clear(from start: Int, cpu: Int) throws -> Int? {
    try (start..<count).first {
      try recording.steps.site(at: $0).instruction?.hasPrefix("verw") == true && moment($0).cpu.number == cpu
    }
  }
}
