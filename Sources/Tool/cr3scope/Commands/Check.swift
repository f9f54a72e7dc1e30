import ArgumentParser
import Bytes
import Captures
import Diagnostics
import ELF
import Execution
import Isolation
import Reports
import ScenarioModel
import SectionCheck

/// The static section check.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "List code that runs in the exposed space and reaches for what is private.",
    discussion: """
      OBJECT is an object file before the final link, such as a kernel's vmlinux.o, or an archive of them. Each \
      reference from what the exposed space runs or maps to what it does not map is a finding, without running \
      anything; so is what cannot be read (BLIND). 'cr3scope rules' explains them. A scenario is checked the same way. --design says whose exposed \
      space counts; without it that of the unified design, or of the scenario's own.

      'check vmlinux.o --closure __x64_sys_getpid' lists instead what an entry needs; 'check vmlinux.o --entries \
      --format yaml' says of each entry whether it could run in the exposed space.

      Exit status: 0 no errors; 1 errors, with --werror warnings too, or with --against what a closure should have \
      and has not; 2 bad usage or no usable input.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, yaml
  }

  @Argument(
    help: ArgumentHelp(
      "Object files or archives, or a scenario (default: the built-in one).", valueName: "OBJECT|SCENARIO"),
    completion: .file())
  var files: [String] = []

  @Option(help: "text, json, sarif; for --closure and --entries text, json or yaml, a table that a scenario includes.")
  var format = Format.text

  @OptionGroup var policy: PolicyFlags

  @Flag(help: "Print the policy in force, as a file that --policy reads, and end.")
  var printPolicy = false

  @OptionGroup var findings: FindingFlags

  @OptionGroup var closures: ClosureFlags

  @OptionGroup var flags: ScenarioFlags

  mutating func run() throws {
    let policy = try policy.read()
    if printPolicy {
      return try Output.write { PolicyReport(policy).writeText(to: &$0) }
    }
    let paths = try closures.takeFiles(from: files)
    var known: Set<String> = []
    if let twice = paths.first(where: { !known.insert($0).inserted }) {
      throw UsageError("\(twice) is given twice")
    }
    let inputs = try paths.map { try FileBytes.open($0, expected: Self.accepted) }
    guard let first = inputs.first, ObjectFile.isLikely(first) || inputs.count > 1 else {
      return try checkScenario(paths.first, inputs.first)
    }
    try refuseOthers(first.name)
    let objects = try CheckedObjects.open(
      inputs, policy: policy, design: flags.input.design, symbols: flags.input.symbols)
    if closures.isAsked { return try closures.write(objects, format: format, input: flags.input) }
    try findings.write(objects, format: format)
  }

  /// What can be checked, for messages.
  private static let accepted = "an object file (.o, vmlinux.o), an archive of them (.a) or a scenario (YAML)"

  /// Refuses options that say nothing about object files, of which `name` is one.
  private func refuseOthers(_ name: String) throws {
    let other =
      flags.scope != nil ? "--scope" : flags.input.optionWithoutObjects(beside: closures.against == nil ? .none : .log)
    if let other { throw UsageError("\(other) is not for object files; \(name) is one") }
    if closures.isAsked, let option = findings.given {
      throw UsageError("\(option) is for findings; --closure and --entries list what is reached instead")
    }
  }

  private func checkScenario(_ file: String?, _ bytes: FileBytes?) throws {
    if let bytes { try Self.refuseUnknown(bytes) }
    if let option = findings.given ?? closures.given ?? policy.given {
      throw UsageError("\(option) is for object files; \(bytes?.name ?? "the built-in input") is a scenario")
    }
    guard format == .text || format == .json else {
      throw UsageError("--format \(format.rawValue) is for object files; a scenario has text and json")
    }
    let setup = try flags.setup(of: file, bytes: bytes, for: "check", needs: "object files or a scenario")
    let name = bytes?.name ?? setup.scenario.name
    let check: ScenarioCheck
    do {
      check = try ScenarioCheck(setup)
    } catch {
      throw UsageError("\(name): \(error)")
    }
    if let obstacle = check.obstacle { Output.complain("cr3scope: note: \(obstacle)") }
    let report = CheckReport(file: name, check: check)
    let format = format
    try Output.write { sink in
      if format == .json { report.writeJSON(to: &sink) } else { report.writeText(to: &sink) }
    }
    if check.count(.error) > 0 { throw Answer.incomplete }
  }

  /// Refuses what is neither a scenario nor a recording, and says what can be checked.
  private static func refuseUnknown(_ bytes: FileBytes) throws(ParseError) {
    do {
      _ = try InputKind.detect(bytes)
    } catch {
      guard error.expected == InputKind.accepted else { throw error }
      throw ParseError(file: error.file, at: error.location, found: error.found, expected: accepted)
    }
  }
}
