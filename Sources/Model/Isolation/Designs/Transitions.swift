/// What a design adds to the kernel's code, so that it changes from one space to another.
package protocol Transitions: SendableMetatype {
  /// What stands at a hook, in order; empty for nothing. `flipsAtEntry` says whether entry code itself writes CR3,
  /// before it leaves the entry sections.
  static func code(at hook: EntryHook, _ settings: Settings, flipsAtEntry: Bool) -> [CodeLine]
}

/// A place of the kernel's code where a design can add its own.
package enum EntryHook: Sendable {
  /// SYSCALL, behind SWAPGS, before CR3 is written.
  case syscallEntered
  /// Before the function of a syscall, which a third space may map enough for.
  case beforeSyscall(entersIsolated: Bool)
  /// Behind the function of a syscall.
  case afterSyscall
  /// The return of a syscall, with interrupts off, before its exit code.
  case beforeSyscallExit
  /// Around the work of every interrupt, exception and NMI.
  case interruptEntered, interruptLeft
  /// Before and behind the work of an interrupt or exception that came in kernel code.
  case kernelInterrupted, kernelResumed
  /// Before the handler of a page fault that came in kernel code, or of a double fault.
  case kernelFaulted
  /// Before and behind the work of an NMI, or another entry on a stack of its own, that came in kernel code.
  case paranoidEntered, paranoidLeft
  /// Before the function of an interrupt or exception.
  case beforeHandler(isException: Bool)
  /// In the handler of a page fault that the design causes and passes over.
  case faultPassed
  /// Before a function that touches more than the third space is for.
  case functionNeedsMore
  /// Around a call of a function that is marked private.
  case beforeGatedCall, afterGatedCall
  /// Around the work of the scheduler.
  case beforeSchedule, afterSchedule
}
