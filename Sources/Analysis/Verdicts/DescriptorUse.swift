import PageTables
import Recordings

/// Whether the processor accesses descriptor tables or the TSS on its own for an instruction, beside its operands: at any
/// CPL, such an access is one of the supervisor. Intel SDM vol. 3A, section 4.6.1.
enum DescriptorUse {
  /// It does not.
  case none
  /// It does, and nothing else.
  case all
  /// It does, and there may be operands in memory.
  case some
  /// The instruction is not recorded, or its text does not say.
  case unknown

  /// Loads of segment registers but for MOV and POP, checks of selectors, far returns, and what looks into the IDT, or
  /// into the TSS for the permission to use a port. Intel SDM vol. 2.
  private static let names: Set = [
    "lar", "lsl", "ltr", "lldt", "verr", "verw", "lds", "les", "lfs", "lgs", "lss", "retf", "lret", "ljmp", "lcall",
    "in", "out", "ins", "outs",
  ]
  /// Those that access the stack, or memory that is not written out as an operand.
  private static let memoryUsers: Set = ["pop", "retf", "lret", "call", "lcall", "ins", "outs"]

  private static let segments: Set = ["ds", "es", "fs", "gs", "ss"]

  /// Asks the text of an instruction.
  init(_ site: StepTable.Site) {
    guard let text = site.parts, text.name != "bad", !Self.mayBeFar(text) else {
      self = .unknown
      return
    }
    let returns = text.name.hasPrefix("iret")
    let loads =
      text.isNamed(Self.names) || returns || text.name.hasPrefix("int") || Self.isFar(text)
      || text.isNamed(["mov", "pop"]) && text.destination.map(Self.segments.contains) ?? false
    let hasOperand = text.hasMemoryOperand || text.isNamed(Self.memoryUsers) || returns
    self = loads ? hasOperand ? .some : .all : .none
  }

  /// Whether a jump or a call loads CS: to a pointer of 4, 6 or 10 bytes in memory, where those of near ones have 2 or 8,
  /// or to a selector and an offset. Intel SDM vol. 2, JMP and CALL.
  private static func isFar(_ text: InstructionText) -> Bool {
    guard text.isNamed(["jmp", "call"]), let target = text.operands.first else { return false }
    let words = target.split(separator: " ")
    return words.contains { ["far", "dword", "fword", "tbyte"].contains($0) }
      || target.first?.isNumber ?? false && target.contains(":")
  }

  /// Whether it is a jump or a call in Intel's way through memory of a size that is not said: llvm-objdump's far ones.
  private static func mayBeFar(_ text: InstructionText) -> Bool {
    guard text.isNamed(["jmp", "call"]), let target = text.operands.first else { return false }
    return target.contains("[") && !target.contains("ptr ") && !target.contains("far")
  }

  /// Whether an access is the processor's own, by its address and the symbol there, if there is one.
  ///
  /// The tables are the kernel's, and Linux calls their places so: 6.12 arch/x86/include/asm/cpu_entry_area.h.
  func isOwn(_ address: VirtualAddress, _ symbol: String?) -> Bool {
    let isNamed = symbol.map { name in ["cea.gdt", "cea.idt", "cea.tss"].contains { name.hasPrefix($0) } } ?? false
    return switch self {
    case .none: false
    case .all: true
    // An operand of user code is not in the kernel's half.
    case .some: isNamed || address.rawValue >> 63 == 1
    case .unknown: isNamed
    }
  }
}
