import PageTables

/// Where the entry code of Linux 6.12.117 stands without KASLR; the symbols of the kernel whose recordings are
/// in samples/captures.
enum EntrySymbols {
  /// The address of a symbol of the entry code; a place behind it for one that no kernel has.
  static func address(of symbol: String) -> VirtualAddress {
    VirtualAddress(addresses[symbol] ?? own(symbol))
  }

  private static let addresses: [String: UInt64] = [
    "entry_SYSCALL_64": 0xffff_ffff_8140_0080,
    "entry_SYSCALL_64_safe_stack": 0xffff_ffff_8140_00ab,
    "entry_SYSCALL_64_after_hwframe": 0xffff_ffff_8140_00b9,
    "syscall_return_via_sysret": 0xffff_ffff_8140_012d,
    "entry_SYSRETQ_unsafe_stack": 0xffff_ffff_8140_01b4,
    "asm_exc_double_fault": 0xffff_ffff_8140_1380,
    "asm_exc_page_fault": 0xffff_ffff_8140_1280,
    "asm_sysvec_apic_timer_interrupt": 0xffff_ffff_8140_1470,
    "asm_sysvec_tick": 0xffff_ffff_8140_1490,
    "asm_sysvec_reschedule_ipi": 0xffff_ffff_8140_14b0,
    "asm_sysvec_irq_work": 0xffff_ffff_8140_14d0,
    "swapgs_restore_regs_and_return_to_usermode": 0xffff_ffff_8140_15b0,
    "restore_regs_and_return_to_kernel": 0xffff_ffff_8140_167c,
    "native_irq_return_iret": 0xffff_ffff_8140_169e,
    "paranoid_entry": 0xffff_ffff_8140_1790,
    "paranoid_exit": 0xffff_ffff_8140_18a0,
    "error_entry": 0xffff_ffff_8140_1900,
    "asm_exc_nmi": 0xffff_ffff_8140_1a70,
    "first_nmi": 0xffff_ffff_8140_1b81,
    "end_repeat_nmi": 0xffff_ffff_8140_1bc4,
    "nmi_restore": 0xffff_ffff_8140_1c1e,
    "do_syscall_64": 0xffff_ffff_813a_d250,
    "sync_regs": 0xffff_ffff_813a_e070,
    "syscall_exit_to_user_mode": 0xffff_ffff_813b_0bf0,
    "irqentry_exit_to_user_mode": 0xffff_ffff_813b_0cc0,
    "irqentry_exit": 0xffff_ffff_813b_0d70,
    "__schedule": 0xffff_ffff_813b_3740,
    "__switch_to_asm": 0xffff_ffff_8100_1e80,
    "switch_mm_irqs_off": 0xffff_ffff_8106_4eb0,
    "finish_task_switch": 0xffff_ffff_810a_3880,
    "page_fault_oops": 0xffff_ffff_8106_2200,
    "user_main": 0x6000_1000,
  ]

  /// Code that no kernel has stands behind the entry code, 64 bytes a symbol, in the order of this list.
  private static let own = [
    "gate_syscall", "gate_interrupt", "gate_page_fault", "gate_schedule", "gate_call", "gate_return",
    "note_missing_gate", "clear_cpu_buffers", "sched_core_unsafe_enter", "sched_core_unsafe_exit",
    "sched_core_wait_till_safe", "hold_sibling", "irq_work_hold", "asi_enter", "asi_exit", "asi_abort",
    "asi_start_abort", "asi_start_abort_else_jump", "asi_finish_abort", "asi_fault", "asi_relax", "asi_enter_userspace",
    "__asi_enter", "asi_intr_enter", "asi_intr_exit",
  ]

  private static func own(_ symbol: String) -> UInt64 {
    let index = own.firstIndex(of: symbol) ?? own.count
    return 0xffff_ffff_8140_2000 + UInt64(index) * 64
  }
}
