/// Everything that is judged of one step.
package struct StepVerdict: Hashable, Sendable {
  /// The fetch of the instruction, then its data accesses in order.
  package let accesses: [AccessVerdict]
  /// Labels outside `allowed` that user code could read now by Meltdown; nil if nobody can tell.
  package let meltdown: [String]?

  /// The first access that faults.
  package var fault: AccessVerdict? { accesses.first { $0.verdict == .fault } }

  /// Whether an attacker could read something now that it must not know.
  package var leaks: Bool { !(meltdown ?? []).isEmpty }

  /// Whether the tables of some access are missing.
  package var isIncomplete: Bool { accesses.contains { $0.verdict == nil } }
}
