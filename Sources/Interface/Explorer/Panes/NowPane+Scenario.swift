import Canvas
import Chassis
import Isolation
import Machine
import PageTables
import Reports
import Verdicts

// What a scenario says of a moment: a model knows what may be left in the core, and why a run ends.

extension Explorer {
  /// Where, the flip with its reason, the fault, the leak, and why. The most important line comes first.
  func scenarioLines(_ run: ScenarioRun, height: Int, glyphs: Glyphs) -> [Spans] {
    var lines = [headLine()] + brokenLines(run)
    let sibling = siblingLine(run)
    // The other CPU is told of first where there is room, since it is half of the moment.
    if let sibling, height > 4 { lines.append(sibling) }
    let flip = timeline.flip(at: state.step)
    if let flip { lines += flipLines(flip, glyphs: glyphs) }
    let why = endLine(run, glyphs: glyphs) ?? missingGateLine(run) ?? (flip == nil ? reasonLine() : nil)
    let leak = scenarioLeakLine(run, glyphs: glyphs)
    let sync = height > 4 ? syncLine(run) : sibling
    let rest = [why, leak].compactMap { $0 }
    // A flip is what the moment is about; what its own instruction touches comes behind the leak.
    let room = max(height - lines.count - rest.count, 1)
    let accesses = accessLines(limit: max(room - room % processSpaces.count, 1), glyphs: glyphs)
    if flip != nil { return lines + rest + [sync].compactMap { $0 } + accesses }
    lines += accesses
    let isLeak = state.verdict?.leaks.isLeak ?? false
    lines += (isLeak ? rest.reversed() : rest) + [sync].compactMap { $0 }
    // The first screen has room for what it is all about.
    if state.step == 0 && lines.count < height { lines += [aboutLine(run)].compactMap { $0 } }
    return lines
  }

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

  /// What attackers of this moment learn, or why they learn nothing.
  private func scenarioLeakLine(_ run: ScenarioRun, glyphs: Glyphs) -> Spans {
    let leaks = state.verdict?.leaks
    let found = leaks?.successful ?? []
    guard !found.isEmpty else {
      var line = Spans("   LEAK  ", Style(.heading))
      line.add("none: ")
      line.add(Self.harmlessWords(run, at: state.step), Style(.dim))
      return line
    }
    var line = Spans(" \(glyphs.leak) LEAK  ", Style(.leak, .bold))
    let parts = found.map { attack in
      "\(attack.title): \(LabelWords.list(leaks?[attack] ?? [], explained: attack == found[0] ? 1 : 0))"
    }
    line.add(parts.joined(separator: "; "), Style(.leak, .bold))
    line.add("  (v: why)", Style(.dim))
    return line
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

  /// That the code needed a gate, and where what it reached for lies; or that a flip was missed.
  private func missingGateLine(_ run: ScenarioRun) -> Spans? {
    guard let fault = state.verdict?.fault, fault.elsewhere.contains(where: { $0.verdict == .ok }) else { return nil }
    if machine.cpl == 3, fault.access.kind == .fetch, let space, space.letter == .private {
      var line = Spans("   WHY   ", Style(.heading, .bold))
      line.add("no flip at the exit: user code runs in \(space.name)", Style(.fault, .bold))
      return line
    }
    guard machine.cpl == 0, space?.letter != .private else { return nil }
    let verb = ["read": "read", "write": "write", "fetch": "call"]["\(fault.access.kind)"] ?? "access"
    var line = Spans("   WHY   ", Style(.heading, .bold))
    let isGated = run.setup.design.flipsAtGates
    line.add(isGated ? "no gate before this \(verb)" : "\(space?.name ?? "the space") lacks it", Style(.fault, .bold))
    if let section = sectionName(of: fault.address...fault.address) { line.add(" (section \(section))") }
    return line
  }

  private func aboutLine(_ run: ScenarioRun) -> Spans? {
    guard !run.setup.scenario.about.isEmpty, !state.hidesFuture else { return nil }
    var line = Spans("   LOOK  ", Style(.heading, .bold))
    line.add(String(run.setup.scenario.about.split(separator: ". ", maxSplits: 1).first ?? ""), Style(.narration))
    line.add("  (? tells what to look for)", Style(.dim))
    return line
  }

  /// Why nothing comes after the last step.
  private func endLine(_ run: ScenarioRun, glyphs: Glyphs) -> Spans? {
    guard state.step == timeline.count - 1 else { return nil }
    switch run.halt {
    case .done:
      var line = Spans("   END   ", Style(.heading, .bold))
      line.add("all events of the scenario have happened")
      return line
    case .stopped(let reason):
      var line = Spans(" \(glyphs.fault) END   ", Style(.fault, .bold))
      line.add("the run stops: \(reason)", Style(.fault, .bold))
      return line
    }
  }
}
