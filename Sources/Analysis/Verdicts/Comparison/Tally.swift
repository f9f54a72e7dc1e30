package import Execution
package import Isolation

/// What is counted of a scenario under one design.
package struct Tally: Equatable, Sendable {
  /// What an attack reaches over all steps.
  package struct Leak: Hashable, Sendable {
    /// The attack.
    package let attack: Attack
    /// The labels that it reaches at some step and must not, in their order; nil if it was not asked about: the
    /// scope does not name its flaw, or its attacker is not modelled.
    package let labels: [String]?
    /// At how many steps it reaches some.
    package let steps: Int
  }

  /// The design.
  package let design: Design
  /// What was counted step by step.
  package let counts: RunCounts
  /// The steps at CPL 0.
  package internal(set) var kernelSteps = 0
  /// Those of `kernelSteps` in a space whose letter is P.
  package internal(set) var privateSteps = 0
  /// One for each attack, in their order.
  package internal(set) var leaks: [Leak] = []
  /// At how many steps some attack of the scope reaches something.
  package internal(set) var leakSteps = 0
  /// What user code on the other thread of the core would sample, if there were any; nil if there is a sibling, whose
  /// leaks are counted above, and if the scope does not name MDS.
  package internal(set) var sibling: SiblingTally?
  /// Why the run ended before its events did; nil if it did not.
  package internal(set) var earlyEnd: String?
}

/// What a sibling of the same attacker would sample, and when it is held.
package struct SiblingTally: Equatable, Sendable {
  /// The labels that it would reach and must not.
  package internal(set) var labels: LabelSet = []
  /// At how many steps it would reach some.
  package internal(set) var steps = 0
  /// At how many steps it is held: it runs no user code then.
  package internal(set) var heldSteps = 0
}

extension Tally {
  /// The share, 0 to 1, of the steps at CPL 0 that run in a space whose letter is P, where all of the kernel is
  /// mapped; nil if there are none.
  package var privateShare: Double? {
    kernelSteps == 0 ? nil : Double(privateSteps) / Double(kernelSteps)
  }

  /// The attacks that reach something.
  package var successful: [Leak] { leaks.filter { $0.labels?.isEmpty == false } }

  /// How often something happened that costs.
  package func count(of kind: Costs.Kind) -> Int {
    switch kind {
    case .flip: counts[.cr3Writes]
    case .refill: counts[.refills]
    case .verw: counts[.clears]
    case .sync: counts[.syncs]
    case .l1d: counts[.cacheFlushes]
    case .fault: counts[.designFaults]
    }
  }

  /// What the design costs beside the work itself, in cycles.
  package func cycles(_ costs: Costs) -> Int {
    Costs.Kind.allCases.reduce(0) { $0 + count(of: $1) * costs[$1] }
  }
}
