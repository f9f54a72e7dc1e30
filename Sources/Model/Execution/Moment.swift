package import Isolation

/// What of a modelled computer decides who could read what, before a step.
package struct Moment: Hashable, Sendable {
  /// One thread of the core.
  package struct CPUState: Hashable, Sendable {
    /// 0 or 1.
    package var number: Int
    /// Labels of supervisor pages that are cached under the current PCID while user code runs.
    package var cached: LabelSet
    /// The process whose memory is loaded.
    package var process: Int
    /// The kind of space that CR3 selects.
    package var spaceKind: SpaceKind
    /// The privilege level.
    package var cpl: Int
    /// Whether the thread waits in a sleep state.
    package var isAsleep: Bool
    /// Whether interrupts can come; an NMI can always.
    package var interruptsOn: Bool
    /// Why it does not go on; nil if it does.
    package var hold: CPU.Hold?

    /// Describes a CPU.
    package init(
      number: Int = 0, cached: LabelSet = [], process: Int, spaceKind: SpaceKind, cpl: Int, isAsleep: Bool = false,
      interruptsOn: Bool = true, hold: CPU.Hold? = nil
    ) {
      self.number = number
      self.cached = cached
      self.process = process
      self.spaceKind = spaceKind
      self.cpl = cpl
      self.isAsleep = isAsleep
      self.interruptsOn = interruptsOn
      self.hold = hold
    }
  }

  /// What may be left inside of the core; its `store` is the store buffer of `cpu`.
  package var buffers: Buffers
  /// The CPU that makes the step.
  package var cpu: CPUState
  /// The other thread of the core; nil if there is none.
  package var sibling: CPUState?
  /// How much private work is done on the core.
  package var privateCount: Int

  /// Describes a moment.
  package init(buffers: Buffers, cpu: CPUState, sibling: CPUState? = nil, privateCount: Int) {
    self.buffers = buffers
    self.cpu = cpu
    self.sibling = sibling
    self.privateCount = privateCount
  }

  /// The CPU with a number; the one that makes the step if there is no such.
  package func cpu(_ number: Int) -> CPUState {
    if let sibling, sibling.number == number { sibling } else { cpu }
  }

  /// The moment as the sibling sees it; nil if there is none.
  package var fromSibling: Moment? {
    guard let sibling else { return nil }
    var buffers = buffers
    buffers.swapThreads()
    return Moment(buffers: buffers, cpu: sibling, sibling: cpu, privateCount: privateCount)
  }
}
