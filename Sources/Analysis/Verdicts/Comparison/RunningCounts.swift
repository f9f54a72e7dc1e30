import PageTables
import Recordings
package import Timelines

/// How often CR3 was written and siblings were held up to any step, each in the time of a binary search.
///
///     steps        0 1 2 3 4 5 6 7 8
///     writes           *       * *       -> [2, 6, 7]
///     through step 6: 2
package struct RunningCounts: Equatable, Sendable {
  /// What has happened up to a moment.
  package struct Counts: Hashable, Sendable {
    /// CR3 writes, those of the value that it had already too.
    package let cr3Writes: Int
    /// CR3 writes that flush the TLB: bit 63 is clear. Without PCIDs these are all.
    package let flushes: Int
    /// How often siblings had to be held.
    package let syncs: Int

    /// Says how many of each.
    package init(cr3Writes: Int, flushes: Int, syncs: Int) {
      self.cr3Writes = cr3Writes
      self.flushes = flushes
      self.syncs = syncs
    }
  }

  /// The indices of the steps that write CR3, ascending.
  package private(set) var writes: [Int] = []
  /// Those of `writes` that flush.
  package private(set) var flushes: [Int] = []
  /// The indices of the steps from which on siblings are held, ascending.
  package private(set) var syncs: [Int] = []

  /// Finds them in a timeline, in one pass. A recording in which values are not noted has no writes here, though it
  /// may have flips.
  package init(_ timeline: Timeline) {
    guard timeline.hasSteps else { return }
    let steps = timeline.recording.steps
    let written = steps.notes.map(\.writtenCR3)
    for index in 0..<steps.count {
      if let note = steps.noteIndex(at: index), let value = written[note] {
        writes.append(index)
        if !value.keepsTLB { flushes.append(index) }
      }
      if timeline.sync(at: index) == .start { syncs.append(index) }
    }
  }

  /// The counts up to and including the step at `index`; none before the first step, all behind the last.
  package func through(_ index: Int) -> Counts {
    Counts(
      cr3Writes: writes.partitionPoint { $0 <= index }, flushes: flushes.partitionPoint { $0 <= index },
      syncs: syncs.partitionPoint { $0 <= index })
  }

  /// The counts of all steps.
  package var total: Counts { Counts(cr3Writes: writes.count, flushes: flushes.count, syncs: syncs.count) }
}
