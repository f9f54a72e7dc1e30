package import Isolation
package import PageTables

/// Everything about a modelled computer at one moment: a value, so that any moment can be kept and gone on from.
package struct System: Equatable, Sendable {
  /// One thread that can be scheduled: what it has to go on with, the innermost last.
  package struct Thread: Hashable, Sendable {
    /// The frames; the first is what the thread does by itself.
    package var frames: [Frame]
  }

  /// Something that waits for an instruction.
  struct Trigger: Hashable, Sendable {
    /// The symbol, with or without offset, of the instruction.
    let at: String
    /// What happens before it.
    let event: ScenarioEvent
    /// The number of the event that it is a part of; it waits no longer than that.
    let depth: Int
  }

  /// The privilege level, 0 or 3.
  package var cpl = 3
  /// CR3 as it reads.
  package var cr3: CR3
  /// EFLAGS.IF: interrupts can come; an NMI can always.
  package var interruptsOn = true
  /// The tables, with what was written since the start.
  package var memory: SparseMemory
  /// The translations that are cached.
  package var tlb = TLB()
  /// What may be left inside of the core.
  package var buffers = Buffers()
  /// How many threads of the core are in private work: siblings are held while it is not 0.
  package var privateCount = 0
  /// The identifiers of address spaces.
  package var asids = ASIDs()
  /// The threads, in the scenario's order.
  package var threads: [Thread]
  /// The thread that runs.
  package var current = 0
  /// The process whose memory is loaded; a kernel thread borrows that of the last one.
  package var loadedProcess: Int
  /// Whether the running thread waits in a sleep state.
  package var isAsleep = false
  /// What the next kernel entry is a part of.
  var pending: ScenarioEvent?
  /// How many of the scenario's events have begun.
  var nextEvent = 0
  /// What waits for an instruction.
  var triggers: [Trigger] = []
  /// Interrupts and NMIs that wait until they can come.
  package var held: [ScenarioEvent] = []
  /// Why nothing more happens; nil while something does.
  package var halt: Halt?

  /// Why a run ends.
  package enum Halt: Hashable, Sendable {
    /// Everything has happened.
    case done
    /// The kernel stopped: a bug, in words.
    case stopped(String)
  }

  /// The half that CR3 selects.
  package var spaceKind: SpaceKind { cr3.isUserHalf ? .exposed : .private }

  /// Under which PCID accesses are made; 0 without PCIDs.
  func pcid(_ settings: Settings) -> Int { settings.pcid ? cr3.pcid : 0 }

  /// The innermost frame of the running thread.
  var frame: Frame {
    get { threads[current].frames[threads[current].frames.count - 1] }
    set { threads[current].frames[threads[current].frames.count - 1] = newValue }
  }
}

extension System {
  /// The moment before anything happens: the first thread runs in user code, the others were switched away
  /// in a read that waits, with valid translations of the current process only.
  init(_ kernel: Kernel) {
    let scenario = kernel.scenario
    let first = scenario.threads.first?.process ?? 0
    memory = kernel.memory
    loadedProcess = first
    for process in [first] + scenario.warmProcesses where !asids.slots.contains(process) {
      asids.assume(process: process)
    }
    if scenario.hasPendingFlush { asids.markStale(pcid: 1) }
    let pcid: UInt64 = kernel.settings.pcid ? 1 : 0
    let privateCR3 = CR3(ScenarioTables.root(of: first, .private).address.rawValue | pcid)
    cr3 = privateCR3
    threads = []
    for index in scenario.threads.indices { threads.append(Self.thread(index, kernel, privateCR3)) }
    if scenario.threads.first?.process == nil || scenario.threads.first?.waitsIn != nil {
      cpl = 0
      privateCount = kernel.design == .unified ? 1 : 0
    } else if kernel.design != .nopti {
      cr3 = privateCR3.toExposedHalf(
        pcid: kernel.settings.pcid, flushes: true, sharesPCID: kernel.settings.sharedPCID)
    }
  }

  /// What a thread has to go on with: all but the first wait in the kernel, where the scheduler left them.
  private static func thread(_ index: Int, _ kernel: Kernel, _ cr3: CR3) -> Thread {
    let thread = kernel.scenario.threads[index]
    var frames = [Frame(kind: .base, program: kernel.bases[index], fromCPL: 3, savedCR3: cr3, event: -1)]
    let waitsIn = thread.waitsIn ?? (index > 0 ? "read" : nil)
    if let process = thread.process, let name = waitsIn,
      let entry = kernel.entry(name, .syscall, .interrupt, .exception)
    {
      let root = ScenarioTables.root(of: process, kernel.design.userSpaceKind)
      var frame = Frame(
        kind: .entry(entry), program: kernel.entries[entry].fromUser, fromCPL: 3,
        savedCR3: CR3(root.address.rawValue), event: -1)
      frame.next = kernel.entries[entry].resume
      frame.passedGate = kernel.entries[entry].isPrivate
      frames.append(frame)
    }
    if index > 0 {
      var schedule = Frame(kind: .call, program: kernel.schedule.program, fromCPL: 0, savedCR3: cr3, event: -1)
      schedule.next = kernel.schedule.resume
      schedule.interruptsWereOn = thread.process == nil || kernel.isSyscall(waitsIn)
      frames.append(schedule)
    }
    return Thread(frames: frames)
  }
}
