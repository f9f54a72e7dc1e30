import Chassis
import Commands
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Timelines

// What to type in a shell to get what is on the screen.

extension Explorer {
  /// The command line that gives the same answer as what is on top of the screen.
  package var shellCommand: String {
    if !(run?.setup.injections.isEmpty ?? true) { return replayCommand }
    return (["cr3scope"] + shellWords).joined(separator: " ")
  }

  private var shellWords: [String] {
    let number = String(stepNumber(state.step))
    switch state.overlay {
    case .derivation?: return ["derive"] + file
    case .findings?: return ["check"] + file
    case .compare?: return ["compare"] + comparedFile
    case .walk?:
      guard let address = state.walkAddress else { break }
      let access = walkPane(of: address, isOverlay: true).access(to: address)
      let letter = [Access.Kind.read: "r", .write: "w", .fetch: "x"][access.kind] ?? "r"
      return ["walk"] + file + ["0x\(sixteenDigits(address.rawValue))"] + moment + ["--access", letter]
    case .verdict? where timeline.hasSteps:
      return ["steps"] + file + ["--from", number, "--to", number, "--format", "json"]
    case .help?: return ["help", "keys"]
    default: break
    }
    guard state.focus != .map, timeline.hasSteps else {
      return ["maps"] + file + moment
        + (state.mapFilter.isEmpty ? [] : ["--filter", ShellWord.quoted(state.mapFilter)])
    }
    return ["steps"] + file + ["--from", number, "--to", number]
  }

  /// The file, the design and the switches that it does not have itself.
  private var file: [String] {
    var words = shellName.isEmpty ? [] : [ShellWord.quoted(shellName)]
    guard let setup = run?.setup else { return words }
    if setup.design.name != setup.scenario.design.name { words += ["--design", "\(setup.design)"] }
    return words + switches(setup)
  }

  private var comparedFile: [String] {
    guard let setup = run?.setup, let other = state.comparison?.setup.design else { return file }
    return (shellName.isEmpty ? [] : [ShellWord.quoted(shellName)])
      + ["--design", "\(setup.design)", "--design", "\(other)"] + switches(setup)
  }

  private func switches(_ setup: ScenarioRun.Setup) -> [String] {
    changedKeys(setup).flatMap { ["--set", "\($0.name)=\($0.get(setup.settings))"] }
  }

  private func changedKeys(_ setup: ScenarioRun.Setup) -> [Settings.Key] {
    Settings.keys.filter { $0.get(setup.settings) != $0.get(setup.scenario.settings) }
  }

  /// The tables of this very step and the space; those of the first step are the default.
  private var moment: [String] {
    let cr3 = "0x" + String(machine.controls.cr3.readBack.rawValue, radix: 16)
    return (state.step > 0 ? ["--step", String(stepNumber(state.step))] : []) + ["--space", cr3]
  }

  /// Only a tour injects: the one that leads here, on standard input.
  private var replayCommand: String {
    guard let setup = run?.setup else { return "" }
    var commands: [Command] = shellName.isEmpty ? [] : [.open(shellName)]
    if setup.design.name != setup.scenario.design.name { commands.append(.design(setup.design)) }
    commands += changedKeys(setup).map { .set(key: $0.name, value: $0.get(setup.settings)) }
    for injection in setup.injections {
      guard let injected = setup.scenario.injected(by: injection.event) else { continue }
      commands += [.goto(.number(injection.step)), injected]
    }
    commands.append(.goto(.number(stepNumber(state.step))))
    let lines = commands.map { ShellWord.quoted($0.text) }.joined(separator: " ")
    return #"printf '%s\n' \#(lines) | cr3scope replay - --format text --stop end"#
  }
}

extension Scenario {
  /// The command that puts an event in; nil for what is not put in.
  fileprivate func injected(by event: ScenarioEvent) -> Command? {
    switch event.kind {
    case .nmi(let name): .inject(.nmi, name)
    case .interrupt(let name):
      entries.first { $0.name == name }.flatMap { Command.Injected($0.kind) }.map { .inject($0, name) }
    default: nil
    }
  }
}
