package import Execution
package import Isolation
package import PageTables
package import Recordings

/// What an input gave, laid out in time: the state before each step, the flips and the events.
///
/// Any step is reached in the time of a lookup: registers are columns of the recording, and the memory
/// of each moment is a persistent copy that shares all frames which did not change.
///
/// It never changes. It is a class, as ``ScenarioRun`` is, because it is many arrays, and copies of them would cost
/// more than what is asked of it for a step.
package final class Timeline: Sendable {
  /// What an input gives.
  package enum Source: Sendable {
    /// What was recorded.
    case recording(Recording)
    /// A scenario's run, which has a recording too.
    case run(ScenarioRun)

    /// The machine at time 0 and what happened after it.
    package var recording: Recording {
      switch self {
      case .recording(let recording): recording
      case .run(let run): run.recording
      }
    }

    /// How the steps were made, if they come from a scenario and not from a real machine.
    package var run: ScenarioRun? { if case .run(let run) = self { run } else { nil } }
  }

  /// The machine at time 0 and what happened after it.
  package let recording: Recording
  /// How the steps were made, if they come from a scenario and not from a real machine.
  package let run: ScenarioRun?
  /// The spaces that appear.
  package let spaces: Spaces
  /// All flips, in order.
  package let flips: [Flip]
  /// All entries to the kernel, in order.
  package let events: [KernelEvent]

  private let alignmentChecks: AlignmentChecks
  private let membership: [Int32]
  private let memories: MemoryVersions

  /// Lays out a recording.
  package convenience init(_ recording: Recording) { self.init(.recording(recording)) }

  /// Lays out a scenario's run.
  package convenience init(_ run: ScenarioRun) { self.init(.run(run)) }

  /// Lays out what an input gave.
  package init(_ source: Source) {
    let (recording, run) = (source.recording, source.run)
    self.recording = recording
    self.run = run
    let steps = recording.steps
    let spaces = run?.spaces ?? Spaces(of: recording)
    self.spaces = spaces
    alignmentChecks = run == nil ? Self.alignmentChecks(of: recording) : AlignmentChecks()
    flips = Self.findFlips(in: steps, spaces: spaces, run: run)
    if let run {
      events = run.events
      membership = run.membership
    } else {
      let finder = EventFinder(steps: steps, spaces: spaces)
      events = finder.events
      membership = finder.membership
    }
    memories = MemoryVersions(of: recording)
    size = steps.size + steps.count * 100 + memories.frames * 4096 + (run?.kernelSize ?? 0)
  }

  /// The number of moments that can be shown: the steps, or 1 for a dump.
  package var count: Int { max(recording.steps.count, 1) }

  /// About how many bytes it takes: its steps, what was measured for what is known of each, the tables that it keeps and
  /// the kernel.
  package let size: Int

  /// Whether the recording has steps at all.
  package var hasSteps: Bool { recording.steps.count > 0 }

  /// The state before the step at `index`, which is clamped to the timeline.
  package func machine(at index: Int) -> Machine {
    guard hasSteps else { return recording.start }
    let step = min(max(index, 0), count - 1)
    let steps = recording.steps
    return Machine(
      controls: controls(at: step), cpl: steps.cpl(at: step),
      rip: steps.site(at: step).rip, memory: memory(at: step), alignmentCheck: alignmentCheck(at: step))
  }

  /// The control registers before the step at `index`, and which of them are not known.
  package func controls(at index: Int) -> Controls {
    guard hasSteps else { return recording.start.controls }
    var controls = recording.start.controls.with(cr3: recording.steps.cr3(at: index))
    if alignmentChecks[index] == .unknown {
      controls.unknown.insert(.flags)
    } else {
      controls.unknown.remove(.flags)
    }
    return controls
  }

  /// Whether EFLAGS.AC is set before the step at `index`: as a remark says, or as instructions have left it.
  package func alignmentCheck(at index: Int) -> Bool {
    guard hasSteps else { return recording.start.alignmentCheck }
    return recording.steps.note(at: index)?.flags.contains(.alignmentCheck) ?? false || alignmentChecks[index] == .set
  }

  /// What instructions tell of EFLAGS.AC. A run has a remark wherever the model sets it, and without tables nobody asks.
  private static func alignmentChecks(of recording: Recording) -> AlignmentChecks {
    guard recording.hasTables else { return AlignmentChecks() }
    let isUnknown = recording.start.controls.unknown.contains(.flags)
    return AlignmentChecks(
      recording.steps, first: isUnknown ? .unknown : recording.start.alignmentCheck ? .set : .clear)
  }

  /// How many times the tables had changed before the step at `index`: equal numbers, equal tables.
  package func memoryVersion(at index: Int) -> Int { memories.version(at: index) }

  /// The first step that sees each version of the tables; the first is 0.
  package var memoryStarts: [Int] { memories.starts }

  /// The memory before the step at `index`.
  package func memory(at index: Int) -> SparseMemory { memories[memoryVersion(at: index)] }

  /// The space that is active before the step at `index`; nil for a CR3 that belongs to none.
  package func space(at index: Int) -> Space? {
    spaces.space(of: hasSteps ? recording.steps.cr3(at: index) : recording.start.controls.cr3)
  }

  /// Whether siblings have to be held from the step at `index` on, or may run again; nil for neither, and on
  /// a processor without MDS.
  package func sync(at index: Int) -> Sync? {
    guard let run, run.setup.settings.mdsCPU, run.setup.settings.sync != .off, index + 1 < count else {
      return nil
    }
    switch (run.moment(at: index).privateCount, run.moment(at: index + 1).privateCount) {
    case (0, 1...): return .start
    case (1..., 0): return .release
    default: return nil
    }
  }

  /// What a step does to the sibling threads of the core.
  package enum Sync: String, Sendable {
    /// They are held.
    case start
    /// They may run again.
    case release
  }

  /// The flip that the step at `index` makes.
  package func flip(at index: Int) -> Flip? {
    let position = flips.partitionPoint { $0.step < index }
    return position < flips.count && flips[position].step == index ? flips[position] : nil
  }

  /// The CPU that makes the step at `index`; 0 for what was recorded, which is of one CPU.
  package func cpu(at index: Int) -> Int { run?.moment(at: index).cpu.number ?? 0 }

  /// The event to which the step at `index` belongs; nil in user code.
  package func event(at index: Int) -> KernelEvent? {
    guard index < membership.count, membership[index] >= 0 else { return nil }
    return events[Int(membership[index])]
  }

  /// What is left of it to find its moments in another timeline.
  package var outline: RunOutline { RunOutline(events: events, membership: membership, recording.steps) }

  /// The table entries that the step at `index` writes.
  package func tableWrites(at index: Int) -> [Recording.TableWrite] {
    let writes = recording.tableWrites
    let first = writes.partitionPoint { $0.step < index }
    return Array(writes[first...].prefix { $0.step == index })
  }

  private static func findFlips(in steps: StepTable, spaces: Spaces, run: ScenarioRun?) -> [Flip] {
    let isShared = run?.hasSibling ?? false
    /// Whether a step may write CR3.
    func mayFlip(_ index: Int) -> Bool {
      isShared ? steps.noteIndex(at: index) != nil : steps.cr3Index(at: index) != steps.cr3Index(at: index + 1)
    }
    let all = 0..<max(steps.count - 1, 0)
    var flips: [Flip] = []
    // Columns that grow are twice there for a while.
    flips.reserveCapacity(all.count(where: mayFlip))
    for index in all where mayFlip(index) {
      let before = steps.cr3(at: index).readBack
      // The next step may be the other CPU's.
      guard let after = isShared ? steps.note(at: index)?.writtenCR3?.readBack : steps.cr3(at: index + 1).readBack
      else {
        continue
      }
      guard before != after, let from = spaces.space(of: before), let to = spaces.space(of: after) else {
        continue
      }
      let written = steps.note(at: index)?.writtenCR3
      flips.append(
        Flip(
          step: index, from: from, to: to, cr3: written ?? after, keepsTLB: written?.keepsTLB,
          site: steps.site(at: index).symbol))
    }
    return flips
  }
}
