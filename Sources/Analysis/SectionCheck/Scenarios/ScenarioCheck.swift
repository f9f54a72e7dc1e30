package import Diagnostics
package import Execution
import Isolation
import KernelCode
package import ScenarioModel

/// Looks at all code of a scenario that may run in the exposed space, without running it.
///
/// Code here has no branches, so its order is known: under the sticky policy the first gate ends the stay in the
/// exposed space, under the scoped one each gate covers its call only. Each finding is a fault of a missing gate
/// at the first moment at which it is stepped to in the exposed space, and there are no others.
package struct ScenarioCheck: Hashable, Sendable {
  /// Sorted by section, then by the order of functions and instructions; each place and object once.
  package let findings: [SectionFinding]
  /// Why there was nothing to look at; nil if there was something.
  package let obstacle: String?

  /// Checks a scenario under the setup's design and switches: only where there are gates can one
  /// be missing. Throws if its code names what is not there.
  package init(_ setup: ScenarioRun.Setup) throws(ScenarioError) {
    let scenario = setup.scenario
    guard setup.design.flipsAtGates,
      try !scenario.flipsAtEntry(design: setup.design, settings: setup.settings)
    else {
      findings = []
      let reason = setup.design.flipsAtGates ? "the entry code flips already" : "\(setup.design.name) has no gates"
      obstacle = "\(reason), so that none can be missing: there was nothing to look at"
      return
    }
    obstacle = nil
    var walk = ExposedWalk(
      scenario, exposed: setup.design.exposedClasses(scope: scenario.scope, settings: setup.settings),
      gates: setup.settings.gates)
    var needs = FunctionNeeds(scenario, design: setup.design, settings: setup.settings)
    for entry in scenario.entries {
      if try needs.isPrivate(entry, gates: setup.settings.gates) { continue }
      walk.visit(entry)
    }
    findings = walk.sorted
  }

  /// How many findings have a severity.
  package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
}
