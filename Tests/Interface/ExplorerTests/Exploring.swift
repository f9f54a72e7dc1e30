import Canvas
import Captures
import Execution
import Chassis
import Explorer
import Recordings
import ScenarioModel
import TestSupport
import Timelines

/// Explorers to test with, and keys by their names.
enum Exploring {
  /// The built-in getpid: 216 steps, flips at 8 and 207.
  static let builtIn = Timeline(BuiltIn.recording())

  /// The built-in recording on a screen.
  static func builtIn(_ width: Int = 80, _ height: Int = 24) -> Explorer {
    Explorer(builtIn, shellName: "", size: Size(width: width, height: height))
  }

  /// The built-in scenario on a screen: unified, flips at 38, 56, 70 and 81.
  static func first(_ width: Int = 80, _ height: Int = 24) throws -> Explorer {
    try scenario(.first, width, height)
  }

  /// A scenario on a screen.
  static func scenario(_ scenario: Scenario, _ width: Int = 80, _ height: Int = 24) throws -> Explorer {
    let run = try ScenarioRun.record(ScenarioRun.Setup(scenario))
    return Explorer(Timeline(run), shellName: "", size: Size(width: width, height: height))
  }

  /// A sample on a screen of 80x24.
  static func sample(_ name: String) throws -> Explorer {
    let path = TestSupport.sample("captures/\(name)")
    var recording = try InputFile.open(path).recording
    // The name on the screen must not depend on where the repository lies.
    recording.name = name
    return Explorer(Timeline(recording), shellName: name, size: Size(width: 80, height: 24))
  }
}

extension Explorer {
  /// Presses keys by their names, separated by blanks, such as "1 0 Space n Esc"; gives the last request.
  @discardableResult
  mutating func press(_ names: String) -> Request? {
    var last: Request?
    for name in names.split(separator: " ") {
      guard let key = Key(name: String(name)) else { preconditionFailure("no key '\(name)'") }
      last = update(.key(key))
    }
    return last
  }

  /// Types a line after ':' and enters it.
  @discardableResult
  mutating func command(_ text: String) -> Request? {
    press(":")
    type(text)
    return press("Enter")
  }

  /// Types characters.
  mutating func type(_ text: String) {
    for character in text { update(.key(.character(character))) }
  }

  /// The current step's own number.
  var number: Int { stepNumber(state.step) }

  /// The screen as text.
  func screen(_ glyphs: Glyphs = .unicode) -> [String] { draw(glyphs: glyphs).lines }
}
