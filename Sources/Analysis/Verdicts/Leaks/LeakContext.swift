package import Isolation
package import Machine

/// What the rules of leaks look at: a moment, what is mapped in it, and what the attacker may know.
package struct LeakContext: Sendable {
  /// What is left in buffers, and who runs.
  package var moment: Moment
  /// The labels of what the active space maps.
  package var mapped: LabelSet
  /// The labels that the attacker may know.
  package var allowed: LabelSet
  /// Which flaws the processor has, and which remedies are on.
  package var settings: Settings

  /// Describes a moment to the rules.
  package init(moment: Moment, mapped: LabelSet, allowed: LabelSet, settings: Settings) {
    self.moment = moment
    self.mapped = mapped
    self.allowed = allowed
    self.settings = settings
  }

  /// What an attack reaches that the attacker must not know.
  package func leak(_ attack: Attack) -> LabelSet {
    let reached: LabelSet =
      switch attack {
      case .meltdown: MeltdownRule.reached(in: self)
      case .staleTLB: StaleTLBRule.reached(in: self)
      case .mdsThread: MDSThreadRule.reached(in: self)
      case .mdsSibling: MDSSiblingRule.reached(in: self)
      case .mdsIdle: MDSIdleRule.reached(in: self)
      case .l1tf: L1TFRule.reached(in: self)
      case .spectreV1: SpectreV1Rule.reached(in: self)
      }
    return reached.subtracting(allowed)
  }
}
