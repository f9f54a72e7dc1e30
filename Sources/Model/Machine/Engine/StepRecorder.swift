import Isolation
import PageTables

/// Collects what a run does: steps, table writes, kernel entries and moments.
struct StepRecorder {
  private(set) var steps: StepTable
  private(set) var tableWrites: [Recording.TableWrite] = []
  private(set) var events: [KernelEvent] = []
  /// For each step the position of its event in `events`; -1 for none.
  private(set) var membership: [Int32] = []
  /// Every moment that appears.
  private(set) var moments: [Moment] = []
  /// For each step the position of its moment.
  private(set) var momentIndices: [UInt32] = []

  private var cr3Indices: [CR3: Int] = [:]
  private var writeNotes: [CR3: Int] = [:]
  private var momentByValue: [Moment: UInt32] = [:]
  private var faultNote: Int
  private var lastNote: Int
  private var access: (row: Int, count: Int) = (0, 0)

  init(_ kernel: Kernel) {
    steps = kernel.steps
    faultNote = steps.add(StepNote(text: "this insn faults (#PF)", flags: .faults))
    lastNote = steps.add(StepNote(text: "last row: next insn, not executed", flags: .last))
  }

  /// Adds an access to the step that `step` will add.
  mutating func add(_ operand: Operand, at address: VirtualAddress) {
    steps.append(
      RecordedAccess(kind: operand.kind, address: address, size: operand.size, symbol: operand.symbol))
  }

  /// What is remarked on a step.
  enum Remark {
    case none
    case note(Int)
    case writes(CR3)
    case faults
    case last
  }

  /// Adds a step with the accesses added since the last one.
  mutating func add(_ system: System, site: Int, moment: Moment, _ remark: Remark) {
    let note: Int? =
      switch remark {
      case .none: nil
      case .note(let index): index
      case .writes(let cr3): writeNote(cr3)
      case .faults: faultNote
      case .last: lastNote
      }
    let stack: UInt64 =
      system.cpu.cpl == 3
      ? 0x7fff_ffff_e800
      : StandardKernel.stackTop - 0x100 + UInt64(system.cpu.current) * StandardKernel.stackDistance
    steps.append(
      number: steps.count, site: site, cpl: system.cpu.cpl, cr3: index(of: system.cpu.cr3), stackPointer: stack,
      note: note)
    membership.append(Int32(truncatingIfNeeded: system.frame.event))
    momentIndices.append(index(of: moment))
  }

  /// Adds a kernel entry whose first step is the next one, and gives its position.
  mutating func addEvent(_ kind: KernelEvent.Kind, name: String, fromCPL: Int) -> Int {
    events.append(
      KernelEvent(number: events.count + 1, kind: kind, name: name, firstStep: steps.count, fromCPL: fromCPL))
    return events.count - 1
  }

  mutating func addWrite(at address: PhysicalAddress, _ value: UInt64) {
    tableWrites.append(.init(step: steps.count - 1, address: address, value: value))
  }

  private mutating func index(of cr3: CR3) -> Int {
    if let index = cr3Indices[cr3] { return index }
    let index = steps.add(cr3)
    cr3Indices[cr3] = index
    return index
  }

  private mutating func writeNote(_ cr3: CR3) -> Int {
    if let index = writeNotes[cr3] { return index }
    let text = "cr3 write value 0x\(String(cr3.rawValue, radix: 16))"
    let index = steps.add(StepNote(text: text, writtenCR3: cr3))
    writeNotes[cr3] = index
    return index
  }

  private mutating func index(of moment: Moment) -> UInt32 {
    if let last = momentIndices.last, moments[Int(last)] == moment { return last }
    if let index = momentByValue[moment] { return index }
    let index = UInt32(truncatingIfNeeded: moments.count)
    moments.append(moment)
    momentByValue[moment] = index
    return index
  }
}
