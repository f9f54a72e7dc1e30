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
    /// What was to come during an event and never did.
    case missed
  }

  fileprivate var values = [Int](repeating: 0, count: Kind.allCases.count)
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
    addSteps(1, ofMoment: position)
  }

  /// Adds `times` times what a part of a run did.
  mutating func add(_ part: Part, times: Int) {
    for index in values.indices { values[index] += part.values[index] * times }
    for run in part.moments { addSteps(run.steps * times, ofMoment: run.position) }
  }

  /// Adds what another run did.
  mutating func add(_ other: RunCounts) {
    for index in values.indices { values[index] += other.values[index] }
    for (position, steps) in other.momentSteps.enumerated() { addSteps(steps, ofMoment: position) }
  }

  private mutating func addSteps(_ number: Int, ofMoment position: Int) {
    if position >= momentSteps.count {
      momentSteps += [Int](repeating: 0, count: position + 1 - momentSteps.count)
    }
    momentSteps[position] += number
  }
}

extension RunCounts {
  /// Steps in a row at the same moment.
  struct MomentRun: Sendable {
    /// The moment's position.
    let position: Int
    /// How many steps there are.
    var steps: Int
  }

  /// What a part of a run did.
  struct Part: Sendable {
    /// How often each kind happened.
    fileprivate let values: [Int]
    /// The steps, by their moments.
    let moments: [MomentRun]

    /// What was done between two counts, with the steps in between.
    init(from start: RunCounts, to end: RunCounts, moments: [MomentRun]) {
      values = zip(end.values, start.values).map { $0 - $1 }
      self.moments = moments
    }

    /// How many steps it has.
    var steps: Int { values[Kind.steps.rawValue] }
  }
}
