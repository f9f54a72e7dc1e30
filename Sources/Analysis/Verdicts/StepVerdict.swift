/// Everything that is judged of one step.
package struct StepVerdict: Hashable, Sendable {
  /// The fetch of the instruction, then its data accesses in order.
  package let accesses: [AccessVerdict]
  /// What attackers of this moment could learn and must not.
  package let leaks: Leaks

  /// The first access that faults.
  package var fault: AccessVerdict? { accesses.first { $0.verdict == .fault } }

  /// Whether what decides about some access is missing.
  package var isIncomplete: Bool { accesses.contains { $0.verdict == nil } }
}
