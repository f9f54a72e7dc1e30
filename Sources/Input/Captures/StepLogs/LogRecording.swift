import Bytes
import Diagnostics
import Machine
import PageTables

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
    let machine = machine(.linux(cr3: firstCR3), memory: SparseMemory())
    return Recording(name: name, start: machine, hasTables: false, steps: steps)
  }

  /// The recording over the memory of the first row, with the changes up to that of the last row, if given.
  ///
  /// `controls` are those of the first dump; CR3 is taken from the first row.
  func recording(
    start: any PhysicalMemory, controls: Controls, end: (any PhysicalMemory)?
  ) -> Recording {
    let machine = machine(controls, memory: SparseMemory(base: start))
    var recording = Recording(
      name: name, start: machine, hasTables: true, steps: steps, notices: assumptions.notices)
    let root = firstCR3.root
    if start.word(at: root.address) == nil {
      let place = String(root.address.rawValue, radix: 16)
      recording.notices.append(
        Notice(.error, "the core of the first row does not hold the log's first table, at 0x\(place)"))
    }
    guard let end else { return recording }
    var changes = TableChanges(from: start, to: end, roots: roots, mode: machine.controls.mode)
    for frame in changes.newFrames { recording.start.memory.clear(frame) }
    changes.findWriters(in: steps, start: start, controls: machine.controls)
    recording.tableWrites = changes.writes
    recording.notices += changes.notices
    return recording
  }

  private var firstCR3: CR3 { steps.cr3(at: 0) }

  /// The roots of all CR3 values, and of the other half of each pair, which the log may not show.
  private var roots: Set<FrameNumber> {
    Set(steps.cr3s.flatMap { [$0.root, $0.otherHalfRoot] })
  }

  private func machine(_ controls: Controls, memory: SparseMemory) -> Machine {
    Machine(
      controls: assumptions.applied(to: controls.with(cr3: firstCR3)), cpl: steps.cpl(at: 0),
      rip: steps.site(at: 0).rip, memory: memory)
  }
}
