import Machine
import PageTables

/// Whether the processor accesses descriptor tables or the TSS on its own for an instruction, beside its operands: at any
/// CPL, such an access is one of the supervisor. Intel SDM vol. 3A, section 4.6.1.
enum DescriptorUse {
  /// It does not.
  case none
  /// It does, and nothing else.
  case all
  /// It does, and there may be operands in memory.
  case some
  /// The instruction is not recorded.
  case unknown

  /// Loads of segment registers but for MOV and POP, checks of selectors, far returns, and what looks into the IDT, or
  /// into the TSS for the permission to use a port. Intel SDM vol. 2.
  private static let names: Set = [
    "lar", "lsl", "ltr", "lldt", "verr", "verw", "lds", "les", "lfs", "lgs", "lss", "retf", "lret", "lretq", "ljmp",
    "lcall", "in", "out", "insb", "insw", "insd", "insl", "outsb", "outsw", "outsd", "outsl",
  ]

  private static let segments: Set<Substring> = ["ds", "es", "fs", "gs", "ss"]

  /// Asks the text of an instruction, in Intel's or AT&T's way.
  init(_ site: StepTable.Site) {
    guard let name = site.mnemonic, let text = site.code else {
      self = .unknown
      return
    }
    let loads =
      switch name {
      case "mov", "movw", "movl", "movq", "pop", "popq": Self.loadsSegment(text)
      case "jmp", "call": text.contains("far")
      default: Self.names.contains(name) || name.hasPrefix("iret") || name.hasPrefix("int")
      }
    let hasOperand = text.contains { $0 == "[" || $0 == "(" } || name.hasPrefix("pop") || name.hasPrefix("iret")
    self = loads ? hasOperand ? .some : .all : .none
  }

  /// Whether the operand that is written is a segment register: AT&T's last one, Intel's first.
  private static func loadsSegment(_ text: String) -> Bool {
    let words = text.split { " \t,%".contains($0) }
    return words.count > 1 && segments.contains(text.contains("%") ? words[words.count - 1] : words[1])
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
