/// A place in the kernel that can write CR3, and what selects whether it does.
///
/// Nothing but patched code decides: a site is there or it is not, and no state is asked. That is what
/// T. Gleixner demanded on LKML, 12 July 2019.
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
  }

  /// What selects the form of the code.
  package enum Selector: Hashable, Sendable {
    /// ALTERNATIVE: patched once at boot, by a feature of the processor.
    case alternative(String)
    /// A static key: patched at run time.
    case staticKey(String)
    /// Always there.
    case always

    /// "ALTERNATIVE X86_FEATURE_PTI" and so on.
    package var words: String {
      switch self {
      case .alternative(let feature): "ALTERNATIVE \(feature)"
      case .staticKey(let key): "static key \(key)"
      case .always: "always"
      }
    }
  }

  /// Which site.
  package let id: ID
  /// The symbol of the code.
  package let symbol: String
  /// Bytes from the symbol to the instruction that writes CR3.
  package let offset: Int
  /// The half that it leads to; nil for a switch of processes.
  package let to: SpaceKind?
  /// What selects the form of the code.
  package let selector: Selector
  /// The code where the site is active.
  package let patched: [String]
  /// The code where it is not.
  package let unpatched: [String]

  /// "entry_SYSCALL_64+0x20".
  package var place: String { offset == 0 ? symbol : "\(symbol)+0x\(String(offset, radix: 16))" }
}
