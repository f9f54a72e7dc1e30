import Canvas
import Execution
import Chassis
import Commands
import Isolation
import PageTables
import Recordings
import Reports
import Timelines
import Verdicts

/// What happens at this step, what becomes of it here and in the other spaces, and why the last flip was made. The most
/// important line comes first, since small screens show few.
struct NowPane: ScreenPane, StepShowing {
  let timeline: Timeline
  let step: Int
  let verdict: StepVerdict?
  /// Why its flip, or the last one before it, was made.
  let reason: FlipReason?
  /// Which steps are listed: that orders accesses.
  let only: StepFilter
  let survey: StepSurvey
  let hidesFuture: Bool

  /// Draws as many lines as there is room for.
  func draw(in rect: Rect, on grid: inout Grid) {
    let lines =
      run.map { scenarioLines($0, width: rect.width, height: rect.height, glyphs: grid.glyphs) }
      ?? recordedLines(height: rect.height, glyphs: grid.glyphs)
    Spans.draw(lines, in: rect, on: &grid)
  }

  private func recordedLines(height: Int, glyphs: Glyphs) -> [Spans] {
    var lines = [headLine()] + doubtLines
    if let flip = timeline.flip(at: step) { lines += flipLines(flip, glyphs: glyphs) }
    lines += accessLines(limit: max(height - lines.count - 1, 2), glyphs: glyphs)
    let leaks = verdict?.leaks.isLeak ?? false
    if leaks { lines.append(leakLine(glyphs: glyphs)) }
    if timeline.flip(at: step) == nil, let line = reasonLine() { lines.append(line) }
    if !leaks { lines.append(leakLine(glyphs: glyphs)) }
    return lines
  }

  func headLine() -> Spans {
    let machine = machine
    var line = Spans(" NOW   ", Style(.heading, .bold))
    if run?.hasSibling ?? false { line.add("cpu\(timeline.cpu(at: step)) ", Style(.key, .bold)) }
    if timeline.recording.hasRegisters {
      line.add("CPL \(machine.cpl)", Style(.text, .bold))
    } else {
      line.add("CPL unknown", Style(.warning, .bold))
    }
    if let space {
      line.add(" in space ")
      line.add(timeline.spaces.label(of: space), Style(Role(space.letter), [.bold, .reverse]))
    } else {
      line.add(" under an unknown CR3", Style(.warning))
    }
    guard timeline.hasSteps else {
      let rip = sixteenDigits(machine.rip.rawValue)
      line.add(timeline.recording.hasRegisters ? ", stopped at 0x\(rip)" : ", RIP unknown")
      return line
    }
    let site = timeline.recording.steps.site(at: step)
    let name = site.symbol.isEmpty ? "0x" + sixteenDigits(site.rip.rawValue) : site.symbol
    line.add(", \(name)")
    if let instruction = site.instruction { line.add(": \(instruction)", Style(.text, .bold)) }
    // What is written to CR3 has a line of its own.
    if let note = timeline.recording.steps.note(at: step), note.writtenCR3 == nil,
      run == nil || note.flags.isDisjoint(with: [.last, .faults])
    {
      line.add("  (\(note.text))", Style(.dim))
    }
    return line
  }

  /// That the processor did not use the tables that are shown, or that its registers are not known.
  private var doubtLines: [Spans] {
    let controls = timeline.recording.start.controls
    guard timeline.recording.hasTables else { return [] }
    var line = Spans(" ! BUT   ", Style(.warning, .bold))
    if let doubt = controls.doubt {
      line.add(doubt.words, Style(.warning, .bold))
    } else if !controls.unknown.isDisjoint(with: [.cr0, .cr4]) {
      line.add("CR0 and CR4 are not in the input: 4 levels are assumed", Style(.warning, .bold))
    } else {
      return []
    }
    return [line]
  }

  func flipLines(_ flip: Flip, glyphs: Glyphs) -> [Spans] {
    var line = Spans(" \(glyphs.flip) FLIP ", Style(.flip, .bold))
    line.add(" \(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to))", Style(.flip, .bold))
    line.add("  CR3 0x\(String(timeline.recording.steps.cr3(at: flip.step).rawValue, radix: 16))")
    line.add(" \(glyphs.arrow) 0x\(String(flip.cr3.rawValue, radix: 16))")
    if flip.keepsTLB == true { line.add("  bit 63: keep TLB", Style(.dim)) }
    var lines = [line]
    // Both speak of what comes later.
    guard !hidesFuture else { return lines }
    if let line = reasonLine() { lines.append(line) }
    // Between two flips of one CPU there are steps of the other.
    if !(run?.hasSibling ?? false), let line = countLine(after: flip) { lines.append(line) }
    return lines
  }

