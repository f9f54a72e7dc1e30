import Isolation
import PageTables
import ScenarioModel

extension EntryCode {
  /// An NMI that came in user code: it goes to the thread's stack, as an interrupt does.
  mutating func nmiFromUser(_ entry: EntryPoint) -> [Operation] {
    var code = delivery(entry, fromCPL: 3, ist(.nmiStack))
    code.append(assembler.operation("asm_exc_nmi", 0x14, "swapgs"))
    if !flipsAtExit {
      code.append(assembler.operation("asm_exc_nmi", 0x1a, "jmp .Lend"))
    } else {
      code.append(assembler.operation("asm_exc_nmi", 0x1c, "mov rdx, cr3"))
      code.append(flip(.nmiEntry, when: flipsAtEntry ? .always : .needsGate))
    }
    if let top = assembler.data(.read, "pcpu_hot.top_of_stack") {
      code.append(assembler.operation("asm_exc_nmi", 0x31, "mov rsp, gs:[pcpu_hot.top_of_stack]", [top]))
    }
    code += protect(true)
    code.append(
      assembler.operation(
        "asm_exc_nmi", 0x39, "push frame",
        [assembler.area(.read, .nmiStack, 0x1fd8, size: 40), assembler.stack(.write, 0xa8, size: 168)]))
    code += hook(.interruptEntered)
    code.append(
      assembler.operation(
        "asm_exc_nmi", 0xa8, "call \(entry.function)", [assembler.stack(.write, 0xb0)], effect: .dispatch))
    code += hook(.interruptLeft)
    return code + iretTail()
  }

  /// An NMI that came in kernel code, under whatever CR3: it is saved and, if bit 12 was set, given back.
  mutating func nmiFromKernel(_ entry: EntryPoint) -> [Operation] {
    let stack = EntryArea.nmiStack
    var code = delivery(entry, fromCPL: 0, ist(stack))
    code.append(
      assembler.operation(
        "first_nmi", 0xa, "push frame",
        [assembler.area(.read, stack, 0x1fd8, size: 40), assembler.area(.write, stack, 0x1f80, size: 40)]))
    code += paranoidEntry("end_repeat_nmi", 0x2, stack)
    code += hook(.interruptEntered)
    code.append(
      assembler.operation(
        "end_repeat_nmi", 0xa, "call \(entry.function)", [assembler.area(.write, stack, 0x1ed0)], effect: .dispatch))
    code += hook(.interruptLeft)
    code += paranoidRestore(.paranoidExit)
    code.append(assembler.operation("nmi_restore", 0, "pop regs", [assembler.area(.read, stack, 0x1ed8)]))
    return code + [paranoidReturn("nmi_restore", 0x25, stack)]
  }

  /// #DB, #MC and #VC in kernel code, and #DF anywhere: as the NMI, on a stack of their own.
  mutating func paranoid(_ entry: EntryPoint, fromCPL: Int) -> [Operation] {
    let stack = EntryArea.stack(ofVector: entry.vector)
    // Linux 6.12 entry_64.S: idtentry_df; idtentry_mce_db, which pushes an error code of -1 and looks at CPL first.
    let calls = entry.vector == 8 ? (entry: 0x8, handler: 0x1e) : (entry: 0x11, handler: 0x19)
    var code = delivery(entry, fromCPL: fromCPL, ist(stack))
    code += paranoidEntry(entry.stub, calls.entry, stack)
    code += hook(.interruptEntered)
    if entry.vector == 8 { code += hook(.kernelFaulted) }
    code.append(
      assembler.operation(
        entry.stub, calls.handler, "call \(entry.function)", [assembler.area(.write, stack, 0x1ed0)],
        effect: .dispatch))
    code += hook(.interruptLeft)
    code += paranoidRestore(.paranoidReturn)
    code.append(
      assembler.operation("restore_regs_and_return_to_kernel", 0, "pop regs", [assembler.area(.read, stack, 0x1ed8)]))
    return code + [paranoidReturn("native_irq_return_iret", 0, stack)]
  }

  private mutating func paranoidEntry(_ caller: String, _ offset: Int, _ stack: EntryArea) -> [Operation] {
    let call = assembler.operation(caller, offset, "call paranoid_entry", [assembler.area(.write, stack, 0x1ed0)])
    guard flipsAtExit else { return [call] }
    return [call] + hook(.paranoidEntered) + [
      assembler.operation("paranoid_entry", 0x48, "mov r14, rax"),
      flip(.paranoidEntry, when: flipsAtEntry ? .inExposed : .needsGate),
    ]
  }

  private mutating func paranoidRestore(_ id: FlipSite.ID) -> [Operation] {
    guard flipsAtExit else { return [] }
    let site = FlipSite(id)
    let condition: Operation.Condition = settings.oldRestoreCR3 ? .always : .leftExposedOrAborted
    return hook(.paranoidLeft) + flushMask(site.symbol, site.offset - 0x10, when: .leftExposed)
      + [flip(id, when: condition)] + verwAfterFlip()
  }

  private mutating func paranoidReturn(_ symbol: String, _ offset: Int, _ stack: EntryArea) -> Operation {
    assembler.operation(
      symbol, offset, "iretq",
      [assembler.area(.read, stack, 0x1fd8, size: 40), assembler.area(.read, .gdt, 0x10, implicit: true)],
      effect: .leave)
  }

  /// The stack pointer in the TSS and the frame on an IST stack.
  private mutating func ist(_ stack: EntryArea) -> [Operand] {
    [
      assembler.area(.read, .tss, 0x34, implicit: true),
      assembler.area(.write, stack, 0x1fd8, size: 40, implicit: true),
    ]
  }
}
