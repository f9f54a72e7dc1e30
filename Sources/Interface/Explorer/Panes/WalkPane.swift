import Canvas
import Chassis
import Isolation
import PageTables
import Recordings
import Reports
import Timelines
import Verdicts

/// Every level of one translation in each space of the process, one below the other if there is room.
struct WalkPane: ScreenPane, StepShowing {
  let timeline: Timeline
  let step: Int
  /// The address; nil if none is known.
  let address: VirtualAddress?
  /// On whose behalf the walk is, if it was asked for; nil for the access of the step.
  let asked: Access?
  let verdict: StepVerdict?
  /// Whether it lies over the other panes.
  let isOverlay: Bool

  func draw(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    var title = "walk" + (address.map { " 0x\(sixteenDigits($0.rawValue))" } ?? "")
    if isOverlay, let asked { title += asked.mode == .user ? ", read by CPL 3" : ", read by CPL 0" }
    if isOverlay, asked == nil, !timeline.recording.hasRegisters { title += ", CPL 0 is assumed" }
    let border = PaneBorder(
      title, note: isOverlay ? "Esc closes" : "", focus: isOverlay ? .focused : .unfocused)
    let interior = border.draw(in: rect, on: &grid)
    guard let address, timeline.recording.hasTables, !processSpaces.isEmpty else {
      grid.write(nothingToWalk, x: interior.x, y: interior.y, width: interior.width)
      return
    }
    let spaces = processSpaces
    let isBeside = interior.width >= Layout.walksSideBySide && spaces.count > 1
    var area = interior
    for (index, space) in spaces.enumerated() {
      let isActive = space.cr3.root == self.space?.cr3.root
      let part: Rect
      if isBeside {
        (part, area) = area.splitLeft((interior.width + 1) / spaces.count)
      } else {
        (part, area) = area.splitTop(max(area.height / (spaces.count - index), 1))
      }
      let walker = Walker(memory: machine.memory, controls: machine.controls.with(cr3: space.cr3))
      let (lines, denier) = walkLines(walker, address: address, space: space, isActive: isActive, glyphs: grid.glyphs)
      var previous = -1
      let entries = walker.walk(address).visits.count
      let rows = Self.rows(of: lines.count, entries: entries, denier: denier, height: part.height)
      for (row, y) in zip(rows, part.rows) {
        lines[row].draw(x: part.x, y: y, width: part.width - 1, on: &grid)
        // Where lines were left out, the first column says so.
        if row > previous + 1 && row <= entries { grid.put(grid.glyphs.dot, x: part.x, y: y, style: Style(.warning)) }
        previous = row
      }
    }
  }

  /// Which lines are shown where rows are few: the heading, the level that denies, then the entries from the
  /// lowest level up, and the page last, since the heading says most of it.
  private static func rows(of count: Int, entries: Int, denier: Int?, height: Int) -> [Int] {
    var chosen = [0] + (denier.map { [$0] } ?? [])
    let others = Array((0...entries).reversed()) + Array(entries + 1..<max(count, entries + 1))
    for row in others where !chosen.contains(row) { chosen.append(row) }
    return chosen.prefix(max(height, 0)).sorted()
  }

  private func walkLines(
    _ walker: Walker<SparseMemory>, address: VirtualAddress, space: Space, isActive: Bool, glyphs: Glyphs
  ) -> (lines: [Spans], denier: Int?) {
    let walk = walker.walk(address)
    let access = access(to: address)
    let check = walk.check(access, controls: walker.controls)
    let name = isActive ? "[\(timeline.spaces.label(of: space))]" : " \(timeline.spaces.label(of: space)) "
    var head = Spans(" \(name)", Style(Role(space.letter), isActive ? [.bold, .reverse] : [.bold]))
    let isFault = Verdict(check) == .fault
    head.add(" \(FaultSentence(walk: walk, access: access, check: check).short)", Style(isFault ? .fault : .ok, .bold))
    var lines = [head]
    var denier: Int?
    for visit in walk.visits {
      let denies = check.fault?.deniedBy == visit.level
      let label = "\(visit.level.name)[\(address.index(at: visit.level))]"
      var line = Spans(" " + label + String(repeating: " ", count: max(11 - label.count, 1)))
      line.add("\(sixteenDigits(visit.entry.rawValue)) ", denies ? Style(.fault, .bold) : .plain)
      let flags = visit.entry.flagNames(at: visit.level).joined(separator: " ")
      line.add(flags.isEmpty ? "not present" : flags, denies ? Style(.fault, .bold) : Style(.dim))
      if denies {
        line.add("  \(glyphs.fault) denies", Style(.fault, .bold))
        denier = lines.count
      }
      lines.append(line)
    }
    if case .mapped(let physical, let size) = walk.outcome {
      lines.append(
        Spans(" page       0x\(String(physical.rawValue, radix: 16)), \(size.name), \(walk.rights.letters)"))
    }
    return (lines, denier)
  }

  /// The access that the current step makes to an address; else a read at the current CPL.
  func access(to address: VirtualAddress) -> Access {
    asked ?? verdict?.accesses.first { $0.address == address }?.access
      ?? Access(.read, cpl: machine.cpl, alignmentCheck: machine.alignmentCheck)
  }

  /// Why no walk is shown.
  private var nothingToWalk: String {
    if !timeline.recording.hasTables { return " No page tables." }
    if processSpaces.isEmpty { return " No space: CR3 is not in the input (--cr3)." }
    return " No address: RIP is not in the input."
  }
}
