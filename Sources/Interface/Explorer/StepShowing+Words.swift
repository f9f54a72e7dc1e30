import Canvas
import Commands
import Execution
import Isolation
import PageTables
import Recordings
import Reports
import ScenarioMemory
import ScenarioModel
import Timelines

// What several panes say of a step.

extension StepShowing {
  /// Why a scenario flips where no access asks for it: the code gives back what it took.
  func siteWords(of flip: Flip) -> String? {
    guard run != nil, let site = FlipSite.ID.allCases.first(where: { FlipSite($0).place == flip.site }) else {
      return nil
    }
    switch site {
    case .gateReturn: return "the gate ends, and gives back the space that it left"
    case .switchMM: return "the memory of another process is loaded"
    case .sysretExit, .iretExit: return "user code runs next"
    case .restrictedEnter: return "the kernel's work is done: what goes on runs restricted"
    case .asiEnter: return "the call may need nothing secret: from here on less is mapped"
    case _ where flip.to.letter != .private: return "gives back the CR3 that was interrupted"
    default: return "what runs next may need more than \(flip.from.name) maps"
    }
  }

  /// Why attackers of a moment learn nothing.
  static func harmlessWords(_ run: ScenarioRun, at step: Int) -> String {
    let moment = run.moment(at: step)
    let name = run.setup.design.spaceName(moment.cpu.spaceKind)
    let secrets = run.secretLabels(at: step)
    let mapped = run.mappedLabels(process: moment.cpu.process, spaceKind: moment.cpu.spaceKind).intersection(secrets)
    if run.setup.scenario.scope.vulnerabilities.isEmpty { return "this scenario has no attacker" }
    let held = mapped.isEmpty ? "\(name) maps no secret" : "\(name) maps \(mapped.names.joined(separator: " "))"
    if moment.cpu.cpl == 3 {
      return mapped.isEmpty ? "\(held), and the buffers hold none" : "\(held), but this processor has no such flaw"
    }
    if mapped.isEmpty { return held }
    guard let sibling = moment.sibling, sibling.cpl == 3 else { return "no user code runs now (\(held))" }
    return "user code runs on cpu\(sibling.number) only (here \(held))"
  }

  /// "held: private work on cpu0", "runs user code of B in space E".
  static func words(for cpu: Moment.CPUState, beside other: Moment.CPUState, _ run: ScenarioRun) -> String {
    switch cpu.hold {
    case .ack?: return "waits until cpu\(other.number) has left user code"
    case .privateWork?: return "held: private work on cpu\(other.number)"
    case .cookie?: return "forced idle: another cookie runs on cpu\(other.number)"
    case nil: break
    }
    if cpu.isAsleep { return "sleeps" }
    let space = "space \(run.setup.design.spaceName(cpu.spaceKind))"
    guard cpu.cpl == 3 else { return "runs the kernel in \(space)" }
    return run.setup.scenario.processCount > 1
      ? "runs user code of \(processLetter(cpu.process)) in \(space)" : "runs user code in \(space)"
  }

  /// Why nobody can tell what leaks.
  var whyLeaksAreUnknown: String {
    guard timeline.recording.hasTables else { return "page tables are missing" }
    if space == nil { return "CR3 is not in the input (--cr3)" }
    if let doubt = timeline.recording.start.controls.doubt { return doubt.words }
    if !timeline.recording.hasRegisters { return "the CPL is not in the input" }
    return "page tables are missing, or too many"
  }

  /// Why something cannot come before this step; nil if it can.
  func obstacle(to kind: Command.Injected, in run: ScenarioRun) -> String? {
    if step >= timeline.count - 1 { return "the run ends here; go back a step" }
    switch kind {
    case .irq where !run.moment(at: step).cpu.interruptsOn:
      return "interrupts are off here (IF=0): only an NMI can come"
    case .nmi where run.handlesNMI(at: step): return "an NMI is being handled; the next one waits for its IRET"
    default: return nil
    }
  }

  /// The name of the scenario's section that holds an address; nil for a recording, and for what has none.
  func sectionName(of range: ClosedRange<VirtualAddress>) -> String? {
    guard let found = run?.setup.scenario.sections(in: range), let first = found.first else { return nil }
    return found.count > 1 ? "\(first.name) +\(found.count - 1)" : first.name
  }
}
