/// What a run did, in numbers.
package struct RunCounts: Equatable, Sendable {
  /// Something that is counted.
  package enum Kind: Int, CaseIterable, Sendable {
    /// Steps, with the last row, which is not executed.
    case steps
    /// All entries to the kernel, those too that the design itself causes.
    case kernelEntries
    /// Those of them that the design causes.
    case designEntries
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