  /// Why the flip at this step, or the last one before it, was made.
  func reasonLine() -> Spans? {
    guard let flip = lastFlip else { return nil }
    let isHere = flip.step == step
    var line = Spans("   WHY   ", Style(.heading, .bold))
    if !isHere {
      let name = "\(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to))"
      line.add("\(name) at step \(stepNumber(flip.step)): ")
    }
    if flip.from.process != flip.to.process {
      line.add("process \(flip.to.processName) runs now, with tables of its own")
      return line
    }
    guard let reason else {
      let doubt = timeline.recording.steps.hasAccesses ? nil : Self.noAccesses
      guard let words = doubt ?? siteWords(of: flip) else { return nil }
      line.add(words, Style(.dim))
      return line
    }
    let isKnown = reason.before.verdict != nil
    line.add((isKnown ? "" : "perhaps ") + (isHere ? "step \(stepNumber(reason.step)) " : ""))
    line.add("\(Self.verb(reason.access.access.kind)) \(reason.access.place.name): ")
    let name = reason.before.space.name
    let words = isKnown ? "\(reason.before.check.code) in \(name), \(reason.before.check.cause)" : "unknown in \(name)"
    line.add(words, Style(isKnown ? .fault : .dim))
    return line
  }

  /// What a log without that column leaves open.
  private static let noAccesses = "unknown: the log has no column \"accesses\""

  private static func verb(_ kind: Access.Kind) -> String {
    switch kind {
    case .read: "reads"
    case .write: "writes"
    case .fetch: "runs"
    }
  }

  /// How much of what follows a flip depends on it.
  private func countLine(after flip: Flip) -> Spans? {
    let next = timeline.flips.first { $0.step > flip.step }?.step ?? timeline.count - 1
    guard let counts = survey.counts(in: flip.step + 1..<next + 1), flip.to.letter == .private,
      flip.from.letter != .private
    else { return nil }
    var line = Spans("   THEN  ", Style(.heading, .bold))
    guard counts.dataFaultingElsewhere + counts.dataWorkingElsewhere > 0 else {
      let words = timeline.recording.steps.hasAccesses ? "unknown: page tables are missing" : Self.noAccesses
      line.add(words, Style(.dim))
      return line
    }
    line.add("\(counts.dataFaultingElsewhere) of \(counts.data) accesses", Style(.fault))
    line.add(" until the next flip fault in \(flip.from.name); ")
    line.add("\(counts.dataWorkingElsewhere) \(counts.dataWorkingElsewhere == 1 ? "does" : "do") not", Style(.ok))
    let unknown = counts.data - counts.dataFaultingElsewhere - counts.dataWorkingElsewhere
    if unknown > 0 { line.add("; \(unknown) unknown", Style(.dim)) }
    line.add(" (o o o)")
    return line
  }

  private func leakLine(glyphs: Glyphs) -> Spans {
    guard let labels = verdict?.leaks[.meltdown] else {
      return Spans("   LEAK  unknown: \(whyLeaksAreUnknown)", Style(.dim))
    }
    if labels.isEmpty {
      let isUser = machine.cpl == 3
      var line = Spans("   LEAK  ", Style(.heading))
      line.add("none: ")
      line.add(
        isUser
          ? "of the kernel, \(space?.name ?? "this space") maps only what isolation needs"
          : "no user code runs on this processor now", Style(.dim))
      return line
    }
    var line = Spans(" \(glyphs.leak) LEAK  ", Style(.leak, .bold))
    line.add("Meltdown reads: \(labels.joined(separator: ", "))", Style(.leak))
    return line
  }

  func accessLines(limit: Int, glyphs: Glyphs) -> [Spans] {
    let ordered = only.ranked(verdict?.accesses ?? [])
    let isShort = limit < 2 * ordered.count
    var lines: [Spans] = []
    var hidden = ordered.count
    for access in ordered {
      if isShort && lines.count >= limit { break }
      lines += self.lines(for: access, glyphs: glyphs, isCompact: limit < 2)
      hidden -= 1
    }
    if hidden > 0, var last = lines.popLast() {
      last.add("  (+\(hidden) more)", Style(.dim))
      lines.append(last)
    }
    return lines
  }

  /// What becomes of an access here, then in the other spaces.
  private func lines(for access: AccessVerdict, glyphs: Glyphs, isCompact: Bool) -> [Spans] {
    var here: Spans
    switch access.verdict {
    case .fault?:
      here = Spans(" \(glyphs.fault) FAULT ", Style(.fault, .bold))
      here.add("\(access.words): ", Style(.text, .bold))
      here.add(access.check?.words ?? "", Style(.fault))
      here.add("  0x\(sixteenDigits(access.address.rawValue))", Style(.dim))
    case .ok?, .leak?:
      here = Spans(" \(glyphs.ok) OK    ", Style(.ok, .bold))
      here.add(access.words, Style(.text, .bold))
      here.add("  0x\(sixteenDigits(access.address.rawValue))", Style(.dim))
    case nil:
      here = Spans(" ? ?     ", Style(.warning, .bold))
      here.add(access.words, Style(.text, .bold))
      if let check = access.check { here.add("  \(check.words)", Style(.warning)) }
    }
    return [here] + access.elsewhere.map { line(for: $0, glyphs: glyphs) }
  }

  private func line(for elsewhere: AccessVerdict.Elsewhere, glyphs: Glyphs) -> Spans {
    let name = timeline.spaces.label(of: elsewhere.space)
    var line = Spans("   in \(name)  ", Style(.dim))
    switch elsewhere.verdict {
    case .fault?: line.add("\(glyphs.fault) would fault: \(elsewhere.check.words)", Style(.fault))
    case .ok?, .leak?: line.add("\(glyphs.ok) works as well", Style(.ok))
    case nil: line.add("? \(elsewhere.check.words)", Style(.warning))
    }
    return line
  }
}
