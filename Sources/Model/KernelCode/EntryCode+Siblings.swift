import Isolation
import PageTables

/// How siblings are held while private work is done: semantics of core scheduling's kernel protection (J. Fernandes,
/// LKML 17 November 2020, never merged), for private work only.
extension EntryCode {
  /// The wait before a return to user code, with interrupts on: while the sibling is in private work, and does not
  /// wait here itself. Behind it the last instruction looks again.
  mutating func awaitSafe() -> [Operation] {
    guard hasSibling, settings.mdsCPU, settings.sync != .off else { return [] }
    return [
      assembler.operation(
        "sched_core_wait_till_safe", 0, "cmp [core.private], 0", [counter(.read)], effect: .awaitSafe)
    ]
  }

  /// What is done before the private space is loaded while the sibling runs user code.
  mutating func holdSibling() -> [Operation] {
    var code = [
      assembler.operation("hold_sibling", 0, "lock inc [core.private]", [counter(.write)], effect: .protect(true)),
      assembler.operation("hold_sibling", 0x8, "wrmsr x2apic_icr", effect: .sendHold),
    ]
    if settings.sync == .ack {
      code.append(
        assembler.operation("hold_sibling", 0x10, "cmp [sibling.in_user], 0", [counter(.read)], effect: .awaitAck))
    }
    return code
  }

  /// What waits for the sibling after kernel protection has counted.
  mutating func sendHold() -> [Operation] { Array(holdSibling().dropFirst()) }

  /// The function of the interrupt that pulls a sibling into the kernel.
  mutating func holdInterrupt() -> [Operation] {
    [assembler.operation("irq_work_hold", 0, "mov [sibling.in_user], 0", [counter(.write)])]
  }

  private mutating func counter(_ kind: Access.Kind) -> Operand {
    assembler.sharedPage(kind, 0x980, "core.private")
  }
}
