import Commands
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioMemory
import ScenarioModel
import Timelines
import Verdicts

extension Explorer {
  /// Translates an address, or what a scenario has under a name, for code at this CPL, and opens the walk.
  mutating func probe(_ text: String, cpl: Int) {
    guard timeline.recording.hasTables else {
      refuse("no page tables: give the core with --core")
      return
    }
    guard let address = address(of: text) else {
      refuse("probe: '\(text)' is neither an address nor a name of the scenario")
      return
    }
    let access = Access(.read, cpl: cpl, alignmentCheck: machine.alignmentCheck)
    state.walkAddress = address
    state.walkAccess = access
    state.overlay = .walk
    let verdicts = processSpaces.map { space in
      let check = check(access, at: address, in: space)
      switch Verdict(check) {
      case .fault?: return "fault in \(space.name)"
      case .ok?, .leak?: return "ok in \(space.name)"
      case nil: return "unknown in \(space.name)"
      }
    }
    let isName = address.rawValue != CommandNumber.value(text)
    let place = isName ? "\(text): " : ""
    state.message = "\(place)CPL \(cpl) read: \(verdicts.joined(separator: ", "))\(meltdown(at: address, cpl: cpl))"
  }

  /// What the paging unit answers to an access in a space now.
  func check(_ access: Access, at address: VirtualAddress, in space: Space) -> AccessCheck {
    let walker = Walker(memory: machine.memory, controls: machine.controls.with(cr3: space.cr3))
    return walker.walk(address).check(access, controls: walker.controls)
  }

  /// That a fault stops nobody who has Meltdown, if the active space maps a secret there.
  private func meltdown(at address: VirtualAddress, cpl: Int) -> String {
    guard let run, cpl == 3, let space, run.setup.settings.rdclCPU else { return "" }
    let walker = Walker(memory: machine.memory, controls: machine.controls.with(cr3: space.cr3))
    guard let found = walker.translate(address), !found.rights.contains(.user) else { return "" }
    let process = run.moment(at: state.step).cpu.process
    let labels = run.setup.scenario.sections(in: address...address).map { $0.sectionClass.label(owner: process) }
    let secret = labels.contains { !$0.isDisjoint(with: run.secretLabels(at: state.step)) }
    return secret ? "; Meltdown reads it in \(space.name) all the same" : "; Meltdown reads it, but it is no secret"
  }

  private func address(of text: String) -> VirtualAddress? {
    if text.hasPrefix("0x") || text.count == 16,
      let value = CommandNumber.value(text.hasPrefix("0x") ? text : "0x" + text)
    {
      return VirtualAddress(value)
    }
    let process = space?.process ?? 0
    return run?.setup.scenario.address(of: text, process: process)
  }
}
