import Canvas
import Execution
import Chassis
import Isolation
import PageTables
import Recordings
import Reports
import Timelines
import Verdicts

/// One of two designs that are compared, at the present moment.
struct ComparedSide: StepShowing {
  let timeline: Timeline
  let judge: Judge
  let run: ScenarioRun
  /// The step that is shown.
  let step: Int
  /// Whether the design has this very step; else it is the last one before it.
  let isExact: Bool

  /// The design and where it stands: "unified  step 38/86  CPL 0 in E".
  var head: Spans {
    let cpu = run.moment(at: step).cpu
    let design = run.setup.design
    let name = design.spaceName(cpu.spaceKind)
    var line = Spans(" \(design) ", Style(.title, [.bold, .reverse]))
    line.add(" CPL \(cpu.cpl) in ", Style(.text, .bold))
    line.add(" \(name) ", Style(Role(design.letter(cpu.spaceKind)), [.bold, .reverse]))
    line.add("  step \(step)/\(timeline.count - 1)", Style(.dim))
    return line
  }

  /// What happens at this step: the broken invariant, the flip, the fault, or that there is none of these.
  func happening(glyphs: Glyphs) -> Spans {
    guard isExact else { return Spans("   no flip: there is no such step", Style(.ok)) }
    if let broken { return Spans(" ! BROKEN \(broken)", Style(.fault, [.bold, .reverse])) }
    if let flip {
      let names = "\(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to))"
      let tlb = flip.keepsTLB == true ? "keeps the TLB" : "flushes"
      return Spans(" \(glyphs.flip) FLIP \(names), \(tlb)", Style(.flip, [.bold, .reverse]))
    }
    if let fault {
      return Spans(" \(glyphs.fault) FAULT \(fault.words)", Style(.fault, [.bold, .reverse]))
    }
    switch timeline.sync(at: step) {
    case .start?: return Spans(" SYNC start: the sibling is held", Style(.changed, .bold))
    case .release?: return Spans(" SYNC release: the sibling may go on", Style(.changed, .bold))
    case nil: break
    }
    if timeline.recording.steps.note(at: step)?.writtenCR3 != nil {
      return Spans("   CR3 write that changes nothing", Style(.flip, .bold))
    }
    return Spans("   no flip", Style(.ok))
  }

  /// Why that is so.
  func why(_ siteWords: (Flip) -> String?) -> String {
    if isExact, broken != nil { return "what must never be" }
    if isExact, let flip {
      if flip.from.process != flip.to.process { return "process \(flip.to.processName) runs now" }
      if let reason = judge.reason(for: flip) {
        return "step \(reason.step) needs \(reason.access.place.name), which \(flip.from.name) does not map"
      }
      return siteWords(flip) ?? flip.site
    }
    if isExact, let fault { return fault.check?.words ?? "" }
    return noFlipWords
  }

  /// Why no flip is needed here.
  private var noFlipWords: String {
    let cpu = run.moment(at: step).cpu
    let name = run.setup.design.spaceName(cpu.spaceKind)
    if !run.setup.design.isSplit { return "\(name) maps everything, all the time" }
    if cpu.spaceKind == .private { return "it is in \(name) already, which maps everything" }
    return "\(name) maps all that is needed here"
  }

  /// What leaks, or why nothing does.
  func leak(glyphs: Glyphs) -> Spans {
    let leaks = judge.leaks(at: step)
    guard leaks.isLeak else {
      // In half a screen there is no room for what is behind the main words.
      let words = Self.harmlessWords(run, at: step)
      return Spans("   no leak: \(words.split(separator: " (").first ?? "")", Style(.ok))
    }
    var labels: [String] = []
    for label in leaks.successful.flatMap({ leaks[$0] ?? [] }) where !labels.contains(label) { labels.append(label) }
    let attacks = leaks.successful.map(\.title).joined(separator: ", ")
    return Spans(
      " \(glyphs.leak) LEAK \(labels.joined(separator: " ")) by \(attacks)", Style(.leak, .bold))
  }

  private var broken: String? { run.violations.first { $0.step == step }?.text }
  private var flip: Flip? { timeline.flip(at: step) }
  private var fault: AccessVerdict? { judge.verdict(at: step).fault }
}

extension ComparedSide {
  /// What counts of a step when it is compared: equal outcomes are no difference.
  struct Outcome: Equatable {
    /// Whether CR3 is changed.
    let flips: Bool
    /// Whether an access is denied.
    let faults: Bool
    /// The attacks that succeed.
    let leaks: [Attack]
    /// Whether siblings are held or released.
    let sync: Timeline.Sync?
  }

  /// What comes of a step.
  func outcome(of step: Int) -> Outcome {
    let verdict = judge.verdict(at: step)
    return Outcome(
      flips: timeline.flip(at: step) != nil, faults: verdict.fault != nil, leaks: verdict.leaks.successful,
      sync: timeline.sync(at: step))
  }

  /// One row of the list: number, space, symbol, what happens, and whether something leaks.
  func fields(ofStep step: Int, isOnly: Bool, symbolWidth: Int, glyphs: Glyphs) -> [ListView.Field] {
    let site = timeline.recording.steps.site(at: step)
    let space = timeline.space(at: step)
    let symbol = Self.fitted(symbol: site.symbol, width: symbolWidth, glyphs: glyphs)
    let isLeak = judge.leaks(at: step).isLeak
    return [
      ListView.Field(String(step), Style(.dim)),
      ListView.Field(space?.name ?? "?", Style(space.map { Role($0.letter) } ?? .dim, .bold)),
      ListView.Field(symbol, isOnly ? Style(.changed, .bold) : .plain),
      what(step, instruction: site.instruction ?? "", glyphs: glyphs),
      ListView.Field(isLeak ? String(glyphs.leak) : "", Style(.leak, .bold)),
    ]
  }

  private func what(_ step: Int, instruction: String, glyphs: Glyphs) -> ListView.Field {
    if let flip = timeline.flip(at: step) {
      let names = "\(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to))"
      return ListView.Field("\(glyphs.flip) \(names)", Style(.flip, [.bold, .reverse]))
    }
    let verdict = judge.verdict(at: step)
    if let fault = verdict.fault {
      return ListView.Field("\(glyphs.fault) \(fault.place.name)", Style(.fault, [.bold, .reverse]))
    }
    if let sync = timeline.sync(at: step) { return ListView.Field("sync \(sync)", Style(.changed, .bold)) }
    if let data = verdict.accesses.first(where: { $0.access.kind != .fetch }) {
      return ListView.Field("\(data.access.kind == .read ? "R" : "W") \(data.place.name)")
    }
    return ListView.Field(instruction, Style(.dim))
  }
}
