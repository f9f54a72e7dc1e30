import Isolation
import KernelCode

/// The states of asi3 (A. Chartre, RFC v2, LKML 11 July 2019, patches 1 and 2) and of gasi (B. Jackman, RFC v2, LKML
/// 10 January 2025, patches 10 and 27).
extension Engine {
  /// What an instruction does to the session of asi3.
  mutating func change(_ change: CodeLine.SessionChange) {
    guard var session = system.cpu.kept.session else { return }
    switch change {
    case .raiseBarrier: session.retriesAbort = true
    case .activate: session.state = .active
    case .lowerBarrier:
      session.retriesAbort = false
      session.endsAbort = session.state == .aborted
    case .abort:
      session.depth += 1
      session.state = .aborted
      system.frame.aborts = true
    case .finishAbort:
      session.depth -= 1
      if session.depth == 0 && !session.retriesAbort { session.state = .inactive }
    case .end:
      session.state = .inactive
      session.depth = 0
      session.endsAbort = false
    }
    system.cpu.kept.session = session
  }

  /// What an instruction does to what gasi keeps.
  mutating func change(_ change: CodeLine.TargetChange) {
    guard var state = system.cpu.kept.target else { return }
    let thread = system.cpu.current
    switch change {
    case .relax: system.threads[thread].isTense = false
    case .setTarget:
      system.threads[thread].isTense = true
      system.frame.entersRestricted = !state.isCurrent
    case .interruptEnter: system.threads[thread].interruptDepth += 1
    case .interruptExit:
      system.threads[thread].interruptDepth = max(system.threads[thread].interruptDepth - 1, 0)
      system.frame.entersRestricted = system.threads[thread].interruptDepth == 0 && !state.isCurrent
    case .setCurrent: state.isCurrent = true
    case .clearCurrent: state.isCurrent = false
    case .flushControl: state.taints.remove(.userControl)
    case .flushOtherControl: state.taints.remove(.otherControl)
    }
    system.cpu.kept.target = state
  }

  /// `asi_exit` warns in code that counts on running restricted: the thread has a target, and handles no interrupt.
  mutating func warnOfCriticalSection() {
    let thread = system.threads[system.cpu.current]
    guard thread.isTense && thread.interruptDepth == 0 else { return }
    addViolation("asi_exit is called in a critical section: the thread has a target and handles no interrupt")
  }

  /// What a CR3 write means to the taints of gasi.
  mutating func taint(entersPrivate: Bool, leavesPrivate: Bool) {
    guard var state = system.cpu.kept.target else { return }
    if entersPrivate { state.taints.insert(.kernelData) }
    if leavesPrivate {
      state.taints.subtract([.kernelData, .otherData])
      state.taints.insert(.userControl)
    }
    if kernel.flipsAtEntry && (entersPrivate || leavesPrivate) { state.isCurrent = leavesPrivate }
    system.cpu.kept.target = state
  }
}
