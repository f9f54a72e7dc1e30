import Isolation
import KernelCode

/// The states of asi3 (A. Chartre, RFC v2, LKML 11 July 2019, patches 1 and 2) and of gasi (B. Jackman, RFC v2, LKML
/// 10 January 2025, patches 10 and 27).
extension Engine {
  /// What an instruction does to the session of asi3.
  mutating func change(_ change: Operation.SessionChange) {
    switch change {
    case .raiseBarrier: system.cpu.session.retriesAbort = true
    case .activate: system.cpu.session.state = .active
    case .lowerBarrier:
      system.cpu.session.retriesAbort = false
      system.cpu.session.endsAbort = system.cpu.session.state == .aborted
    case .abort:
      system.cpu.session.depth += 1
      system.cpu.session.state = .aborted
      system.frame.aborts = true
    case .finishAbort:
      system.cpu.session.depth -= 1
      if system.cpu.session.depth == 0 && !system.cpu.session.retriesAbort { system.cpu.session.state = .inactive }
    case .end:
      system.cpu.session.state = .inactive
      system.cpu.session.depth = 0
      system.cpu.session.endsAbort = false
    }
  }

  /// What an instruction does to what gasi keeps.
  mutating func change(_ change: Operation.RestrictedChange) {
    let thread = system.cpu.current
    switch change {
    case .relax: system.threads[thread].isTense = false
    case .setTarget:
      system.threads[thread].isTense = true
      system.frame.entersRestricted = !system.cpu.restricted.isCurrent
    case .interruptEnter: system.threads[thread].interruptDepth += 1
    case .interruptExit:
      system.threads[thread].interruptDepth = max(system.threads[thread].interruptDepth - 1, 0)
      let isOutermost = system.threads[thread].interruptDepth == 0
      system.frame.entersRestricted = isOutermost && !system.cpu.restricted.isCurrent
    case .setCurrent: system.cpu.restricted.isCurrent = true
    case .clearCurrent: system.cpu.restricted.isCurrent = false
    case .flushControl: system.cpu.restricted.taints.remove(.userControl)
    case .flushOtherControl: system.cpu.restricted.taints.remove(.otherControl)
    }
  }

  /// `asi_exit` warns in code that counts on running restricted: the thread has a target, and handles no interrupt.
  mutating func warnOfCriticalSection() {
    let thread = system.threads[system.cpu.current]
    guard thread.isTense && thread.interruptDepth == 0 else { return }
    addViolation("asi_exit is called in a critical section: the thread has a target and handles no interrupt")
  }

  /// What a CR3 write means to the taints of gasi.
  mutating func taint(entersPrivate: Bool, leavesPrivate: Bool) {
    guard kernel.design == .gasi else { return }
    if entersPrivate { system.cpu.restricted.taints.insert(.kernelData) }
    if leavesPrivate {
      system.cpu.restricted.taints.subtract([.kernelData, .otherData])
      system.cpu.restricted.taints.insert(.userControl)
    }
    if kernel.flipsAtEntry && (entersPrivate || leavesPrivate) { system.cpu.restricted.isCurrent = leavesPrivate }
  }
}
