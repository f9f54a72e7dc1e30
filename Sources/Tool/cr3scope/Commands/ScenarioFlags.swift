import ArgumentParser
import Bytes
import Execution
import Isolation
import Recordings
import ScenarioModel
import Timelines

/// Options of the commands that look at a scenario itself, not at what happens in it.
struct ScenarioFlags: ParsableArguments {
  @Option(help: ArgumentHelp("Another protection scope: unified, pti, guest or none.", valueName: "PRESET"))
  var scope: ScopePreset?

  @OptionGroup var input: InputFlags

  /// A scope by its name.
  struct ScopePreset: ExpressibleByArgument {
    let scope: ProtectionScope

    init?(argument: String) {
      guard let found = ProtectionScope.presets.first(where: { $0.name == argument }) else { return nil }
      scope = found
    }

    static var allValueStrings: [String] { ProtectionScope.presets.map(\.name) }
  }

  /// The scenario of an input, or the built-in one if `file` is nil; `bytes` are the file's, if it is open already.
  ///
  /// If it is none, the message names the `command` and what it `needs`.
  func setup(
    of file: String?, bytes: FileBytes? = nil, for command: String, needs: String = "a scenario"
  ) throws -> ScenarioRun.Setup {
    let timeline = try input.timeline(of: file, bytes: bytes)
    guard var setup = timeline.run?.setup else {
      throw UsageError(
        "\(timeline.recording.name): \(command) needs \(needs); this is a recording, which has no sections")
    }
    if let scope { setup.scenario.scope = scope.scope }
    return setup
  }
}
