import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import TestSupport
import Testing
import Timelines

/// Random scenarios: invariants (asserted in the engine before every step), determinism, keyframes, undo.
struct RandomRunTests {
  @Test func invariantsHold() throws {
    var faults = 0
    var stops = 0
    let all = try withSeeds(1000) { random in
      var setup = RandomScenarios.setup(&random)
      var run = try ScenarioRun.record(setup)
      for _ in 0..<random.number(0...3) {
        let injection = RandomScenarios.injection(run.recording.steps.count, &random)
        setup.injections = (setup.injections.filter { $0.step < injection.step }) + [injection]
        run = try ScenarioRun.record(setup)
      }
      let timeline = Timeline(run)
      Self.checkRows(timeline)
      let settings = setup.settings
      if setup.design != .asi3 || !settings.asiD1 && !settings.asiD2 && !settings.asiD4 {
        #expect(run.violations == [], "\(setup.design)")
      }
      faults += (0..<timeline.count).count { run.recording.steps.note(at: $0)?.flags.contains(.faults) ?? false }
      if case .stopped = run.halt { stops += 1 }
    }
    // The scenarios are not all harmless.
    if all { #expect(faults > 100 && stops > 10) }
  }

  /// Two threads of a core under each design in turn, without the defects of asi3, and with what nobody expects.
  @Test func invariantsHoldOnTwoThreads() throws {
    var number = 0
    try withSeeds(1000) { random in
      var setup = RandomScenarios.setup(&random, hasSibling: true)
      setup.design = Design.all[number % Design.all.count]
      number += 1
      (setup.settings.asiD1, setup.settings.asiD2, setup.settings.asiD4) = (false, false, false)
      if setup.settings.problem(under: setup.design) != nil { setup.settings = Settings() }
      let steps = try ScenarioRun.record(setup).recording.steps.count
      setup.injections = (0..<random.number(1...3)).map { _ in RandomScenarios.injection(steps, &random) }
        .sorted { $0.step < $1.step }
      let run = try ScenarioRun.record(setup)
      #expect(run.hasSibling == true && run.violations == [], "\(setup.design)")
      Self.checkRows(Timeline(run))
    }
  }

  /// semantics.md 6.3, read from the steps alone.
  private static func checkRows(_ timeline: Timeline) {
    let steps = timeline.recording.steps
    for index in 0..<timeline.count {
      let space = timeline.space(at: index)
      let isUser = steps.cpl(at: index) == 3
      switch timeline.spaces.design {
      case .nopti: #expect(space?.name == "K")
      case .pti, .asi3:
        #expect(isUser ? space?.name == "U" : true, "step \(index)")
        guard !isUser, space?.name == "U" else { continue }
        #expect(timeline.run?.moment(at: index).cpu.interruptsOn == false, "step \(index)")
        #expect((0xffff_ffff_8140_0000..<0xffff_ffff_8160_0000).contains(steps.site(at: index).rip.rawValue))
      case .gasi: #expect(isUser ? space?.name == "R" : true, "step \(index)")
      default: #expect(isUser ? space?.name == "E" : true, "step \(index)")
      }
    }
  }

  @Test func runsAreDeterministicAndUndone() throws {
    try withSeeds(60) { random in
      let setup = RandomScenarios.setup(&random)
      let first = try ScenarioRun.record(setup)
      var injected = setup
      injected.injections = [RandomScenarios.injection(first.recording.steps.count, &random)]
      let changed = try ScenarioRun.record(injected)
      // Nothing before the injection is different.
      let step = injected.injections[0].step
      #expect(changed.system(at: step - 1) == first.system(at: step - 1))
      let undone = try ScenarioRun.record(setup)
      #expect(undone.recording.steps == first.recording.steps)
      let last = first.recording.steps.count - 1
      #expect(undone.system(at: last) == first.system(at: last))
      #expect(undone.events == first.events)
    }
  }

  /// Going to a step by its keyframe is the same as going there step by step.
  @Test func keyframes() throws {
    var scenario = Scenario.first
    scenario.events = (0..<200).flatMap { _ in Scenario.first.events }
    let run = try ScenarioRun.record(ScenarioRun.Setup(scenario))
    let recording = run.recording
    #expect(recording.steps.count > 8 * 2048)
    for step in [0, 1, 2047, 2048, 2049, 5000, recording.steps.count - 1] {
      let system = run.system(at: step)
      #expect(system.cpu.cpl == recording.steps.cpl(at: step))
      #expect(system.cpu.cr3 == recording.steps.cr3(at: step))
      #expect(system.buffers == run.moment(at: step).buffers)
      #expect(system.privateCount == run.moment(at: step).privateCount)
    }
  }
}
