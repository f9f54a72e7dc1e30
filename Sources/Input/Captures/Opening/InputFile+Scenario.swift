import Bytes
package import Diagnostics
package import Execution
import Recordings
import ScenarioModel
import Scenarios
import Timelines

extension InputFile {
  /// What is to be run, as a file says it.
  package struct ScenarioInput: Sendable {
    /// The scenario with its own design and settings.
    package let setup: ScenarioRun.Setup
    /// What was assumed and what is missing, if the events were taken from a log; what was not used of a table.
    package let notices: [Notice]
  }

  /// Opens the scenario at `path`, or on standard input for "-", without running it. Of a step log it is the log's
  /// events.
  ///
  /// Throws if the file cannot be used, or is a dump, in which nothing happens.
  package static func scenario(_ path: String) throws(ParseError) -> ScenarioInput {
    let bytes = try FileBytes.open(path)
    let place = InputPath(path)
    switch try InputKind.detect(bytes) {
    case .scenario:
      let scenario = try readScenario(bytes, place)
      return ScenarioInput(setup: .init(scenario), notices: scenario.notices)
    case .stepLog:
      let timeline = Timeline(try source(bytes, at: place))
      do throws(ScenarioError) {
        return ScenarioInput(setup: .init(try Scenario(eventsOf: timeline)), notices: timeline.recording.notices)
      } catch {
        throw ParseError(file: bytes.name, found: error.description)
      }
    case .coreDump:
      throw ParseError(
        file: bytes.name, found: "a dump is one moment, in which nothing happens",
        expected: "a scenario, or a step log, whose events are run")
    }
  }

  /// Reads a scenario and the regular files beside it that it includes; on standard input there are none.
  static func readScenario(_ bytes: FileBytes, _ place: InputPath) throws(ParseError) -> Scenario {
    guard !place.isStandardInput else { return try ScenarioFile.read(bytes, name: bytes.name) }
    return try ScenarioFile.read(bytes, name: place.stem) { name throws(ParseError) in
      let path = place.neighbour(name)
      return FileBytes.isRegular(path) ? try FileBytes.open(path, expected: "a map with entries (YAML)") : nil
    }
  }
}
