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

/// Every attack at this moment: what it reaches, why it works and what would stop it.
struct VerdictPane: PaneText, StepShowing {
  let timeline: Timeline
  let step: Int
  let verdict: StepVerdict?
  let title = "verdict: what would leak to whom"

  func lines(width: Int, glyphs: Glyphs) -> [Spans] {
    guard let leaks = verdict?.leaks else { return [Spans(" There is no step to judge.")] }
    let attacks = run == nil ? [.meltdown] : Attack.allCases
    // What leaks comes first and in full; the rest in a line each, and explained at the end.
    let others = attacks.filter { !leaks.successful.contains($0) }
    var lines = attackerLines
    for attack in leaks.successful {
      lines += [headLine(for: attack, leaks: leaks, glyphs: glyphs)] + explanation(of: attack)
    }
    lines += others.map { headLine(for: $0, leaks: leaks, glyphs: glyphs) }
    for attack in others {
      lines += [Spans(""), Spans(" \(attack.title)", Style(.heading, .bold))] + explanation(of: attack)
    }
    return lines
  }

  private var attackerLines: [Spans] {
    guard let run else {
      return [Spans(" A recording tells what the tables map, and that is Meltdown's reach.", Style(.dim)), Spans("")]
    }
    let scope = run.setup.scenario.scope
    let moment = run.moment(at: step)
    let process = processLetter(moment.cpu.process)
    var head = Spans(" attacker  ", Style(.heading, .bold))
    let name = scope.adversary == .user ? "user code" : "a guest"
    head.add("\(name) of process \(process)", Style(.text, .bold))
    head.add(scope.vulnerabilities.isEmpty ? ", with no means" : ", with \(Self.means(of: scope))")
    var known = Spans(" may know  ", Style(.heading, .bold))
    known.add(scope.allowed(process: moment.cpu.process).names.joined(separator: " "))
    known.add("; secret: ")
    known.add(LabelWords.list(run.secretLabels(at: step).names, explained: 1), Style(.privateMapping, .bold))
    var now = Spans(" now       ", Style(.heading, .bold))
    now.add(moment.cpu.cpl == 3 ? "it runs here, at this very step" : "it does not run here: the kernel does")
    return [head, known, now] + siblingLines(run, moment)
  }

  /// Who shares the core; nothing if nobody does.
  private func siblingLines(_ run: ScenarioRun, _ moment: Moment) -> [Spans] {
    guard let sibling = moment.sibling else { return [] }
    var line = Spans(" sibling   ", Style(.heading, .bold))
    line.add("cpu\(sibling.number) ", Style(.text, .bold))
    line.add(Self.words(for: sibling, beside: moment.cpu, run))
    guard run.setup.settings.coreScheduling else { return [line] }
    return [line, Spans("           \(cookieWords(run))", Style(.dim))]
  }

  /// Whether core scheduling lets all threads of processes share the core.
  private func cookieWords(_ run: ScenarioRun) -> String {
    let cookies = Set(run.setup.scenario.threads.filter { $0.process != nil }.map(\.cookie))
    return cookies.count > 1 ? "cookies differ: never both run user code" : "one cookie: both may run user code"
  }

  private static func means(of scope: ProtectionScope) -> String {
    Vulnerability.allCases.filter(scope.vulnerabilities.contains).map(\.title).joined(separator: " and ")
  }

  private func headLine(for attack: Attack, leaks: Leaks, glyphs: Glyphs) -> Spans {
    let labels = leaks[attack]
    let isLeak = leaks.successful.contains(attack)
    let isInScope = run?.setup.scenario.scope.vulnerabilities.contains(attack.vulnerability) ?? true
    var head = Spans(
      " \(isLeak ? glyphs.leak : glyphs.ok) \(attack.title): ", Style(isLeak ? .leak : .ok, .bold))
    switch labels {
    case nil where run != nil:
      head = Spans(" \(glyphs.dot) \(attack.title): not asked: no sibling thread is modelled", Style(.dim))
      return head
    case nil: head = Spans(" ? \(attack.title): unknown: \(whyLeaksAreUnknown)", Style(.warning, .bold))
    case let labels? where labels.isEmpty: head.add("reads nothing secret now", Style(.ok))
    case let labels? where isLeak: head.add("reads \(LabelWords.list(labels, explained: 4))", Style(.leak))
    case let labels?:
      head = Spans(" \(glyphs.dot) \(attack.title): ", Style(.warning, .bold))
      head.add("would read \(LabelWords.list(labels, explained: 3))", Style(.warning))
    }
    if !isInScope { head.add("  (not of this attacker)", Style(.dim)) }
    return head
  }

  private func explanation(of attack: Attack) -> [Spans] {
    [
      .wrapped(attack.explanation, indent: 3),
      .wrapped("Stopped by: " + attack.remedy, indent: 3, Style(.narration)),
    ]
  }
}

extension ScenarioRun {
  /// Everything that this kernel holds and the attacker of a moment must not know.
  func secretLabels(at step: Int) -> LabelSet {
    let process = moment(at: step).cpu.process
    return mappedLabels(process: process, spaceKind: .private).subtracting(
      setup.scenario.scope.allowed(process: process))
  }
}
