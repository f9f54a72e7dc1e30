import Isolation
import PageTables

/// What gasi adds: a thread wants to run restricted (`target`), and a CPU does (`curr_asi`).
///
/// B. Jackman, "Address Space Isolation" RFC v2, LKML 10 January 2025, patches 10 and 27 to 29.
extension EntryCode {
  /// Whether the code is there: with a scope that exposes too little for the entry code, CR3 is written there.
  private var asks: Bool { design == .gasi && !flipsAtEntry }

  /// `asi_relax`: the thread has no target for as long as its syscall lasts. CR3 stays.
  mutating func relax() -> [Operation] {
    guard asks else { return [] }
    return [
      assembler.operation("asi_relax", 0, "mov [task.asi.target], 0", target(.write), effect: .restricted(.relax))
    ]
  }

  /// `asi_enter_userspace`, at the end of `syscall_exit_to_user_mode`.
  mutating func enterRestrictedUserSpace() -> [Operation] {
    guard asks else { return [] }
    return [
      assembler.operation(
        "asi_enter_userspace", 0, "mov [task.asi.target], userspace", target(.write), effect: .restricted(.setTarget))
    ] + enterRestricted()
  }

  /// `asi_intr_enter`.
  mutating func interruptEnter() -> [Operation] {
    guard asks else { return [] }
    return [
      assembler.operation(
        "asi_intr_enter", 0, "inc [task.asi.intr_nest_depth]", target(.write), effect: .restricted(.interruptEnter),
        when: .isTense)
    ]
  }

  /// `asi_intr_exit`: the outermost interrupt of a thread with a target goes back to the restricted space.
  mutating func interruptExit() -> [Operation] {
    guard asks else { return [] }
    return [
      assembler.operation(
        "asi_intr_exit", 0, "dec [task.asi.intr_nest_depth]", target(.write), effect: .restricted(.interruptExit),
        when: .isTense)
    ] + enterRestricted()
  }

  /// `asi_exit`: first predictors are flushed, then CR3 is written, then `curr_asi` cleared, so that an NMI between
  /// them does no harm.
  mutating func exitRestricted(when condition: Operation.Condition) -> [Operation] {
    guard asks else { return [] }
    return [
      assembler.operation("asi_exit", 0, "mov rax, [curr_asi]", current(.read)),
      assembler.operation("asi_exit", 0x10, "ibpb", effect: .restricted(.flushControl), when: .isControlTainted),
      flip(.restrictedExit, when: condition),
      assembler.operation(
        "asi_exit", 0x28, "mov [curr_asi], 0", current(.write), effect: .restricted(.clearCurrent), when: condition),
    ]
  }

  /// `__asi_enter`: `curr_asi`, predictors, CR3, buffers, in this order.
  private mutating func enterRestricted() -> [Operation] {
    [
      assembler.operation(
        "__asi_enter", 0, "mov [curr_asi], userspace", current(.write), effect: .restricted(.setCurrent),
        when: .entersRestricted),
      assembler.operation(
        "__asi_enter", 0x10, "ibpb", effect: .restricted(.flushOtherControl), when: .isOtherControlTainted),
      flip(.restrictedEnter, when: .entersRestricted),
    ] + verwAfterFlip()
  }

  private mutating func target(_ kind: Access.Kind) -> [Operand] {
    [assembler.stackBottom(kind, 0x10, "task.asi")]
  }

  private mutating func current(_ kind: Access.Kind) -> [Operand] {
    [assembler.sharedPage(kind, 0x940, "curr_asi")]
  }
}
