import PageTables

/// What a run did, in numbers.
package struct RunCounts: Equatable, Sendable {
  /// Something that is counted.
  package enum Kind: Int, CaseIterable, Sendable {
    /// Steps, with the last row, which is not executed.
    case steps
    /// All entries to the kernel, those too that the design itself causes.
    case kernelEntries
    /// CR3 writes, those of the value that it had already too.
    case cr3Writes
    /// CR3 writes that flush the TLB: bit 63 is clear. Without PCIDs these are all.
    case flushes
    /// How often siblings had to be held.
    case syncs
    /// Steps that fault.
    case faults
    /// Those that another space of the process would not have: a gate or a flip is missing.
    case designFaults
    /// VERWs.
    case clears
    /// Flushes of the level 1 data cache.
    case cacheFlushes
    /// Pages of 4 KiB that were touched between a flush and the next one, each once for each flush.
    case refills
  }

  private var values = [Int](repeating: 0, count: Kind.allCases.count)
  /// How many steps each moment had, by its position.
  package private(set) var momentSteps: [Int] = []

  /// Nothing was done.
  package init() {}

  /// How often it happened.
  package subscript(kind: Kind) -> Int { values[kind.rawValue] }

  /// Counts one more, or `number` more.
  mutating func count(_ kind: Kind, _ number: Int = 1) { values[kind.rawValue] += number }

  /// Counts a step of a moment.
  mutating func countStep(ofMoment position: Int) {
    count(.steps)
    if position >= momentSteps.count {
      momentSteps += [Int](repeating: 0, count: position + 1 - momentSteps.count)
    }
    momentSteps[position] += 1
  }

  /// Adds `times` times what `other` has more than `start`.
  mutating func add(_ other: RunCounts, since start: RunCounts, times: Int) {
    for index in values.indices { values[index] += (other.values[index] - start.values[index]) * times }
    if other.momentSteps.count > momentSteps.count {
      momentSteps += [Int](repeating: 0, count: other.momentSteps.count - momentSteps.count)
    }
    for (index, steps) in other.momentSteps.enumerated() {
      momentSteps[index] += (steps - (index < start.momentSteps.count ? start.momentSteps[index] : 0)) * times
    }
  }
}

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
