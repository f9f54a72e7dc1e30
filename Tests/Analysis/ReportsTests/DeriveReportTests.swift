import Derivations
import Foundation
import Isolation
import Reports
import ScenarioModel
import TestSupport
import Testing

/// A derivation as text and JSON, for the standard kernel: the files in Derived.
struct DeriveReportTests {
  private static func report(_ scope: ProtectionScope, _ design: Design = .unified) throws -> DeriveReport {
    var scenario = Scenario.first
    scenario.scope = scope
    let derivation = try Derivation(scenario, settings: scenario.settings)
    return DeriveReport(name: scenario.name, derivation: derivation, design: design)
  }

  @Test(arguments: ProtectionScope.presets)
  func text(scope: ProtectionScope) throws {
    let report = try Self.report(scope)
    let text = ByteSink.text { report.writeText(to: &$0) }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 && $0.last != " " })
    expectGolden(text, "Derived/\(scope.name).txt")
  }

  @Test(arguments: [ProtectionScope.secretsOnly, .wholeKernel])
  func json(scope: ProtectionScope) throws {
    let report = try Self.report(scope)
    expectGolden(ByteSink.text { report.writeJSON(to: &$0) }, "Derived/\(scope.name).json")
  }

  @Test(arguments: ProtectionScope.presets)
  func jsonIsWellFormed(scope: ProtectionScope) throws {
    let report = try Self.report(scope)
    let bytes = ByteSink.collect { report.writeJSON(to: &$0) }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let derivation = report.derivation
    let counts = [
      "required": derivation.required.count, "entries": derivation.plans.count,
      "transitions": derivation.transitions.count, "flips": derivation.flips.count,
      "clears": derivation.clears.count, "syncs": derivation.syncs.count,
    ]
    for (key, count) in counts { #expect((object[key] as? [[String: Any]])?.count == count) }
    #expect((object["problem"] is NSNull) == (scope != .guest))
  }

  /// The last words, if the scenario runs under the design that comes out and if not.
  @Test func result() throws {
    func lastLines(_ design: Design) throws -> String {
      let report = try Self.report(.wholeKernel, design)
      let text = ByteSink.text { report.writeText(to: &$0) }
      return text.split(separator: "\n").suffix(2).joined(separator: "|")
    }
    #expect(
      try lastLines(.pti) == "  This scope gives pti (E is its U, P its K): user code runs with a space that maps "
        + "almost no|  kernel; every entry flips.")
    #expect(try lastLines(.unified).hasSuffix("|  kernel; every entry flips. The scenario runs under unified."))
  }
}
