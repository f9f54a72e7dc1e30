import Isolation
import PageTables

extension EntryCode {
  /// SYSCALL, from the first instruction of the kernel to SYSRET, or to IRET if `returnsWithIret`.
  mutating func syscall(returnsWithIret: Bool) -> [Operation] {
    var code = syscallEntry()
    code += hook(.beforeSyscall(entersIsolated: entersIsolated))
    code.append(
      assembler.operation(
        "do_syscall_64", 0x3a, "call x64_sys_call", [assembler.stack(.write, 0xc0)], effect: .dispatch))
    code += hook(.afterSyscall)
    code.append(workCheck("syscall_exit_to_user_mode"))
    code += awaitSafe()
    code.append(assembler.operation("syscall_exit_to_user_mode", 0x1e, "cli", effect: .interrupts(false)))
    code += hook(.beforeSyscallExit)
    return code + (returnsWithIret ? iretTail() : sysretTail())
  }

  private mutating func syscallEntry() -> [Operation] {
    let symbol = "entry_SYSCALL_64"
    var code = [
      assembler.operation(symbol, 0, "endbr64"), assembler.operation(symbol, 0x4, "swapgs"),
    ]
    code += hook(.syscallEntered)
    code.append(assembler.operation(symbol, 0x7, "mov gs:[cpu_tss_rw+0x14], rsp", [assembler.tss(.write, 0x14)]))
    if flipsAtEntry {
      code.append(assembler.operation(symbol, 0x11, "mov rsp, cr3"))
      code.append(flip(.syscallEntry))
    } else {
      code.append(assembler.operation(symbol, 0xf, "jmp .Lend"))
    }
    if let top = assembler.data(.read, "pcpu_hot.top_of_stack") {
      code.append(assembler.operation(symbol, 0x23, "mov rsp, gs:[pcpu_hot.top_of_stack]", [top]))
    }
    code += protect(true)
    code.append(
      assembler.operation(
        "entry_SYSCALL_64_safe_stack", 0, "push pt_regs",
        [assembler.stack(.write, 0xa8, size: 168), assembler.tss(.read, 0x14)]))
    code.append(
      assembler.operation("entry_SYSCALL_64_after_hwframe", 0x67, "call do_syscall_64", [assembler.stack(.write, 0xb0)])
    )
    code.append(assembler.operation("do_syscall_64", 0xb, "sti", effect: .interrupts(true)))
    if let task = assembler.data(.read, "pcpu_hot.current_task"), let flags = assembler.data(.read, "task_struct.flags")
    {
      code.append(assembler.operation("do_syscall_64", 0xc, "mov rdx, gs:[pcpu_hot.current_task]", [task]))
      code.append(assembler.operation("do_syscall_64", 0x17, "mov rdx, [task_struct.flags]", [flags]))
    }
    return code
  }

  private mutating func sysretTail() -> [Operation] {
    let symbol = "syscall_return_via_sysret"
    var code = [
      assembler.operation(symbol, 0, "pop regs", [assembler.stack(.read, 0xa8, size: 120)])
    ]
    code.append(assembler.operation(symbol, 0x33, "mov rsp, gs:[cpu_tss_rw+0x4]", [assembler.tss(.read, 0x4)]))
    code.append(
      assembler.operation(
        symbol, 0x3b, "push [rdi+0x28]", [assembler.stack(.read, 0x10), assembler.area(.write, .entryStack, 0xff8)]))
    if flipsAtExit {
      code += flushMask(symbol, 0x52, when: .inPrivate)
      code.append(flip(.sysretExit, when: .inPrivate))
      if !clearsLast { code += verwAfterFlip() }
    } else {
      code.append(assembler.operation(symbol, 0x40, "jmp .Lend"))
    }
    code.append(assembler.operation(symbol, 0x85, "pop rdi", [assembler.area(.read, .entryStack, 0xff0)]))
    code.append(assembler.operation("entry_SYSRETQ_unsafe_stack", 0, "swapgs"))
    code += verwAtExit("entry_SYSRETQ_unsafe_stack", 0x3)
    code += protect(false)
    code.append(assembler.operation("entry_SYSRETQ_unsafe_stack", 0xa, "sysretq", effect: .leave))
    return code
  }
}
