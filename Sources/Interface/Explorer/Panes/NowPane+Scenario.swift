import Canvas
import Execution
import Chassis
import Isolation
import PageTables
import Recordings
import Reports
import ScenarioModel
import Timelines
import Verdicts

// What a scenario says of a moment: a model knows what may be left in the core, and why a run ends.

extension NowPane {
  /// Where, the flip with its reason, the fault, the leak, and why. The most important line comes first.
  func scenarioLines(_ run: ScenarioRun, width: Int, height: Int, glyphs: Glyphs) -> [Spans] {
    var lines = [headLine()] + brokenLines(run, width: width)
    let sibling = siblingLine(run)
    // The other CPU is told of first where there is room, since it is half of the moment.
    if let sibling, height > 4 { lines.append(sibling) }
    let flip = timeline.flip(at: step)
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
    let isLeak = verdict?.leaks.isLeak ?? false
    lines += (isLeak ? rest.reversed() : rest) + [sync].compactMap { $0 }
    // The first screen has room for what it is all about.
    if step == 0 && lines.count < height { lines += [aboutLine(run)].compactMap { $0 } }
    return lines
  }

  /// What attackers of this moment learn, or why they learn nothing.
  private func scenarioLeakLine(_ run: ScenarioRun, glyphs: Glyphs) -> Spans {
    let leaks = verdict?.leaks
    let found = leaks?.successful ?? []
    guard !found.isEmpty else {
      var line = Spans("   LEAK  ", Style(.heading))
      line.add("none: ")
      line.add(Self.harmlessWords(run, at: step), Style(.dim))
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

  /// That the code needed a gate, and where what it reached for lies; or that a flip was missed.
  private func missingGateLine(_ run: ScenarioRun) -> Spans? {
    guard let fault = verdict?.fault, fault.elsewhere.contains(where: { $0.verdict == .ok }) else { return nil }
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
    guard !run.setup.scenario.about.isEmpty, !hidesFuture else { return nil }
    var line = Spans("   LOOK  ", Style(.heading, .bold))
    line.add(String(run.setup.scenario.about.split(separator: ". ", maxSplits: 1).first ?? ""), Style(.narration))
    line.add("  (? tells what to look for)", Style(.dim))
    return line
  }

  /// Why nothing comes after the last step.
  private func endLine(_ run: ScenarioRun, glyphs: Glyphs) -> Spans? {
    guard step == timeline.count - 1 else { return nil }
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
