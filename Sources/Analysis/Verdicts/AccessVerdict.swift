package import Isolation
package import PageTables

/// One access of a step, judged in the active space and in the others of its process.
package struct AccessVerdict: Hashable, Sendable {
  /// The same access in another space.
  package struct Elsewhere: Hashable, Sendable {
    /// The other space.
    package let space: Space
    /// What the paging unit would answer there.
    package let check: AccessCheck

    /// The verdict there; nil if nobody can tell.
    package var verdict: Verdict? { Verdict(check) }
  }

  /// What is done, and on whose behalf.
  package let access: Access
  /// The first byte.
  package let address: VirtualAddress
  /// The number of bytes; nil for a fetch, whose length is not recorded.
  package let size: UInt64?
  /// What lies there.
  package let place: Place
  /// What the paging unit answers in the active space; nil if there are no tables.
  package let check: AccessCheck?
  /// The same access in the other spaces of the process; empty if there are no tables.
  package let elsewhere: [Elsewhere]

  /// The verdict in the active space; nil if nobody can tell.
  package var verdict: Verdict? { check.flatMap(Verdict.init) }

  /// Whether another space of the process would not allow the access: what makes a flip needed.
  package var faultsElsewhere: Bool { elsewhere.contains { $0.verdict == .fault } }

  /// Whether every other space of the process allows the access too; false if there is none, or nobody can tell.
  package var worksElsewhere: Bool {
    !elsewhere.isEmpty && elsewhere.allSatisfy { $0.verdict == .ok || $0.verdict == .leak }
  }
}
