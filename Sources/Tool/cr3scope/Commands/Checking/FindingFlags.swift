import ArgumentParser
import Bytes
import Diagnostics
import ELF
import Isolation
import Reports
import Scenarios
import SectionCheck

/// Options of `check` that say which findings count and which are shown.
struct FindingFlags: ParsableArguments {
  @Flag(help: "Warnings count as errors for the exit status.")
  var werror = false

  @Option(help: ArgumentHelp("Show findings of this severity and above: note, warning or error.", valueName: "LEAST"))
  var severity: Severity?

  @Option(
    help: ArgumentHelp("Only findings that this file does not know count.", valueName: "FILE"), completion: .file())
  var baseline: String?

  @Option(help: ArgumentHelp("Write all findings to a file, as a baseline for later.", valueName: "FILE"))
  var writeBaseline: String?

  /// An option that was given and says nothing about a scenario; nil if there is none.
  var given: String? {
    let given = [
      ("--werror", werror), ("--severity", severity != nil), ("--baseline", baseline != nil),
      ("--write-baseline", writeBaseline != nil),
    ]
    return given.first { $0.1 }?.0
  }

  /// Checks objects and writes what was found. Throws the exit status if it is not 0.
  func write(_ objects: CheckedObjects, format: Check.Format) throws {
    guard format != .yaml else { throw UsageError("--format yaml is for --closure and --entries") }
    let known = try baseline.map {
      try BaselineFile.read(try FileBytes.open($0, expected: "a baseline, as --write-baseline makes it"))
    }
    try writeBaseline.map { try Self.refuseOthers(at: $0) }
    let check = ObjectCheck(objects.set, policy: objects.policy, design: objects.design)
    let report = ObjectReport(check, baseline: known, least: severity ?? .note)
    for notice in check.notices + unusedAllowances(objects, check) + withoutCode(objects, check)
      + withoutExposed(objects, check)
    {
      Output.complain("cr3scope: \(notice.severity.rawValue): \(notice.message)")
    }
    if let writeBaseline {
      let file = try OutputFile.make(writeBaseline, existing: .replace)
      try file.write { report.writeBaseline(to: &$0) }
    }
    try Output.write { sink in
      switch format {
      case .text: report.writeText(to: &sink)
      case .json: report.writeJSON(to: &sink)
      case .sarif: report.writeSARIF(version: Cr3scope.configuration.version, to: &sink)
      case .yaml: break
      }
    }
    // Whoever writes a baseline accepts what is there.
    guard writeBaseline == nil else { return }
    if report.count(.error) > 0 || (werror && report.count(.warning) > 0) { throw Answer.incomplete }
  }

  /// Refuses to replace a file that is no baseline, such as an object that stands where the baseline's name should.
  private static func refuseOthers(at path: String) throws {
    guard FileBytes.isRegular(path), let bytes = try? FileBytes.open(path) else { return }
    do throws(ParseError) {
      _ = try BaselineFile.read(bytes)
    } catch {
      throw UsageError("--write-baseline \(path): is another file; expected a baseline to replace, or a new name")
    }
  }

  /// A note if nothing is exposed: the name of a section may be misspelled.
  private func withoutExposed(_ objects: CheckedObjects, _ check: ObjectCheck) -> [Notice] {
    guard check.isAboutNothing else { return [] }
    let design = objects.design.name
    return [Notice(.note, "no section is exposed under \(design): there was nothing to look at")]
  }

  /// A note if nothing was found because no file has code.
  private func withoutCode(_ objects: CheckedObjects, _ check: ObjectCheck) -> [Notice] {
    let files = objects.set.files
    guard check.findings.isEmpty, let first = files.first, !files.contains(where: \.hasCode) else { return [] }
    let more = files.count - 1
    return [Notice(.note, "\(first.name)\(more > 0 ? " and \(more) more" : ""): no code in it, only data")]
  }

  /// Notes about allowances that allow no reference: they are out of date, or wrong.
  private func unusedAllowances(_ objects: CheckedObjects, _ check: ObjectCheck) -> [Notice] {
    zip(objects.policy.allowances, check.allowed).filter { $0.1 == 0 }.map { allowance, _ in
      Notice(
        .note, "the policy allows \(allowance.from.pattern) -> \(allowance.to.pattern), which no reference is")
    }
  }
}

extension Severity: ExpressibleByArgument {
  /// All of them, for help and completion.
  public static var allValueStrings: [String] { ["note", "warning", "error"] }
}
