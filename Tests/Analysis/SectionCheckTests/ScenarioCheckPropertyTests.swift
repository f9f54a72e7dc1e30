import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import SectionCheck
import TestSupport
import Testing
import Timelines

/// The section check and stepping agree: what one finds the other runs into.
struct ScenarioCheckPropertyTests {
  /// Every missing gate that stepping runs into is among the findings.
  @Test func everyFaultIsFound() throws {
    var faults = 0
    let all = try withSeeds(150) { random in
      let setup = ScenarioRun.Setup(RandomScenario.make(&random))
      let findings = try ScenarioCheck(setup).findings
      let missing = Timeline(try ScenarioRun.record(setup)).missingGates
      faults += missing.count
      for gate in missing {
        let found = findings.contains { finding in
          switch finding.id {
          case .data:
            finding.function == gate.function && finding.offset == gate.offset && finding.object == gate.object
          case .call: gate.object == nil && finding.object == gate.function
          default: false
          }
        }
        #expect(found, "\(gate) is not among \(findings.map(\.message))")
      }
    }
    if all { #expect(faults > 50) }
  }

  /// Every finding faults when it is stepped to: once what its entry runs into before it is repaired, it is the
  /// first missing gate of that entry, called from user code.
  @Test func everyFindingFaults() throws {
    var count = 0
    let all = try withSeeds(60) { random in
      let scenario = RandomScenario.make(&random)
      let findings = try ScenarioCheck(ScenarioRun.Setup(scenario)).findings
      // Three of them, since each is run several times.
      for finding in findings.shuffled(using: &random).prefix(3) {
        count += 1
        try Self.expectFault(of: finding, in: scenario)
      }
    }
    if all { #expect(count > 40) }
  }

  private static func expectFault(of finding: SectionFinding, in scenario: Scenario) throws {
    var scenario = scenario
    scenario.settings.faults = .strict
    scenario.events = [RandomScenario.event(of: finding.entry)]
    // Nothing but this entry: what the fault handler does wrong is not meant here.
    for index in scenario.entries.indices where scenario.entries[index] != finding.entry {
      scenario.entries[index].marking = .private
    }
    for _ in 0..<100 {
      let setup = ScenarioRun.Setup(scenario)
      let timeline = Timeline(try ScenarioRun.record(setup))
      guard let gate = timeline.missingGates.first else {
        Issue.record("\(finding.message): never faults")
        return
      }
      let isCall = finding.id == .call && gate.object == nil && gate.function == finding.object
      if isCall && caller(of: gate, in: timeline) == finding.function { return }
      if finding.function == gate.function && finding.offset == gate.offset && finding.object == gate.object { return }
      repair(gate, calledBy: caller(of: gate, in: timeline), for: finding, in: &scenario)
    }
    Issue.record("\(finding.message): other faults come first, again and again")
  }

  /// The symbol of the step before the first fault: what called the function that could not be fetched.
  private static func caller(of gate: MissingGate, in timeline: Timeline) -> String? {
    let steps = timeline.recording.steps
    let first = (0..<timeline.count).first { index in
      steps.cpl(at: index) == 0 && steps.note(at: index)?.flags.contains(.faults) == true
    }
    return first.map { String(steps.site(at: $0 - 1).symbol.prefix { $0 != "+" }) }
  }

  /// Repairs a fault that is in the way: an access is made to something exposed, a function is moved to exposed
  /// text or, if its call is what is looked for elsewhere, not called.
  private static func repair(
    _ gate: MissingGate, calledBy caller: String?, for finding: SectionFinding, in scenario: inout Scenario
  ) {
    for index in scenario.functions.indices {
      let name = scenario.functions[index].name
      if let object = gate.object {
        guard name == gate.function else { continue }
        let act = gate.offset / 4 - 1
        if scenario.functions[index].acts.indices.contains(act) {
          scenario.functions[index].acts[act] = .read("jiffies")
        }
        #expect(object != finding.object || gate.function != finding.function || gate.offset != finding.offset)
      } else if finding.id == .call && finding.object == gate.function {
        guard name == caller else { continue }
        for (act, what) in scenario.functions[index].acts.enumerated() where what == .call(gate.function) {
          if name == finding.function && KernelFunction.offset(ofAct: act) >= finding.offset { break }
          scenario.functions[index].acts[act] = .read("jiffies")
        }
      } else if name == gate.function {
        scenario.functions[index].section = ".text..exposed"
      }
    }
  }
}
