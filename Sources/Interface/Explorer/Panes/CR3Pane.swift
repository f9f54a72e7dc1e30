import Canvas
import Isolation
import Machine
import PageTables

extension Explorer {
  /// The register as it reads now, and the last write to it.
  func drawCR3(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let interior = PaneBorder("cr3", edges: .top).draw(in: rect, on: &grid)
    let controls = machine.controls
    let cr3 = controls.cr3
    var line = Spans(" reads 0x\(Self.hexadecimal(cr3.readBack.rawValue))", Style(.text, .bold))
    line.add("  root 0x\(String(cr3.root.address.rawValue, radix: 16))")
    if timeline.spaces.design != .nopti, let space {
      line.add("  [bit 12=\(cr3.isUserHalf ? 1 : 0): ")
      line.add(space.name, Style(Role(space.letter), .bold))
      line.add("]")
      if controls.pcidEnabled { line.add("  [bit 11=\(cr3.hasUserPCID ? 1 : 0)]") }
    }
    line.add(controls.pcidEnabled ? "  pcid 0x\(String(cr3.pcid, radix: 16))" : "  no PCID")
    line.draw(x: interior.x, y: interior.y, width: interior.width, on: &grid)
    lastWriteLine().draw(x: interior.x, y: interior.y + 1, width: interior.width, on: &grid)
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
    var line = Spans(flip.step == state.step ? " this step writes " : " last write ")
    line.add("0x\(Self.hexadecimal(flip.cr3.rawValue))", Style(.flip, .bold))
    switch flip.keepsTLB {
    case true?: line.add(", bit 63 = keep TLB (a write-only bit)", Style(.dim))
    case false?: line.add(", bit 63 = 0: flushes the PCID", Style(.dim))
    case nil: line.add(", bit 63 not recorded", Style(.dim))
    }
    if flip.step != state.step { line.add("; step \(stepNumber(flip.step)), \(flip.site)") }
    return line
  }
}
