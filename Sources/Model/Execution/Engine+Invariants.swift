import Isolation
import KernelCode
import PageTables

/// Something that must never be and was.
package struct Violation: Hashable, Sendable {
  /// The number of the step before which it was seen.
  package let step: Int
  /// What, in a sentence.
  package let text: String
}

extension Engine {
  /// Looks whether all is well before a step.
  mutating func noteViolation() {
    guard let text = violation else { return }
    addViolation(text)
  }

  /// The invariant that is broken, in words; nil if none is.
  ///
  /// A scenario that has the bug of a missing flip is excused for it.
  var violation: String? {
    if system.cpu.cpl == 3 {
      if system.cpu.spaceKind != kernel.design.userSpaceKind && !kernel.lacksFlip {
        return "user code runs with \(kernel.design.spaceName(system.cpu.spaceKind)) of \(kernel.design)"
      }
      if system.privateCount > 0 && mustHold && !isExcused {
        return "cpu\(system.cpu.number) runs user code while private work is done on the core"
      }
    }
    for invariant in kernel.design.invariants {
      if let text = violation(of: invariant) { return text }
    }
    return nil
  }

  private func violation(of invariant: Design.Invariant) -> String? {
    switch invariant {
    case .oneSpace: system.cpu.spaceKind == .private ? nil : "\(kernel.design) has another space"
    case .halves: violationOfHalves
    case .session: violationOfSession
    case .restricted: violationOfRestricted
    case .count: violationOfCount
    }
  }

  /// Whether no user code may run while private work is done: not while an interrupt that was not waited for is on
  /// its way.
  private var mustHold: Bool { system.sibling != nil && kernel.holdsSiblings && kernel.settings.sync == .ack }

  /// Whether the private work is about to be announced: it counts, and waits for the sibling.
  private var isExcused: Bool {
    system.cpu.holdComes != nil || system.sibling?.hold == .ack || system.sibling?.spaceKind != .private
      || !kernel.design.holdsSiblings
  }

  private var violationOfHalves: String? {
    guard system.cpu.cpl == 0, system.cpu.spaceKind == .exposed, system.cpu.interruptsOn else { return nil }
    return "kernel code runs with U and with interrupts on"
  }

  private var violationOfSession: String? {
    guard let session = system.cpu.kept.session else { return nil }
    if session.state == .inactive && system.cpu.spaceKind == .isolated {
      return "the session is INACTIVE, but CR3 is I: nothing will ever leave it (defect D4: an interrupt came between "
        + "the state and the CR3 write)"
    }
    if session.state == .aborted && system.cpu.spaceKind == .isolated && !session.retriesAbort && !session.endsAbort {
      return "the session is ABORTED, but CR3 is I"
    }
    return session.state == .inactive && session.depth != 0 ? "the session is INACTIVE at depth \(session.depth)" : nil
  }

  private var violationOfRestricted: String? {
    if system.cpu.spaceKind == .exposed && system.cpu.kept.target?.isCurrent == false {
      return "CR3 is R, but curr_asi is not set"
    }
    let isTense = system.threads[system.cpu.current].isTense
    if system.threads[system.cpu.current].interruptDepth > 0 && !isTense {
      return "a thread without a target counts interrupts"
    }
    if system.cpu.cpl == 3 && !isTense && !kernel.flipsAtEntry && !kernel.lacksFlip {
      return "user code runs, but its thread has no target"
    }
    return nil
  }

  /// A thread that was switched away in private work has taken its count with it to the next one.
  private var violationOfCount: String? {
    let inPrivate = system.cpu.spaceKind == .private && !system.cpu.isAsleep ? 1 : 0
    let owed = inPrivate + system.cpu.owedClears
    return system.cpu.privateCount >= owed && (system.cpu.privateCount == owed || isHolding)
      ? nil : "cpu\(system.cpu.number) counts \(system.cpu.privateCount) times as private, and should \(owed) times"
  }

  /// Whether the CPU is between its count and its CR3 write.
  private var isHolding: Bool { system.threads[system.cpu.current].frames.contains { $0.holdsSibling } }
}
