import PageTables

/// Finds the frames that hold page tables, by following the entries from the roots.
struct TableFrames {
  private struct Visit: Hashable {
    var frame: FrameNumber
    var level: Level
  }

  private let memory: any PhysicalMemory
  private var visited: Set<Visit> = []
  /// The frames of all tables that the memory holds.
  private(set) var frames: Set<FrameNumber> = []
  /// The frames of tables that present entries lead to and that it does not hold.
  private(set) var missing: Set<FrameNumber> = []

  /// Follows the tables below `roots`. Each table is read once a level, however it is shared or linked.
  init(_ memory: any PhysicalMemory, roots: Set<FrameNumber>, mode: PagingMode) {
    self.memory = memory
    var pending = roots.map { Visit(frame: $0, level: mode.rootLevel) }
    var words = [UInt64](repeating: 0, count: 512)
    while let visit = pending.popLast() {
      guard visited.insert(visit).inserted else { continue }
      guard memory.readTable(visit.frame, into: &words) else {
        if visit.level != mode.rootLevel { missing.insert(visit.frame) }
        continue
      }
      frames.insert(visit.frame)
      guard let below = visit.level.below else { continue }
      for word in words {
        let entry = Entry(word)
        if entry[.present], !entry.isLeaf(at: visit.level) {
          pending.append(Visit(frame: entry.tableFrame, level: below))
        }
      }
    }
  }
}
