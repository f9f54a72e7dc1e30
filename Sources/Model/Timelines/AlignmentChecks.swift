import Execution
import PageTables
import Recordings

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

  /// It is clear all the time.
  init() {}

  /// Follows the instructions of `steps`; `first` is the value before the first one.
  init(_ steps: StepTable, first: Value) {
    let isTold = steps.notes.contains { $0.flags.contains(.alignmentCheck) }
    let names = steps.sites.map { $0.parts?.name }
    guard isTold || !names.contains(nil) else {
      values = [Value](repeating: .unknown, count: steps.count)
      return
    }
    let unknown: Value = isTold ? .clear : .unknown
    let instructions = zip(steps.sites, names).map { Self.instruction(of: $0, named: $1) }
    let flagsOfNotes = steps.notes.map(\.flags)
    var saved = Saved(unknown: unknown)
    var current = first == .unknown ? unknown : first
    values.reserveCapacity(steps.count)
    for index in 0..<steps.count {
      let flags = steps.noteIndex(at: index).map { flagsOfNotes[$0] } ?? []
      let before = index > 0 ? steps.cpl(at: index - 1) : steps.cpl(at: index)
      if index > 0 && steps.number(at: index) != steps.number(at: index - 1) + 1 {
        // What the missing rows did nobody knows.
        current = unknown
        saved = Saved(unknown: unknown)
      }
      if flags.contains(.delivery) || before == 3 && steps.cpl(at: index) != 3 {
        saved.push(current, Place(steps, max(index - 1, 0)), fromUser: before == 3)
        let isSyscall = index > 0 && instructions[steps.siteIndex(at: index - 1)] == .syscall
        if isSyscall && !flags.contains(.delivery) { current = .clear }
      } else if before != 3 && steps.cpl(at: index) == 3 {
        current = saved.popUser(Place(steps, index))
      }
      values.append(current)
      guard flags.isDisjoint(with: [.faults, .notExecuted, .last]) else { continue }
      switch instructions[steps.siteIndex(at: index)] {
      case .set: current = .set
      case .clear: current = .clear
      case .pop: current = unknown
      case .interruptReturn: current = saved.popNested(Place(steps, min(index + 1, steps.count - 1)))
      case .other, .syscall: break
      }
    }
    if values.allSatisfy({ $0 == .clear }) { values = [] }
  }

  /// The thread that runs, as far as rows tell: the process, and a stack of 16 KiB, as kernel stacks are.
  private struct Place: Equatable {
    let process: UInt64
    let stack: UInt64

    init(_ steps: StepTable, _ index: Int) {
      // The same for both halves of a pair of roots.
      process = steps.cr3(at: index).root.rawValue & ~1
      stack = steps.stackPointer(at: index).rawValue >> 14
    }
  }

  /// The flag of what was interrupted, the innermost last.
  private struct Saved {
    private struct Frame {
      let value: Value
      let place: Place
      let isUser: Bool
    }

    let unknown: Value
    private var frames: [Frame] = []

    init(unknown: Value) {
      self.unknown = unknown
    }

    mutating func push(_ value: Value, _ place: Place, fromUser isUser: Bool) {
      frames.append(Frame(value: value, place: place, isUser: isUser))
    }

    /// What an IRET to the kernel brings back.
    mutating func popNested(_ place: Place) -> Value {
      guard let last = frames.last, !last.isUser else { return unknown }
      return value(of: frames.removeLast(), place)
    }

    /// What a return to user code brings back.
    mutating func popUser(_ place: Place) -> Value {
      defer { frames = [] }
      return frames.last { $0.isUser }.map { value(of: $0, place) } ?? unknown
    }

    /// Another thread goes on with a flag that was saved when it was left.
    private func value(of frame: Frame, _ place: Place) -> Value { frame.place == place ? frame.value : unknown }
  }

  /// The flag before the step at `index`, as far as instructions tell.
  subscript(index: Int) -> Value { index < values.count ? values[index] : .clear }

  private static func instruction(of site: StepTable.Site, named name: String?) -> Instruction {
    if site.isInterruptReturn { return .interruptReturn }
    switch name {
    case "stac": return .set
    case "clac": return .clear
    case "syscall": return .syscall
    // The kernel gives back at SYSRET what it found at SYSCALL.
    case let name?: return InstructionText.loadsFlags(name) && !name.hasPrefix("sysret") ? .pop : .other
    case nil: return .pop
    }
  }
}
