package import Isolation

/// What of a modelled computer decides who could read what, before a step.
package struct Moment: Hashable, Sendable {
  /// What may be left inside of the core.
  package var buffers: Buffers
  /// Labels of supervisor pages that are cached under the current PCID while user code runs.
  package var cached: LabelSet
  /// The process whose memory is loaded.
  package var process: Int
  /// The half that CR3 selects.
  package var spaceKind: SpaceKind
  /// The privilege level.
  package var cpl: Int
  /// How many threads of the core are in private work.
  package var privateCount: Int
  /// Whether the thread waits in a sleep state.
  package var isAsleep: Bool
  /// Whether interrupts can come; an NMI can always.
  package var interruptsOn: Bool

  /// Describes a moment.
  package init(
    buffers: Buffers, cached: LabelSet, process: Int, spaceKind: SpaceKind, cpl: Int, privateCount: Int, isAsleep: Bool,
    interruptsOn: Bool
  ) {
    self.buffers = buffers
    self.cached = cached
    self.process = process
    self.spaceKind = spaceKind
    self.cpl = cpl
    self.privateCount = privateCount
    self.isAsleep = isAsleep
    self.interruptsOn = interruptsOn
  }
}
