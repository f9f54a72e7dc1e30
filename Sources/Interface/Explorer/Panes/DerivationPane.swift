import Canvas
import Derivations
import Execution
import Chassis
import Isolation
import Timelines

/// What the scope implies, then every place that can flip.
struct DerivationPane: PaneText, StepShowing {
  let timeline: Timeline
  let step: Int
  let title = "derivation: from the scope to the flips"

  func lines(width: Int, glyphs: Glyphs) -> [Spans] {
    impliedLines(glyphs: glyphs) + siteLines(glyphs: glyphs)
  }

  /// Scope, mappings, transitions, flip points and duties, each with its reason.
  private func impliedLines(glyphs: Glyphs) -> [Spans] {
    guard let setup = run?.setup,
      let derived = try? Derivation(setup.scenario, settings: setup.settings)
    else { return [] }
    func item(_ head: String, _ reason: String) -> Spans { .wrapped("\(glyphs.bullet) \(head): \(reason)", indent: 3) }
    var lines = [
      Spans(" 1 scope: \(derived.scope.name), attacker \(derived.scope.attackerWords)", Style(.heading, .bold))
    ]
    lines += derived.problems.map { .wrapped($0, indent: 3, Style(.fault)) }
    lines.append(Spans(" 2 mappings", Style(.heading, .bold)))
    for spaceKind in derived.design.spaceKinds {
      let sections = derived.required.filter { $0.spaceKind == spaceKind }.map(\.section)
      lines.append(.wrapped("\(derived.spaceName(spaceKind)): \(sections.joined(separator: ", "))", indent: 3))
    }
    lines.append(Spans(" 3 transitions", Style(.heading, .bold)))
    lines += derived.transitions.map { item("\(derived.direction($0.from, $0.to)) \($0.at)", $0.reason) }
    lines.append(Spans(" 4 flip points", Style(.heading, .bold)))
    lines += derived.flips.map { item("\(derived.direction($0.from, $0.to)) \($0.site.place)", $0.reason) }
    lines.append(Spans(" owed at these", Style(.heading, .bold)))
    lines += (derived.clears + derived.syncs).map {
      item("\(derived.direction($0.from, $0.to)) \($0.kind.rawValue)", $0.reason)
    }
    return lines + [Spans("")]
  }

  /// Every place that can flip, what selects it, and its code with and without; first those of this design.
  private func siteLines(glyphs: Glyphs) -> [Spans] {
    let design = timeline.spaces.design
    let active = design.flipSites
    let others = FlipSite.ID.allCases.map { FlipSite($0) }.filter { !active.contains($0) }
    let doubt = timeline.spaces.knownDesign == nil ? " The design is unknown, see ?." : ""
    var lines = [
      Spans.wrapped(
        "A place is patched in or it is not; no state is asked.\(doubt) These are, under \(design):",
        indent: 1, Style(.text, .bold))
    ]
    let counts = timeline.flips.reduce(into: [:]) { $0[$1.site, default: 0] += 1 }
    lines += active.map { headLine(for: $0, isActive: true, counts, glyphs: glyphs) }
    lines.append(Spans(" and these are not:", Style(.text, .bold)))
    lines += others.map { headLine(for: $0, isActive: false, counts, glyphs: glyphs) }
    lines += [Spans(""), Spans(" The code, as it is and as it would be:", Style(.text, .bold))]
    lines += active.flatMap { codeLines(for: $0, isActive: true) }
    return lines + others.flatMap { codeLines(for: $0, isActive: false) }
  }

  /// The place, where it leads, how often it flips in this run, and what selects it.
  private func headLine(for site: FlipSite, isActive: Bool, _ counts: [String: Int], glyphs: Glyphs) -> Spans {
    let design = timeline.spaces.design
    let count = counts[site.place] ?? 0
    let isHere = timeline.flip(at: step)?.site == site.place
    var line = Spans(
      " \(isHere ? glyphs.cursor : isActive ? glyphs.flip : glyphs.dot) ", Style(isActive ? .flip : .dim))
    line.add(padded(site.place, 48), Style(isActive ? .text : .dim, count > 0 ? .bold : []))
    let direction = site.to.map { isActive ? "to " + design.spaceName($0) : "" } ?? "to mm"
    line.add(padded(direction, 5), Style(isActive ? .flip : .dim))
    line.add(padded(count > 0 ? "\(count)x" : "", 4), Style(.ok, .bold))
    line.add(site.selector.shortWords, isActive ? .plain : Style(.dim))
    return line
  }

  private func codeLines(for site: FlipSite, isActive: Bool) -> [Spans] {
    let patched = site.patched.joined(separator: "; ")
    let unpatched = site.unpatched.isEmpty ? "nothing" : site.unpatched.joined(separator: "; ")
    var head = Spans(" " + site.place, Style(isActive ? .text : .dim, .bold))
    head.add("  \(site.selector.words)", Style(.dim))
    var here = Spans("   is    ", Style(.heading))
    here.add(isActive ? patched : unpatched)
    var alternative = Spans("   else  ", Style(.dim))
    alternative.add(isActive ? unpatched : patched, Style(.dim))
    return [head, here, alternative]
  }
}

extension FlipSite.Selector {
  /// "X86_FEATURE_PTI", "key gate_syscall" or "always".
  fileprivate var shortWords: String {
    switch self {
    case .alternative(let feature): feature
    case .staticKey(let key): "key \(key)"
    case .state, .always: words
    }
  }
}
