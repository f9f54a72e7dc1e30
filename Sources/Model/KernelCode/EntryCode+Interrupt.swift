import Isolation
import PageTables
import Recordings
import ScenarioModel

extension EntryCode {
  /// An interrupt or exception that came in user code.
  mutating func interruptFromUser(_ entry: EntryPoint) -> [Operation] {
    let size: UInt32 = entry.kind == .exception ? 48 : 40
    var code = delivery(
      entry, fromCPL: 3,
      [
        assembler.area(.read, .tss, 0x4, implicit: true),
        assembler.area(.write, .entryStack, 0x1000 - UInt64(size), size: size, implicit: true),
      ])
    code += errorEntry(stack: { $0.area($1, .entryStack, 0xf50) })
    code.append(assembler.operation("error_entry", 0x4d, "swapgs"))
    if flipsAtEntry {
      code.append(assembler.operation("error_entry", 0x55, "mov rax, cr3"))
      code.append(flip(.errorEntry))
    } else {
      code.append(assembler.operation("error_entry", 0x53, "jmp .Lend"))
    }
    if let top = assembler.data(.read, "pcpu_hot.top_of_stack") {
      code.append(assembler.operation("sync_regs", 0x4, "mov rax, gs:[pcpu_hot.top_of_stack]", [top]))
    }
    code += protect(true)
    code.append(
      assembler.operation(
        "sync_regs", 0x22, "rep movsq",
        [assembler.area(.read, .entryStack, 0xf58, size: 168), assembler.stack(.write, 0xa8, size: 168)]))
    code += hook(.interruptEntered)
    code += handler(entry)
    code.append(workCheck("irqentry_exit_to_user_mode"))
    code += awaitSafe()
    code += hook(.interruptLeft)
    return code + iretTail()
  }

  /// An interrupt or exception that came in kernel code: only what a design adds flips.
  mutating func interruptFromKernel(_ entry: EntryPoint) -> [Operation] {
    let size: UInt32 = entry.kind == .exception ? 48 : 40
    var code = delivery(entry, fromCPL: 0, [assembler.stack(.write, 0x800, size: size, implicit: true)])
    code += errorEntry(stack: { $0.stack($1, 0x8b0) })
    code.append(assembler.operation("error_entry", 0x91, "lfence"))
    code += hook(.kernelInterrupted)
    code += hook(.interruptEntered)
    if entry.vector == 14 { code += hook(.kernelFaulted) }
    code += handler(entry)
    code.append(workCheck("irqentry_exit"))
    code += hook(.interruptLeft)
    code += hook(.kernelResumed)
    code.append(
      assembler.operation("restore_regs_and_return_to_kernel", 0, "pop regs", [assembler.stack(.read, 0x8a8)]))
    code.append(
      assembler.operation(
        "native_irq_return_iret", 0, "iretq",
        [assembler.stack(.read, 0x800, size: 40), assembler.area(.read, .gdt, 0x10, implicit: true)], effect: .leave))
    return code
  }

  /// The gate, if the entry is private, then the handler; a fault in kernel code has its own end.
  private mutating func handler(_ entry: EntryPoint) -> [Operation] {
    var code = hook(.beforeHandler(isException: entry.kind == .exception))
    code.append(assembler.operation("page_fault_oops", 0, "ud2", effect: .stop, when: .fatalFault))
    code += hook(.faultPassed)
    code.append(
      assembler.operation(
        entry.stub, 0xf, "call \(entry.function)", [assembler.stack(.write, 0xb0)], effect: .dispatch, when: .handled))
    return code
  }

  /// The accesses of the processor itself, before the first instruction of the handler.
  mutating func delivery(_ entry: EntryPoint, fromCPL: Int, _ frame: [Operand]) -> [Operation] {
    let gate = assembler.area(.read, .idt, UInt64(entry.vector) * 16, size: 16, implicit: true)
    let code = assembler.area(.read, .gdt, 0x10, implicit: true)
    let note = StepNote(
      text: "delivery vec \(entry.vector) from cpl \(fromCPL)", flags: .delivery, vector: entry.vector)
    return [assembler.operation(entry.stub, 0, "endbr64", [gate, code] + frame, note: note)]
  }

  private mutating func errorEntry(stack: (inout Assembler, Access.Kind) -> Operand) -> [Operation] {
    [
      assembler.operation("error_entry", 0, "push regs", [stack(&assembler, .write)]),
      assembler.operation("error_entry", 0x43, "test byte [rsp+0x90], 3", [stack(&assembler, .read)]),
    ]
  }
}
