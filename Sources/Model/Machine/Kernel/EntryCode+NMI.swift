import Isolation
import PageTables

extension EntryCode {
  /// An NMI that came in user code: it goes to the thread's stack, as an interrupt does.
  mutating func nmiFromUser(_ entry: EntryPoint) -> [Operation] {
    var code = delivery(entry, fromCPL: 3, ist(.nmiStack))
    code.append(assembler.operation("asm_exc_nmi", 0x10, "swapgs"))
    if design == .nopti {
      code.append(assembler.operation("asm_exc_nmi", 0x16, "jmp .Lend"))
    } else {
      code.append(assembler.operation("asm_exc_nmi", 0x18, "mov rdx, cr3"))
      code.append(flip(.nmiEntry, when: flipsAtEntry ? .always : .needsGate))
    }
    if let top = assembler.data(.read, "pcpu_hot.top_of_stack") {
      code.append(assembler.operation("asm_exc_nmi", 0x2d, "mov rsp, gs:[pcpu_hot.top_of_stack]", [top]))
    }
    code += protect(true)
    code.append(
      assembler.operation(
        "asm_exc_nmi", 0x36, "push frame",
        [assembler.area(.read, .nmiStack, 0x1fd8, size: 40), assembler.stack(.write, 0xa8, size: 168)]))
    code.append(
      assembler.operation(
        "asm_exc_nmi", 0x90, "call \(entry.function)", [assembler.stack(.write, 0xb0)], effect: .dispatch))
    return code + iretTail()
  }

  /// An NMI, or another paranoid exception, that came in kernel code, under whatever CR3: it is saved and, if
  /// bit 12 was set, given back.
  mutating func paranoid(_ entry: EntryPoint) -> [Operation] {
    let stack: EntryArea = entry.kind == .nmi ? .nmiStack : .doubleFaultStack
    var code = delivery(entry, fromCPL: 0, ist(stack))
    code.append(
      assembler.operation(
        "first_nmi", 0, "push frame",
        [assembler.area(.read, stack, 0x1fd8, size: 40), assembler.area(.write, stack, 0x1f80, size: 40)]))
    code.append(
      assembler.operation("end_repeat_nmi", 0, "call paranoid_entry", [assembler.area(.write, stack, 0x1ed0)]))
    if design != .nopti {
      code.append(assembler.operation("paranoid_entry", 0x48, "mov r14, cr3"))
      code.append(flip(.paranoidEntry, when: flipsAtEntry ? .inExposed : .needsGate))
    }
    code.append(
      assembler.operation(
        "end_repeat_nmi", 0x10, "call \(entry.function)", [assembler.area(.write, stack, 0x1ed0)], effect: .dispatch))
    if design != .nopti {
      let condition: Operation.Condition = settings.oldRestoreCR3 ? .always : .leftExposed
      let site = FlipSite(entry.kind == .nmi ? .paranoidExit : .paranoidReturn)
      code += flushMask(site.symbol, site.offset - 0x14, when: .leftExposed)
      code.append(flip(site.id, when: condition))
      code += verwAfterFlip(site.symbol, site.offset + 3)
    }
    code.append(assembler.operation("nmi_restore", 0, "pop regs", [assembler.area(.read, stack, 0x1ed8)]))
    code.append(
      assembler.operation(
        "nmi_restore", 0x2d, "iretq",
        [assembler.area(.read, stack, 0x1fd8, size: 40), assembler.area(.read, .gdt, 0x10, implicit: true)],
        effect: .leave))
    return code
  }

  /// The stack pointer in the TSS and the frame on an IST stack.
  private mutating func ist(_ stack: EntryArea) -> [Operand] {
    [
      assembler.area(.read, .tss, 0x34, implicit: true),
      assembler.area(.write, stack, 0x1fd8, size: 40, implicit: true),
    ]
  }
}
