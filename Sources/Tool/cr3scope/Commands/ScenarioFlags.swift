import ArgumentParser
import Isolation
import Machine

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

  /// The scenario of an input, or the built-in one if `file` is nil; `command` is named if there is none.
  func setup(of file: String?, for command: String) throws -> ScenarioRun.Setup {
    let recording = try input.timeline(of: file).recording
    guard var setup = recording.run?.setup else {
      throw UsageError("\(recording.name): \(command) needs a scenario; this is a recording, which has no sections")
    }
    if let scope { setup.scenario.scope = scope.scope }
    return setup
  }
}
