import Canvas
import Isolation
import Machine
import PageTables
import Reports
import Verdicts

extension Explorer {
  /// Every level of one translation in each space of the process, one below the other if there is room.
  func drawWalk(of address: VirtualAddress?, in rect: Rect, isOverlay: Bool, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let title = "walk" + (address.map { " 0x\(Self.hexadecimal($0.rawValue))" } ?? "")
    let border = PaneBorder(
      title, note: isOverlay ? "Esc closes" : "", edges: .top, focus: isOverlay ? .focused : .unfocused)
    let interior = border.draw(in: rect, on: &grid)
    guard let address, timeline.recording.hasTables else {
      grid.write(" No page tables.", x: interior.x, y: interior.y, width: interior.width)
      return
    }
    let spaces = processSpaces
    let isBeside = interior.width >= 110 && spaces.count > 1
    var area = interior
    for (index, space) in spaces.enumerated() {
      let isActive = space.cr3.root == self.space?.cr3.root
      let part: Rect
      if isBeside {
        (part, area) = area.splitLeft((interior.width + 1) / spaces.count)
      } else {
        (part, area) = area.splitTop(max((interior.height - index) / spaces.count, 1))
      }
      let walker = Walker(memory: machine.memory, controls: machine.controls.with(cr3: space.cr3))
      let lines = walkLines(walker, address: address, space: space, isActive: isActive, glyphs: grid.glyphs)
      let shown = Self.shortened(lines, to: part.height, isMapped: walker.walk(address).physical != nil)
      for (line, y) in zip(shown, part.rows) { line.draw(x: part.x, y: y, width: part.width - 1, on: &grid) }
    }
  }

  /// Leaves lines out where rows are few: first that of the page, since the heading says most of it, then
  /// the upper levels, since the last ones say what denies.
  private static func shortened(_ lines: [Spans], to height: Int, isMapped: Bool) -> [Spans] {
    guard lines.count > height else { return lines }
    let entries = lines.dropFirst().dropLast(isMapped ? 1 : 0)
    return [lines[0]] + entries.suffix(max(height - 1, 0))
  }

  private func walkLines(
    _ walker: Walker<SparseMemory>, address: VirtualAddress, space: Space, isActive: Bool, glyphs: Glyphs
  ) -> [Spans] {
    let walk = walker.walk(address)
    let access = accessForWalk(of: address)
    let check = walk.check(access, controls: walker.controls)
    let name = isActive ? "[\(timeline.spaces.label(of: space))]" : " \(timeline.spaces.label(of: space)) "
    var head = Spans(" \(name)", Style(Role(space.letter), isActive ? [.bold, .reverse] : [.bold]))
    let isFault = Verdict(check) == .fault
    head.add(" \(FaultSentence(walk: walk, access: access, check: check).short)", Style(isFault ? .fault : .ok, .bold))
    var lines = [head]
    for visit in walk.visits {
      let denies = check.fault?.deniedBy == visit.level
      let label = "\(visit.level.name)[\(address.index(at: visit.level))]"
      var line = Spans(" " + label + String(repeating: " ", count: max(11 - label.count, 1)))
      line.add("\(Self.hexadecimal(visit.entry.rawValue)) ", denies ? Style(.fault, .bold) : .plain)
      let flags = visit.entry.flagNames(at: visit.level).joined(separator: " ")
      line.add(flags.isEmpty ? "not present" : flags, denies ? Style(.fault, .bold) : Style(.dim))
      if denies { line.add("  \(glyphs.fault) denies", Style(.fault, .bold)) }
      lines.append(line)
    }
    if case .mapped(let physical, let size) = walk.outcome {
      lines.append(
        Spans(" page       0x\(String(physical.rawValue, radix: 16)), \(size.name), \(walk.rights.letters)"))
    }
    return lines
  }

  /// The access that the current step makes to an address; else a read at the current CPL.
  private func accessForWalk(of address: VirtualAddress) -> Access {
    state.verdict?.accesses.first { $0.address == address }?.access ?? Access(.read, cpl: machine.cpl)
  }
}
