import PageTables

/// Counts steps as they are made, and keeps what the next ones are counted by.
struct StepCounter: Equatable, Sendable {
  /// What decides how the next steps are counted.
  struct Memory: Hashable, Sendable {
    /// The pages that each CPU touched since its last flush; nil before the first.
    var touched: [Set<UInt64>?] = [nil, nil]
    /// Whether private work was done at the last step; nil before the first.
    var wasPrivate: Bool?
  }

  var counts = RunCounts()
  var memory = Memory()
  private var pages: [UInt64] = []

  /// `size` bytes at `address` are touched by the step that `count` will count.
  mutating func touch(_ address: UInt64, size: UInt32 = 1) {
    let first = address >> 12
    let last = (address &+ UInt64(max(size, 1)) &- 1) >> 12
    pages.append(first)
    var page = first
    while page < last {
      page += 1
      pages.append(page)
    }
  }

  /// Counts a step; `holds` says whether siblings are held for private work at all.
  mutating func count(moment position: Int, isPrivate: Bool, cpu: Int, holds: Bool, _ remark: StepRecorder.Remark) {
    counts.countStep(ofMoment: position)
    if holds && isPrivate && memory.wasPrivate == false { counts.count(.syncs) }
    memory.wasPrivate = isPrivate
    for page in pages where memory.touched[cpu]?.insert(page).inserted == true { counts.count(.refills) }
    pages.removeAll(keepingCapacity: true)
    switch remark {
    case .writes(let cr3):
      counts.count(.cr3Writes)
      guard !cr3.keepsTLB else { break }
      counts.count(.flushes)
      memory.touched[cpu] = []
    case .faults: counts.count(.faults)
    case .none, .note, .last: break
    }
  }
}
