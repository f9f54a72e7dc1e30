extension FlipSite {
  /// The site of an ID; the table has the order of the cases.
  package init(_ id: ID) {
    self = Self.table[ID.allCases.firstIndex(of: id) ?? 0]
  }

  /// Every site.
  ///
  /// The code of page-table isolation: Linux 6.12.117 arch/x86/entry/calling.h and entry_64.S. Offsets are those of
  /// the recordings in samples/captures. No recording has the NMI's and the paranoid ones: they are those of entry_64.o
  /// of the same source, made with the options of x86_64_defconfig without DEBUG_ENTRY and MITIGATION_CALL_DEPTH_TRACKING,
  /// whose symbols then have the same distances as in the recorded kernel (see `EntrySymbols`). The gates of the unified
  /// design exist in no kernel.
  private static let table: [FlipSite] = [
    toPrivate(.syscallEntry, "entry_SYSCALL_64", 0x20, register: "rsp"),
    toPrivate(.errorEntry, "error_entry", 0x63, register: "rax"),
    toPrivate(.nmiEntry, "asm_exc_nmi", 0x2b, register: "rdx"),
    FlipSite(
      id: .paranoidEntry, symbol: "paranoid_entry", offset: 0x5d, to: .private, selector: isolation,
      patched: ["mov rax, cr3", "mov r14, rax", "bt rax, 12", "jnc 1f"] + kernelCR3("rax"), unpatched: ["jmp 1f"]),
    toExposed(.sysretExit, "syscall_return_via_sysret", 0x81),
    toExposed(.iretExit, "swapgs_restore_regs_and_return_to_usermode", 0xc2),
    restore(.paranoidExit, "end_repeat_nmi", 0x46), restore(.paranoidReturn, "paranoid_exit", 0x36),
    FlipSite(
      id: .switchMM, symbol: "switch_mm_irqs_off", offset: 0x24f, to: nil, selector: .always,
      patched: ["mov cr3, rdx"], unpatched: []),
    gate(.gateSyscall, "gate_syscall", key: "gate_syscall"),
    gate(.gateInterrupt, "gate_interrupt", key: "gate_interrupt"),
    gate(.gatePageFault, "gate_page_fault", key: "gate_page_fault"),
    gate(.gateSchedule, "gate_schedule", key: "gate_schedule"),
    gate(.gateCall, "gate_call", key: "gate_call"),
    FlipSite(
      id: .gateReturn, symbol: "gate_return", offset: 0x20, to: .exposed, selector: .alternative("X86_FEATURE_UNIFIED"),
      patched: ["bt saved, 12", "jnc 1f"] + userCR3("rdi") + ["verw x86_verw_sel"], unpatched: ["nop"]),
    // RFC v2 of A. Chartre: the state of the CPU's session decides. Offsets are this project's.
    byState("cpu_asi_session", .asiEnter, "asi_enter", 0x28, to: .isolated, "mov cr3, [asi.pgd]"),
    byState("cpu_asi_session", .asiExit, "asi_exit", 0x10, to: .private, originalCR3),
    byState("cpu_asi_session", .asiStartAbort, "asi_start_abort", 0x10, to: .private, originalCR3),
    byState("cpu_asi_session", .asiStartAbortParanoid, "asi_start_abort_else_jump", 0x10, to: .private, originalCR3),
    byState("cpu_asi_session", .asiAbort, "asi_abort", 0x10, to: .private, originalCR3),
    // RFC of B. Jackman, 2025: `curr_asi` decides. Offsets are this project's.
    byState("curr_asi", .restrictedExit, "asi_exit", 0x20, to: .private, "mov cr3, rax"),
    byState("curr_asi", .restrictedEnter, "__asi_enter", 0x20, to: .exposed, "mov cr3, rax"),
  ]

  private static let originalCR3 = "mov cr3, [session.original_cr3]"

  /// What a variable selects at run time.
  private static func byState(
    _ state: String, _ id: ID, _ symbol: String, _ offset: Int, to: SpaceKind, _ code: String
  ) -> FlipSite {
    FlipSite(id: id, symbol: symbol, offset: offset, to: to, selector: .state(state), patched: [code], unpatched: [])
  }

  private static let isolation = Selector.alternative("X86_FEATURE_PTI")

  /// SWITCH_TO_KERNEL_CR3: always keeps the TLB.
  private static func kernelCR3(_ register: String) -> [String] {
    ["bts \(register), 63", "and \(register), ~0x1800", "mov cr3, \(register)"]
  }

  /// SWITCH_TO_USER_CR3: keeps the TLB unless the ASID's bit in user_pcid_flush_mask is set.
  private static func userCR3(_ register: String) -> [String] {
    ["btr user_pcid_flush_mask, asid", "bts \(register), 63", "or \(register), 0x1800", "mov cr3, \(register)"]
  }

  private static func toPrivate(_ id: ID, _ symbol: String, _ offset: Int, register: String) -> FlipSite {
    FlipSite(
      id: id, symbol: symbol, offset: offset, to: .private, selector: isolation,
      patched: ["mov \(register), cr3"] + kernelCR3(register), unpatched: ["jmp .Lend"])
  }

  private static func toExposed(_ id: ID, _ symbol: String, _ offset: Int) -> FlipSite {
    FlipSite(
      id: id, symbol: symbol, offset: offset, to: .exposed, selector: isolation,
      patched: ["mov rdi, cr3"] + userCR3("rdi"), unpatched: ["jmp .Lend"])
  }

  /// PARANOID_RESTORE_CR3: gives back what was saved, if bit 12 was set in it.
  private static func restore(_ id: ID, _ symbol: String, _ offset: Int) -> FlipSite {
    FlipSite(
      id: id, symbol: symbol, offset: offset, to: .exposed, selector: isolation,
      patched: ["bt r14, 12", "jnc 1f", "btr user_pcid_flush_mask, asid", "bts r14, 63", "mov cr3, r14"],
      unpatched: ["jmp 1f"])
  }

  private static func gate(_ id: ID, _ symbol: String, key: String) -> FlipSite {
    FlipSite(
      id: id, symbol: symbol, offset: 0x20, to: .private, selector: .staticKey(key),
      patched: ["mov rax, cr3", "bt rax, 12", "jnc 1f"] + kernelCR3("rax"), unpatched: ["nop"])
  }
}
