import Bytes
import Diagnostics
import Execution
import Isolation
import Recordings
import ScenarioModel
import Scenarios
import TestSupport
import Timelines

/// Reads scenarios from text and from samples.
enum Reading {
  /// A scenario in a file "x.yaml".
  static func scenario(_ text: String) throws(ParseError) -> Scenario {
    try ScenarioFile.read(FileBytes(name: "x.yaml", Array(text.utf8)), name: "x")
  }

  /// What is wrong with a scenario; nil if nothing is.
  static func error(_ text: String) -> String? {
    do throws(ParseError) {
      _ = try scenario(text)
      return nil
    } catch {
      return error.description
    }
  }

  /// A sample by its name without folder and ending.
  static func sampleScenario(_ name: String) throws(ParseError) -> Scenario {
    try ScenarioFile.read(try FileBytes.open(sample("scenarios/\(name).yaml")), name: name)
  }

  /// A scenario under a design.
  static func timeline(_ scenario: Scenario, _ design: Design, _ change: (inout ScenarioRun.Setup) -> Void = { _ in })
    throws -> Timeline
  {
    var setup = ScenarioRun.Setup(scenario)
    setup.design = design
    change(&setup)
    return Timeline(try ScenarioRun.record(setup))
  }
}

extension Timeline {
  /// "U>K n": the flips, with n for one that keeps the TLB and f for one that flushes.
  var flipWords: [String] {
    flips.map { "\(spaces.label(of: $0.from))>\(spaces.label(of: $0.to)) \($0.keepsTLB == true ? "n" : "f")" }
  }

  /// How many values were written to CR3, rewrites of the same value included.
  var writeCount: Int { (0..<count).count { recording.steps.note(at: $0)?.writtenCR3 != nil } }

  /// What was said about the run.
  var warnings: [String] { recording.notices.map(\.message) }
}
