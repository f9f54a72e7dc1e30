import Isolation
import KernelCode
import PageTables
import Recordings
import ScenarioModel

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

  /// What was to come during events and never did, in words; of very many the first.
  private(set) var missed: [String] = []
  /// How many of them there were.
  private(set) var missedCount = 0
  /// More are not told one by one.
  private static let missedLimit = 8

  /// Counts the steps in place of keeping them; nil if they are kept.
  var counter: StepCounter?

  private let holds: Bool
  private var cr3Indices: [CR3: Int] = [:]
  private var writeNotes: [CR3: Int] = [:]
  private var momentByValue: [Moment: UInt32] = [:]
  private var lastMoment = 0
  private var lastCR3: (cr3: CR3, index: Int)?
  private var faultNote: Int
  private var lastNote: Int
  /// The accesses of the step that comes next.
  private var accesses: [RecordedAccess] = []
  /// By site, the last step there: most make the same accesses each time.
  private var lastSteps: [Int32] = []

  init(_ kernel: Kernel, counter: StepCounter? = nil) {
    steps = kernel.steps
    self.counter = counter
    holds = kernel.settings.mdsCPU && kernel.settings.sync != .off
    faultNote = steps.add(StepNote(text: "this insn faults (#PF)", flags: .faults))
    lastNote = steps.add(StepNote(text: "last row: next insn, not executed", flags: .last))
  }

  /// Adds an access to the step that `step` will add.
  mutating func add(_ operand: Operand, at address: VirtualAddress) {
    if counter != nil {
      counter?.touch(address.rawValue, size: operand.size)
      return
    }
    accesses.append(
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
    if counter != nil {
      let position = Int(index(of: moment))
      counter?.touch(steps.sites[site].rip.rawValue)
      counter?.count(
        moment: position, isPrivate: moment.privateCount > 0, cpu: moment.cpu.number, holds: holds, remark)
      return
    }
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
    if steps.count == Self.reservedFrom { reserve() }
    steps.append(
      number: steps.count, site: site, cpl: system.cpu.cpl, cr3: index(of: system.cpu.cr3), stackPointer: stack,
      note: note, sharing: keepAccesses(at: site))
    membership.append(Int32(truncatingIfNeeded: system.frame.event))
    momentIndices.append(index(of: moment))
  }

  /// From so many steps on there is room for all that a run may have, which costs nothing until it is filled: columns
  /// that grow are twice there for a while.
  private static let reservedFrom = 1 << 16

  private mutating func reserve() {
    steps.reserve(ScenarioRun.stepLimit)
    membership.reserveCapacity(ScenarioRun.stepLimit)
    momentIndices.reserveCapacity(ScenarioRun.stepLimit)
  }

  /// Where the accesses of the step that comes are kept already; nil if they were not, and have been added.
  private mutating func keepAccesses(at site: Int) -> Range<Int>? {
    defer { accesses.removeAll(keepingCapacity: true) }
    while lastSteps.count <= site { lastSteps.append(-1) }
    let last = Int(lastSteps[site])
    lastSteps[site] = Int32(truncatingIfNeeded: steps.count)
    if last >= 0, steps.accesses(at: last).elementsEqual(accesses) { return steps.accessRange(at: last) }
    for access in accesses { steps.append(access) }
    return nil
  }

  /// Adds a kernel entry whose first step is the next one, and gives its position.
  mutating func addEvent(_ kind: KernelEvent.Kind, name: String, fromCPL: Int, isOfDesign: Bool) -> Int {
    if counter != nil {
      counter?.counts.count(.kernelEntries)
      if isOfDesign { counter?.counts.count(.designEntries) }
      return counter?.counts[.kernelEntries] ?? 0
    }
    events.append(
      KernelEvent(
        number: events.count + 1, kind: kind, name: name, firstStep: steps.count, fromCPL: fromCPL,
        isOfDesign: isOfDesign))
    return events.count - 1
  }

  /// Adds what was to come during the event at a position, which has ended without it.
  mutating func miss(_ nested: ScenarioEvent.Nested, in event: Int) {
    counter?.counts.count(.missed)
    missedCount += 1
    guard missedCount <= Self.missedLimit, events.indices.contains(event) else { return }
    missed.append(
      "\(nested.event.kind.name) at \(nested.at) in event \(events[event].number) (\(events[event].name)) never came: "
        + "that event does not run \(nested.at), or not often enough")
  }

  mutating func addWrite(at address: PhysicalAddress, _ value: UInt64) {
    if counter != nil { return }
    tableWrites.append(.init(step: steps.count - 1, address: address, value: value))
  }

  private mutating func index(of cr3: CR3) -> Int {
    if let lastCR3, lastCR3.cr3 == cr3 { return lastCR3.index }
    let index = cr3Indices[cr3] ?? steps.add(cr3)
    cr3Indices[cr3] = index
    lastCR3 = (cr3, index)
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
    if lastMoment < moments.count, moments[lastMoment] == moment { return UInt32(truncatingIfNeeded: lastMoment) }
    let index = momentByValue[moment] ?? UInt32(truncatingIfNeeded: moments.count)
    if Int(index) == moments.count {
      moments.append(moment)
      momentByValue[moment] = index
    }
    lastMoment = Int(index)
    return index
  }
}
