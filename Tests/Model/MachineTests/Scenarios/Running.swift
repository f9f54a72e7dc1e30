import Isolation
import Machine
import PageTables
import Testing

/// Runs small scenarios and says what they wrote to CR3.
enum Running {
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

extension Timeline {
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
