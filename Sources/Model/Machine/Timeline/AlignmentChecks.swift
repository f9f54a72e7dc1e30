/// Where in a recording EFLAGS.AC is set, so that SMAP does not apply to explicit accesses.
///
/// A remark `AC=1` says so of its own step. Where instructions are recorded, STAC and CLAC say so of those that
/// follow: Linux opens and closes its windows to user memory with nothing else (6.12 arch/x86/include/asm/smap.h).
/// A delivery leaves AC as it is and IRET brings back the value before it (Intel SDM vol. 3A, section 6.12.1.3); SYSCALL
/// clears it, since Linux has it in MSR_SYSCALL_MASK (6.12 arch/x86/kernel/cpu/common.c, syscall_init).
struct AlignmentChecks {
  private enum Instruction: UInt8 {
    case other, set, clear, interruptReturn
  }

  /// Whether it is set before each step; empty if no instruction sets it.
  private var isSet: [Bool] = []

  /// Follows the instructions of `steps`; `first` is the value before the first one.
  init(_ steps: StepTable, first: Bool) {
    let instructions = steps.sites.map(Self.instruction)
    guard first || instructions.contains(.set) else { return }
    isSet.reserveCapacity(steps.count)
    var current = first
    var interrupted: [Bool] = []
    for index in 0..<steps.count {
      let flags = steps.note(at: index)?.flags ?? []
      if flags.contains(.delivery) {
        interrupted.append(current)
      } else if index > 0, steps.cpl(at: index) != steps.cpl(at: index - 1) {
        // SYSCALL and SYSRET: what user code makes of the flag does not matter to SMAP.
        interrupted = []
        current = false
      }
      isSet.append(current)
      guard flags.isDisjoint(with: [.faults, .notExecuted, .last]) else { continue }
      switch instructions[steps.siteIndex(at: index)] {
      case .set: current = true
      case .clear: current = false
      case .interruptReturn: current = interrupted.popLast() ?? false
      case .other: break
      }
    }
  }

  /// Whether the flag is set before the step at `index`, as far as instructions tell.
  subscript(index: Int) -> Bool { index < isSet.count && isSet[index] }

  private static func instruction(of site: StepTable.Site) -> Instruction {
    if site.isInterruptReturn { return .interruptReturn }
    switch site.instruction?.prefix(while: { $0 != " " }) {
    case "stac": return .set
    case "clac": return .clear
    default: return .other
    }
  }
}
