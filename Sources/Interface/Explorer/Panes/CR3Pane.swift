import Canvas
import Chassis
import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

/// The register as it reads now, the last write to it, and what a design keeps beside it.
struct CR3Pane: ScreenPane, StepShowing {
  let timeline: Timeline
  let step: Int
  /// What the run has cost up to the step; nil for a recording.
  let counts: CountsSoFar.Counts?
  /// What the design keeps, in words; nil for nothing.
  let keeping: String?

  func draw(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let interior = PaneBorder("cr3").draw(in: rect, on: &grid)
    if let counts {
      let line = countLine(counts)
      let width = min(line.width, rect.width - 9)
      line.draw(x: rect.x + rect.width - width - 3, y: rect.y, width: width, on: &grid)
    }
    var lines = [registerLine, lastWriteLine()]
    if let keeping {
      var line = Spans(" \(timeline.spaces.design) ", Style(.heading, .bold))
      line.add(keeping, Style(.text, .bold))
      lines.append(line)
    }
    Spans.draw(lines, in: interior, on: &grid)
  }

  /// What the run has cost up to this step, in all and for each kernel entry.
  private func countLine(_ counts: CountsSoFar.Counts) -> Spans {
    let all = [counts.costs.cr3Writes, counts.costs.flushes, counts.costs.syncs]
    var line = Spans(" ")
    for (name, count) in zip(["writes", "flushes", "syncs"], all) {
      line.add("\(name) ", Style(.heading))
      line.add("\(count) ", Style(.text, .bold))
    }
    line.add(" per event ", Style(.heading))
    line.add(all.map(counts.rate).joined(separator: " ") + " ", Style(.text, .bold))
    return line
  }

  private var registerLine: Spans {
    let controls = machine.controls
    let cr3 = controls.cr3
    guard !controls.unknown.contains(.cr3) else {
      return Spans(" not in the input; --cr3 V names the value of a process", Style(.warning))
    }
    var line = Spans(" reads 0x\(sixteenDigits(cr3.readBack.rawValue))", Style(.text, .bold))
    line.add("  root 0x\(String(cr3.root.address.rawValue, radix: 16))")
    let design = timeline.spaces.design
    if design.isSplit, let space {
      // Only the halves of a root pair are told apart by a bit of CR3.
      let isHalf = design.usesRootPair && space.name != design.ownRoot.map { design.spaceName($0) }
      line.add(isHalf ? "  [bit 12=\(cr3.isUserHalf ? 1 : 0): " : "  [")
      line.add(space.name, Style(Role(space.letter), .bold))
      line.add(isHalf ? "]" : ": a root of its own]")
      if isHalf && controls.pcidEnabled { line.add("  [bit 11=\(cr3.hasUserPCID ? 1 : 0)]") }
    }
    guard !controls.unknown.contains(.cr4) else { return line }
    line.add(controls.pcidEnabled ? "  pcid 0x\(String(cr3.pcid, radix: 16))" : "  no PCID")
    return line
  }

  private func lastWriteLine() -> Spans {
    guard let flip = lastFlip else {
      let words =
        !timeline.hasSteps
        ? "a dump does not say when it was written"
        : timeline.flips.isEmpty
          ? "never written with another value here" : "no CR3 write so far; n goes to the first flip"
      return Spans(" \(words)", Style(.dim))
    }
    var line = Spans(flip.step == step ? " this step writes " : " last write ")
    line.add("0x\(sixteenDigits(flip.cr3.rawValue))", Style(.flip, .bold))
    switch flip.keepsTLB {
    case true?: line.add(", bit 63 = keep TLB (a write-only bit)", Style(.dim))
    case false? where machine.controls.unknown.contains(.cr4): line.add(", PCIDs unknown", Style(.dim))
    case false? where !machine.controls.pcidEnabled: line.add(", without PCIDs: flushes the TLB", Style(.dim))
    case false?: line.add(", bit 63 = 0: flushes the PCID", Style(.dim))
    case nil: line.add(", bit 63 not recorded", Style(.dim))
    }
    if flip.step != step { line.add("; step \(stepNumber(flip.step)), \(flip.site)") }
    return line
  }
}
