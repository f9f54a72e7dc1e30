import ArgumentParser
import Derivations
import Execution
import Reports
import ScenarioModel

/// What a protection scope implies.
struct Derive: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "derive", abstract: "Derive mappings, transitions and flip points from a protection scope.",
    discussion: """
      The scope says what must be protected from whom. From it and the sections follow: which space maps what,
      which kernel entries need the private space, where CR3 has to be written, and what is owed there.
      Each item says why. --scope pti shows page-table isolation come out of it.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("A scenario (default: the built-in one).", valueName: "SCENARIO"), completion: .file())
  var file: String?

  @Option(help: "text or json.")
  var format = Format.text

  @OptionGroup var flags: ScenarioFlags

  mutating func run() throws {
    let setup = try flags.setup(of: file, for: "derive")
    let derivation: Derivation
    do {
      derivation = try Derivation(setup.scenario, settings: setup.settings)
    } catch {
      throw UsageError("\(file ?? setup.scenario.name): \(error)")
    }
    let report = DeriveReport(name: setup.scenario.name, derivation: derivation, design: setup.design)
    let format = format
    try Output.write { sink in
      if format == .json { report.writeJSON(to: &sink) } else { report.writeText(to: &sink) }
    }
  }
}
