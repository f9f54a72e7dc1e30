import Bytes
import Diagnostics
import Isolation
import PageTables
import Recordings

/// Makes a recording of a step log and the memory at its first and last row.
struct LogRecording {
  /// The name to show.
  let name: String
  /// The rows; at least one.
  let steps: StepTable
  /// What is known about the processor.
  let assumptions: Assumptions

  /// The recording without page tables.
  var withoutTables: Recording {
    var machine = machine(.linux(cr3: firstCR3), memory: SparseMemory())
    machine.controls.unknown.formUnion([.cr0, .cr4])
    return Recording(name: name, start: machine, hasTables: false, steps: steps)
  }

  /// The recording over the memory of the first row, with the changes up to that of the last row, if given.
  ///
  /// `controls` and `alignmentCheck` are those of the first dump, the latter nil if it does not say; CR3 is taken from
  /// the first row.
  func recording(
    start: any PhysicalMemory, controls: Controls, alignmentCheck: Bool?, end: (any PhysicalMemory)?
  ) -> Recording {
    var machine = machine(controls, memory: SparseMemory(base: start))
    machine.alignmentCheck = alignmentCheck ?? false
    if alignmentCheck == nil { machine.controls.unknown.insert(.flags) }
    var recording = Recording(
      name: name, start: machine, hasTables: true, steps: steps, notices: assumptions.notices(beside: controls))
    let root = firstCR3.root
    if start.word(at: root.address) == nil {
      let place = String(root.address.rawValue, radix: 16)
      recording.notices.append(
        Notice(.error, "the core of the first row does not hold the log's first table, at 0x\(place)"))
    }
    guard let end else { return recording }
    let roots = roots(in: start, end)
    var changes = TableChanges(from: start, to: end, roots: roots, mode: machine.controls.mode)
    for frame in changes.newFrames { recording.start.memory.clear(frame) }
    changes.findWriters(in: steps, start: start, controls: machine.controls)
    recording.tableWrites = changes.writes
    recording.notices += changes.notices
    return recording
  }

  private var firstCR3: CR3 { steps.cr3(at: 0) }

  /// The roots of all CR3 values, and of the other half of each pair of page-table isolation, which the log may not show.
  private func roots(in start: any PhysicalMemory, _ end: any PhysicalMemory) -> Set<FrameNumber> {
    var roots = Set(steps.cr3s.map(\.root))
    let finders = [start, end].map { RootPairFinder(SparseMemory(base: $0)) }
    for cr3 in steps.cr3s where !roots.contains(cr3.otherHalfRoot) {
      let pair = cr3.isUserHalf ? (cr3.root, cr3.otherHalfRoot) : (cr3.otherHalfRoot, cr3.root)
      let isPair = finders.indices.contains { finders[$0].pair(user: pair.0, kernel: pair.1) == .isolated }
      if isPair { roots.insert(cr3.otherHalfRoot) }
    }
    return roots
  }

  private func machine(_ controls: Controls, memory: SparseMemory) -> Machine {
    Machine(
      controls: assumptions.applied(to: controls.with(cr3: firstCR3)), cpl: steps.cpl(at: 0),
      rip: steps.site(at: 0).rip, memory: memory)
  }
}

// Whether a core is of the moment of a row.
extension LogRecording {
  /// Whether a processor stood before the row at `index`; true if nobody knows its registers.
  func isAt(_ state: CPUState?, row index: Int) -> Bool {
    guard let state else { return true }
    let isSame = state.controls.unknown.contains(.cr3) || state.controls.cr3.root == steps.cr3(at: index).root
    return isSame && state.rip == steps.site(at: index).rip && state.cpl == steps.cpl(at: index)
      && hasStack(of: state, row: index)
  }

  /// Whether a stack pointer is that of a row; true if the row has none.
  private func hasStack(of state: CPUState, row index: Int) -> Bool {
    let own = steps.stackPointer(at: index)
    return own.rawValue == 0 || own == state.rsp
  }

  /// That EFLAGS.AC of a core is not what the notes of its own row say; nil if they agree, or the log has no such notes.
  func contradiction(of core: String, _ state: CPUState?, row index: Int) -> Notice? {
    guard let state, isAt(state, row: index),
      steps.notes.contains(where: { $0.flags.contains(.alignmentCheck) })
    else { return nil }
    let isNoted = steps.note(at: index)?.flags.contains(.alignmentCheck) ?? false
    guard isNoted != state.alignmentCheck else { return nil }
    let found = isNoted ? "0, its row the note \"AC=1\"" : "1, its row no note \"AC=1\", as others have"
    return Notice(.warning, "\(core) has EFLAGS.AC=\(found)")
  }

  /// What is wrong with the core of the first row, or with that of the last: the processor was elsewhere, so that its
  /// tables may have been other ones.
  func doubt(about core: String, _ state: CPUState?, row index: Int) -> Notice? {
    guard let state, !isAt(state, row: index) else { return nil }
    func text(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }
    let row = index == 0 ? "first" : "last"
    let rip = steps.site(at: index).rip
    // Of two places in the code the stack pointer says nothing more.
    let isStackNamed = state.rip == rip && !hasStack(of: state, row: index)
    func place(_ rip: VirtualAddress, _ rsp: VirtualAddress, _ cpl: Int, _ cr3: CR3) -> String {
      let stack = isStackNamed ? "RSP \(text(rsp.rawValue)), " : ""
      return "RIP \(text(rip.rawValue)), \(stack)CPL \(cpl), CR3 \(text(cr3.rawValue))"
    }
    let found = place(state.rip, state.rsp, state.cpl, state.controls.cr3)
    let expected = place(rip, steps.stackPointer(at: index), steps.cpl(at: index), steps.cr3(at: index).readBack)
    let isElsewhere = !state.controls.unknown.contains(.cr3) && !isOfProcess(state.controls.cr3, row: index)
    return Notice(
      isElsewhere ? .warning : .note,
      "\(core) is of another moment than the \(row) row: it has \(found), the row \(expected)")
  }

  /// That the control registers of the last row's core are not those of the first row's, which stand for all rows.
  static func difference(of end: (name: String, state: CPUState?), from start: CPUState?) -> [Notice] {
    guard let last = end.state?.controls, let first = start?.controls else { return [] }
    let unknown = last.unknown.union(first.unknown)
    let registers: [(name: String, bit: Controls.Unknown, last: UInt64, first: UInt64)] = [
      ("CR0", .cr0, last.cr0, first.cr0), ("CR4", .cr4, last.cr4, first.cr4),
    ]
    return registers.compactMap { name, bit, last, first in
      guard last != first, !unknown.contains(bit) else { return nil }
      func text(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
      return Notice(
        .warning,
        "\(end.name) has \(name) \(text(last)), the core of the first row \(text(first)): all rows are judged with the latter"
      )
    }
  }

  /// Whether a CR3 value is that of a row, or of the other half of its pair of roots.
  private func isOfProcess(_ cr3: CR3, row index: Int) -> Bool {
    let own = steps.cr3(at: index)
    return cr3.root == own.root || cr3.root == own.otherHalfRoot
  }
}
