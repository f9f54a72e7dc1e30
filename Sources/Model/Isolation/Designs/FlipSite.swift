/// A place in the kernel that can write CR3, and what selects whether it does.
///
/// Under pti and unified nothing but patched code decides: a site is there or it is not, and no state is asked.
/// That is what T. Gleixner demanded on LKML, 12 July 2019. asi3 and gasi ask variables.
package struct FlipSite: Hashable, Sendable {
  /// Which site.
  package enum ID: String, CaseIterable, Sendable {
    /// SYSCALL, before the kernel's stack is used.
    case syscallEntry
    /// Interrupts and exceptions from user code.
    case errorEntry
    /// The NMI from user code.
    case nmiEntry
    /// The NMI and other paranoid entries from kernel code.
    case paranoidEntry
    /// The return by SYSRET.
    case sysretExit
    /// The return by IRET.
    case iretExit
    /// The end of an NMI that came in kernel code.
    case paranoidExit
    /// The end of another paranoid exception that came in kernel code.
    case paranoidReturn
    /// The switch to another process's memory.
    case switchMM
    /// G1: the dispatch of a syscall that is marked private.
    case gateSyscall
    /// G2: the wrapper of an interrupt that is marked private.
    case gateInterrupt
    /// G3: the page-fault handler.
    case gatePageFault
    /// G4: the scheduler.
    case gateSchedule
    /// A gate around one call.
    case gateCall
    /// G7: the end of a gate, or of an interrupt that came in exposed code.
    case gateReturn
    /// asi3: the entry to the third space.
    case asiEnter
    /// asi3: the exit from it, asked for by the code that needs more.
    case asiExit
    /// asi3: an interrupt or exception came in the third space.
    case asiStartAbort
    /// asi3: an NMI came in the third space.
    case asiStartAbortParanoid
    /// asi3: the third space is left for a switch of threads, or behind the barrier.
    case asiAbort
    /// gasi: the exit from the restricted space.
    case restrictedExit
    /// gasi: the entry to it.
    case restrictedEnter
  }

  /// What selects the form of the code.
  package enum Selector: Hashable, Sendable {
    /// ALTERNATIVE: patched once at boot, by a feature of the processor.
    case alternative(String)
    /// A static key: patched at run time.
    case staticKey(String)
    /// A variable of the CPU or the thread, at run time: what T. Gleixner calls an obscure state machine.
    case state(String)
    /// Always there.
    case always

    /// "ALTERNATIVE X86_FEATURE_PTI" and so on.
    package var words: String {
      switch self {
      case .alternative(let feature): "ALTERNATIVE \(feature)"
      case .staticKey(let key): "static key \(key)"
      case .state(let name): "state \(name)"
      case .always: "always"
      }
    }
  }

  /// Which site.
  package var id: ID
  /// The symbol of the code.
  package var symbol: String
  /// Bytes from the symbol to the instruction that writes CR3.
  package var offset: Int
  /// The kind of space that it leads to; nil for a switch of processes.
  package var to: SpaceKind?
  /// What selects the form of the code.
  package var selector: Selector
  /// The code where the site is active.
  package var patched: [String]
  /// The code where it is not.
  package var unpatched: [String]

  /// "entry_SYSCALL_64+0x20".
  package var place: String { offset == 0 ? symbol : "\(symbol)+0x\(String(offset, radix: 16))" }
}
