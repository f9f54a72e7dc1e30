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
  package var half: Half
  /// The privilege level.
  package var cpl: Int
  /// Whether SMAP is suspended.
  package var privateCount: Int
  /// Whether interrupts can come; an NMI can always.
  package var interruptsOn: Bool
}
