package import ScenarioModel

/// Something that is put into a run at a step, besides what the scenario has.
package struct Injection: Hashable, Sendable {
  /// The number of the step before which it happens.
  package let step: Int
  /// What happens: an interrupt, an NMI or a fault.
  package let event: ScenarioEvent

  /// Puts an event before a step.
  package init(step: Int, _ event: ScenarioEvent) {
    self.step = step
    self.event = event
  }
}
