import PageTables

/// Where in a recording EFLAGS.AC is set, so that SMAP does not apply to explicit accesses, and where nobody knows.
///
/// A remark `AC=1` says so of its own step; a recording with such remarks has them wherever the flag is set. Else, where
/// instructions are recorded, STAC and CLAC say so of those that follow: Linux opens and closes its windows to user
/// memory with nothing else (6.12 arch/x86/include/asm/smap.h) but POPF, with a value that no recording shows (the same
/// file, smap_restore). A delivery leaves AC as it is and IRET brings back the value before it (Intel SDM vol. 3A,
/// section 6.12.1.3); SYSCALL clears it, since Linux has it in MSR_SYSCALL_MASK (6.12 arch/x86/kernel/cpu/common.c,
/// syscall_init). Without remarks and with instructions missing nothing is known.
struct AlignmentChecks {
  /// What is known of the flag.
  enum Value: UInt8 {
    case clear, set, unknown
  }

  private enum Instruction: UInt8 {
    case other, set, clear, pop, interruptReturn, syscall
  }

  /// Before each step; empty if it is clear all the time.
  private var values: [Value] = []

  /// Follows the instructions of `steps`; `first` is the value before the first one.
  init(_ steps: StepTable, first: Value) {
    let isTold = steps.notes.contains { $0.flags.contains(.alignmentCheck) }
    guard isTold || steps.sites.allSatisfy({ $0.instruction?.isEmpty == false }) else {
      values = [Value](repeating: .unknown, count: steps.count)
      return
    }
    let unknown: Value = isTold ? .clear : .unknown
    let instructions = steps.sites.map(Self.instruction)
    var saved = Saved(unknown: unknown)
    var current = first == .unknown ? unknown : first
    values.reserveCapacity(steps.count)
    for index in 0..<steps.count {
      let flags = steps.note(at: index)?.flags ?? []
      let cr3 = steps.cr3(at: index)
      let before = index > 0 ? steps.cpl(at: index - 1) : steps.cpl(at: index)
      if flags.contains(.delivery) || before == 3 && steps.cpl(at: index) != 3 {
        saved.push(current, cr3, fromUser: before == 3)
        let isSyscall = index > 0 && instructions[steps.siteIndex(at: index - 1)] == .syscall
        if isSyscall && !flags.contains(.delivery) { current = .clear }
      } else if before != 3 && steps.cpl(at: index) == 3 {
        current = saved.popUser(cr3)
      }
      values.append(current)
      guard flags.isDisjoint(with: [.faults, .notExecuted, .last]) else { continue }
      switch instructions[steps.siteIndex(at: index)] {
      case .set: current = .set
      case .clear: current = .clear
      case .pop: current = unknown
      case .interruptReturn: current = saved.popNested(cr3)
      case .other, .syscall: break
      }
    }
    if values.allSatisfy({ $0 == .clear }) { values = [] }
  }

  /// The flag of what was interrupted, the innermost last.
  private struct Saved {
    private struct Frame {
      let value: Value
      let process: UInt64
      let isUser: Bool
    }

    let unknown: Value
    private var frames: [Frame] = []

    init(unknown: Value) {
      self.unknown = unknown
    }

    mutating func push(_ value: Value, _ cr3: CR3, fromUser isUser: Bool) {
      frames.append(Frame(value: value, process: Self.process(cr3), isUser: isUser))
    }

    /// What an IRET to the kernel brings back.
    mutating func popNested(_ cr3: CR3) -> Value {
      guard let last = frames.last, !last.isUser else { return unknown }
      return value(of: frames.removeLast(), cr3)
    }

    /// What a return to user code brings back.
    mutating func popUser(_ cr3: CR3) -> Value {
      defer { frames = [] }
      return frames.last { $0.isUser }.map { value(of: $0, cr3) } ?? unknown
    }

    /// Another process goes on with a flag that was saved when it was left.
    private func value(of frame: Frame, _ cr3: CR3) -> Value {
      frame.process == Self.process(cr3) ? frame.value : unknown
    }

    /// The same for both halves of a pair of roots.
    private static func process(_ cr3: CR3) -> UInt64 { cr3.root.rawValue & ~1 }
  }

  /// The flag before the step at `index`, as far as instructions tell.
  subscript(index: Int) -> Value { index < values.count ? values[index] : .clear }

  private static func instruction(of site: StepTable.Site) -> Instruction {
    if site.isInterruptReturn { return .interruptReturn }
    switch site.instruction?.prefix(while: { $0 != " " && $0 != "\t" }).lowercased() {
    case "stac": return .set
    case "clac": return .clear
    case "popf", "popfq", "popfw": return .pop
    case "syscall": return .syscall
    default: return .other
    }
  }
}
