package import Isolation

/// A way in which user code learns what the kernel has: one file a rule.
///
/// A rule answers with labels; what is left of them without those that the attacker may know anyway is a leak.
package enum Attack: String, CaseIterable, Sendable {
  /// User code loads from supervisor pages that can be translated.
  case meltdown
  /// User code translates pages that its tables do not map, by what is left in the TLB.
  case staleTLB = "stale-tlb"
  /// User code samples what the kernel left in the buffers of its own thread.
  case mdsThread = "mds-thread"
  /// User code on the sibling samples what this thread brings into the buffers of the core.
  case mdsSibling = "mds-sibling"
  /// User code on the sibling samples what a sleeping thread left in its store buffer.
  case mdsIdle = "mds-idle"
  /// User code reads the level 1 data cache through an entry that is not present.
  case l1tf
  /// The kernel runs a gadget with an index that user code chose.
  case spectreV1 = "spectre-v1"

  /// Whether the attacker runs on the other thread of the core.
  package var needsSibling: Bool { self == .mdsSibling || self == .mdsIdle }

  /// The flaw that the attack needs.
  package var vulnerability: Vulnerability {
    switch self {
    case .meltdown, .staleTLB: .rdcl
    case .mdsThread, .mdsSibling, .mdsIdle: .mds
    case .l1tf: .l1tf
    case .spectreV1: .spectreV1
    }
  }

  /// The name that people know.
  package var title: String {
    switch self {
    case .meltdown: "Meltdown"
    case .staleTLB: "stale TLB"
    case .mdsThread: "MDS, same thread"
    case .mdsSibling: "MDS, sibling"
    case .mdsIdle: "MDS, sleeping thread"
    case .l1tf: "L1TF"
    case .spectreV1: "Spectre v1"
    }
  }

  /// Why the attack works, in simple words.
  package var explanation: String {
    switch self {
    case .meltdown: MeltdownRule.explanation
    case .staleTLB: StaleTLBRule.explanation
    case .mdsThread: MDSThreadRule.explanation
    case .mdsSibling: MDSSiblingRule.explanation
    case .mdsIdle: MDSIdleRule.explanation
    case .l1tf: L1TFRule.explanation
    case .spectreV1: SpectreV1Rule.explanation
    }
  }

  /// What would stop it, in simple words.
  package var remedy: String {
    switch self {
    case .meltdown: MeltdownRule.remedy
    case .staleTLB: StaleTLBRule.remedy
    case .mdsThread: MDSThreadRule.remedy
    case .mdsSibling: MDSSiblingRule.remedy
    case .mdsIdle: MDSIdleRule.remedy
    case .l1tf: L1TFRule.remedy
    case .spectreV1: SpectreV1Rule.remedy
    }
  }
}
