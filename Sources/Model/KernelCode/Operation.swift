package import Isolation
package import PageTables
package import Recordings

/// One instruction of the modelled kernel, ready to run.
package struct Operation: Sendable {
  /// What happens besides the accesses.
  package enum Effect: Sendable {
    /// Nothing.
    case none
    /// SYSCALL: CPL becomes 0 and the entry's code starts.
    case syscall(entry: KernelEntryIndex)
    /// An interrupt, an NMI or an exception comes after this instruction.
    case raise(entry: KernelEntryIndex)
    /// A call of a program.
    case call(program: Int)
    /// The call of what the entry of this frame is for.
    case dispatch
    /// A write to CR3 at a site, and the kind of space that it leads to; nil for a switch of processes.
    case flip(FlipSite.ID, to: SpaceKind?)
    /// VERW.
    case verw
    /// The end of the kernel's work: SYSRET, or IRET to what was interrupted.
    case leave
    /// The stack of the picked thread is taken.
    case switchThread
    /// STI or CLI.
    case interrupts(Bool)
    /// The page that user code touched is mapped.
    case mapPage
    /// The siblings are held, or let go, under kernel protection.
    case protect(Bool)
    /// The kernel stops.
    case stop
    /// MWAIT: the idle thread sleeps until something comes.
    case sleep
    /// The interrupt that pulls the sibling out of user code is sent, if it is there.
    case sendHold
    /// The sibling has left user code.
    case awaitAck
    /// The sibling is not in private work, or waits here too.
    case awaitSafe
    /// A change of what the design keeps about the CPU.
    case change(CodeLine.StateChange)
  }

  /// When the instruction is run at all.
  package typealias Condition = CodeLine.Condition

  /// The position of its site in the table of steps.
  package let site: Int
  /// Its accesses, in order.
  package let operands: [Operand]
  /// What happens besides.
  package let effect: Effect
  /// When it is run.
  package let condition: Condition
  /// The position of its remark in the table of steps; nil for none.
  package let note: Int?
  /// Whether SMAP is suspended.
  package let alignmentCheck: Bool
}

/// One access of an operation, but for what depends on who runs it.
package struct Operand: Sendable {
  /// Whose copy is meant.
  package enum Owner: Sendable {
    /// There is one.
    case one
    /// The process's; copies lie so many bytes from each other.
    case process(UInt64)
    /// The thread's; copies lie so many bytes from each other.
    case thread(UInt64)
    /// The entry of the process's page that user code touched first; the base is that of the direct map.
    case pageTableEntry
  }

  /// What is done.
  package let kind: Access.Kind
  /// The address of copy 0.
  package let base: UInt64
  /// Whose copy is meant.
  package let owner: Owner
  /// Bytes.
  package let size: UInt32
  /// Whose contents are touched.
  package let sectionClass: SectionClass
  /// Whether the processor itself makes the access.
  package let isImplicit: Bool
  /// The symbol in the table of steps.
  package let symbol: TextID?
}

/// The instructions of a function or a piece of entry code.
package struct Program: Sendable {
  /// The name of the function.
  package let name: String
  /// In the order in which they run.
  package let operations: [Operation]

  /// The position behind the call of what the entry is for; 0 if there is none.
  var positionAfterDispatch: Int {
    let dispatch = operations.firstIndex { if case .dispatch = $0.effect { true } else { false } }
    return dispatch.map { $0 + 1 } ?? 0
  }
}
