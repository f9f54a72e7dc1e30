import Isolation
import PageTables

/// Assembles the kernel's entry and exit code for one design and its switches.
///
/// The instructions, their offsets and accesses are those of Linux 6.12 as samples/captures has them, with runs
/// of pushes and pops as one. A site of a flip is there or patched out; what a design adds stands at the hooks.
struct EntryCode {
  var assembler: Assembler
  let design: Design
  let settings: Settings
  /// Whether CR3 is written before the entry code leaves the entry sections: always under pti, and under the
  /// unified design if the scope exposes too little for what the entry code touches, such as the kernel stack.
  let flipsAtEntry: Bool
  /// Whether syscalls enter a third space.
  let entersIsolated: Bool
  /// Whether the core has a second thread.
  let hasSibling: Bool

  /// Whether exits to user code and NMIs have a flip in their assembly: without a root pair it may be in C code.
  var flipsAtExit: Bool { design.usesRootPair || flipsAtEntry }

  /// What the design adds at a hook.
  mutating func hook(_ hook: EntryHook) -> [Operation] {
    let lines = design.transitions?.code(at: hook, settings, flipsAtEntry: flipsAtEntry) ?? []
    return lines.flatMap { assemble($0) }
  }

  private mutating func assemble(_ line: CodeLine) -> [Operation] {
    switch line {
    case .at(let symbol, let offset, let text, let operand, let change, let condition):
      let operands = operand.map { [assembler.operand($0)] } ?? []
      let effect = change.map { Operation.Effect.change($0) } ?? .none
      return [assembler.operation(symbol, offset, text, operands, effect: effect, when: condition)]
    case .flip(let site, let condition): return [flip(site, when: condition)]
    case .flushMask(let symbol, let offset, let condition): return flushMask(symbol, offset, when: condition)
    case .verw: return verwAfterFlip()
    }
  }

  /// A write to CR3 at a site.
  mutating func flip(_ id: FlipSite.ID, when condition: Operation.Condition = .always) -> Operation {
    flip(FlipSite(id), when: condition)
  }

  private mutating func flip(_ site: FlipSite, when condition: Operation.Condition) -> Operation {
    assembler.operation(
      site.symbol, site.offset, site.patched.last { $0.hasPrefix("mov cr3") } ?? "mov cr3, rax",
      effect: .flip(site.id, to: site.to), when: condition)
  }

  /// The look at the pending flush of the ASID that an exit with PCIDs takes.
  mutating func flushMask(_ symbol: String, _ offset: Int, when condition: Operation.Condition) -> [Operation] {
    guard settings.pcid, design.usesRootPair, let mask = assembler.data(.read, "user_pcid_flush_mask") else {
      return []
    }
    return [assembler.operation(symbol, offset, "bt gs:[user_pcid_flush_mask], rdi", [mask], when: condition)]
  }

  /// VERW behind a flip from the private space, before siblings are let go: only where private code has run.
  ///
  /// It has a place of its own: Linux's exits have no room for it there.
  mutating func verwAfterFlip() -> [Operation] {
    guard settings.clearsBuffers, design.clears.contains(.behindFlip) else { return [] }
    return [
      assembler.operation(
        "clear_cpu_buffers", 0, "verw [x86_verw_sel]", assembler.verwOperands(), effect: .verw, when: .clearOwed)
    ]
  }

  /// Whether exits to user code clear buffers where Linux does, whatever ran before: as one of the last
  /// instructions. Under other designs that is behind the flip, if there was one.
  var clearsLast: Bool { design.clears.contains(.atExit) }

  /// VERW at the return to user code, as Linux has it.
  mutating func verwAtExit(_ symbol: String, _ offset: Int) -> [Operation] {
    guard settings.clearsBuffers, clearsLast else { return [] }
    return [assembler.operation(symbol, offset, "verw [x86_verw_sel]", assembler.verwOperands(), effect: .verw)]
  }

  /// Siblings are held or let go, under kernel protection.
  mutating func protect(_ start: Bool) -> [Operation] {
    guard settings.kernelProtect, !design.holdsSiblings else { return [] }
    let symbol = start ? "sched_core_unsafe_enter" : "sched_core_unsafe_exit"
    return [assembler.operation(symbol, 0, start ? "lock inc [core]" : "lock dec [core]", effect: .protect(start))]
  }

  /// The read of the current thread's flags on the way out.
  mutating func workCheck(_ symbol: String) -> Operation {
    let flags = assembler.data(.read, "task_struct.flags")
    return assembler.operation(symbol, 0, "mov rax, [task_struct.flags]", flags.map { [$0] } ?? [])
  }

  /// IRET to user code: `swapgs_restore_regs_and_return_to_usermode`.
  mutating func iretTail() -> [Operation] {
    let symbol = "swapgs_restore_regs_and_return_to_usermode"
    var code = [
      assembler.operation(symbol, 0x50, "pop regs", [assembler.stack(.read, 0xa8)])
    ]
    code.append(assembler.operation(symbol, 0x6a, "mov rsp, gs:[cpu_tss_rw+0x4]", [assembler.tss(.read, 0x4)]))
    code.append(
      assembler.operation(
        symbol, 0x72, "push frame",
        [assembler.stack(.read, 0x30, size: 48), assembler.area(.write, .entryStack, 0xfd0, size: 48)]))
    if flipsAtExit {
      code += flushMask(symbol, 0x93, when: .inPrivate)
      code.append(flip(.iretExit, when: .inPrivate))
      if !clearsLast { code += verwAfterFlip() }
    } else {
      code.append(assembler.operation(symbol, 0x87, "jmp .Lend"))
    }
    code.append(assembler.operation(symbol, 0xc6, "pop rdi", [assembler.area(.read, .entryStack, 0xfc8)]))
    code.append(assembler.operation(symbol, 0x3a, "swapgs"))
    code += verwAtExit(symbol, 0x3d)
    code += protect(false)
    code.append(
      assembler.operation(
        "native_irq_return_iret", 0, "iretq",
        [assembler.area(.read, .entryStack, 0xfd8, size: 40), assembler.area(.read, .gdt, 0x30, implicit: true)],
        effect: .leave))
    return code
  }
}
