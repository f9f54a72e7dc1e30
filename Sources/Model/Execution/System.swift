import Isolation
import KernelCode
package import PageTables
import ScenarioMemory
import ScenarioModel

/// Everything about a modelled computer at one moment: a value, so that any moment can be kept and gone on from.
package struct System: Equatable, Sendable {
  /// One thread that can be scheduled: what it has to go on with, the innermost last.
  package struct Thread: Hashable, Sendable {
    /// The frames; the first is what the thread does by itself.
    package var frames: [Frame]
    /// gasi: whether the thread wants to run restricted (`target` is set), so that interrupts go back to that.
    package var isTense = false
    /// gasi: how many interrupts are inside of each other (`intr_nest_depth`).
    package var interruptDepth = 0
  }

  /// The tables, with what was written since the start.
  package var memory: SparseMemory
  /// The CPU whose turn it is.
  package var cpu: CPU
  /// The other thread of the core; nil if there is none.
  package var sibling: CPU?
  /// What may be left inside of the core.
  package var buffers = Buffers()
  /// The cookie whose threads the core runs, under core scheduling.
  package var cookie = 0
  /// The threads, in the scenario's order.
  package var threads: [Thread]
  /// Why nothing more happens; nil while something does.
  package var halt: Halt?

  /// Why a run ends.
  package enum Halt: Hashable, Sendable {
    /// Everything has happened.
    case done
    /// The kernel stopped: a bug, in words.
    case stopped(String)
  }

  /// How much private work is done on the core: siblings are held while it is not 0.
  package var privateCount: Int { cpu.privateCount + (sibling?.privateCount ?? 0) }

  /// The CPU with a number; the other one if there is no such.
  package func cpu(_ number: Int) -> CPU {
    if let sibling, sibling.number == number { sibling } else { cpu }
  }

  /// The innermost frame of the thread that runs on the CPU whose turn it is.
  var frame: Frame {
    get { threads[cpu.current].frames[threads[cpu.current].frames.count - 1] }
    set { threads[cpu.current].frames[threads[cpu.current].frames.count - 1] = newValue }
  }

  /// Whether an NMI has come to the CPU whose turn it is and its IRET has not: the processor holds the next one until
  /// then.
  func handlesNMI(_ kernel: Kernel) -> Bool {
    threads[cpu.current].frames.contains { frame in
      if case .entry(let index) = frame.kind { kernel[index].point.kind == .nmi } else { false }
    }
  }

  /// Gives the turn to the sibling.
  mutating func swapCPUs() {
    guard let other = sibling else { return }
    sibling = cpu
    cpu = other
    buffers.swapThreads()
  }
}

extension System {
  /// The moment before anything happens: the first thread of each CPU runs in user code, the others were switched
  /// away in a read that waits, with valid translations of the current process only.
  init(_ kernel: Kernel) {
    let scenario = kernel.scenario
    memory = kernel.memory
    threads = []
    for index in scenario.threads.indices { threads.append(Self.thread(index, kernel)) }
    cpu = Self.cpu(0, kernel, warm: scenario.warmProcesses)
    cookie = scenario.threads.first?.cookie ?? 0
    if kernel.firstThreadOfSibling != nil {
      let other = Self.cpu(1, kernel, warm: [])
      sibling = other
      if other.privateCount > 0 && cpu.cpl == 3 && kernel.holdsSiblings { cpu.holdComes = 0 }
    }
    if scenario.hasPendingFlush { cpu.asids.markStale(pcid: 1) }
  }

  private static func cpu(_ number: Int, _ kernel: Kernel, warm: [Int]) -> CPU {
    let first = number == 0 ? 0 : kernel.firstThreadOfSibling ?? 0
    let thread = kernel.scenario.threads[first]
    let process = thread.process ?? 0
    var asids = ASIDs()
    for process in [process] + warm where !asids.slots.contains(process) { asids.assume(process: process) }
    let startsInKernel = kernel.startsInKernel(first)
    let spaceKind: SpaceKind =
      startsInKernel && !kernel.startsForcedIdle(first) ? .private : kernel.design.userSpaceKind
    var cpu = CPU(
      number: number, cr3: kernel.value(spaceKind, of: process, slot: 0, flushes: true), spaceKind: spaceKind,
      asids: asids, current: first, loadedProcess: process)
    cpu.kept = kernel.design.keeps
    cpu.kept.target?.isCurrent = spaceKind == .exposed
    if kernel.startsForcedIdle(first) {
      cpu.cpl = 0
      cpu.interruptsOn = false
      cpu.hold = .cookie
    } else if startsInKernel {
      cpu.cpl = 0
      cpu.isAsleep = number == 1 && thread.isIdle
      if cpu.isAsleep { return cpu }
      cpu.privateCount = kernel.design.holdsSiblings ? 1 : 0
    }
    return cpu
  }

  /// What a thread has to go on with: all but the first of a CPU wait in the kernel, where the scheduler left them.
  private static func thread(_ index: Int, _ kernel: Kernel) -> Thread {
    let thread = kernel.scenario.threads[index]
    let runs = index == 0 || index == kernel.firstThreadOfSibling
    let cr3 = CR3(ScenarioTables.root(of: 0, .private, kernel.design).address.rawValue)
    var frames = [Frame(kind: .base, program: kernel.bases[index], fromCPL: 3, savedCR3: cr3, event: -1)]
    // An idle thread of the sibling sleeps.
    if thread.isIdle && runs && index > 0 { frames[0].next = kernel.programs[kernel.bases[index]].operations.count }
    let waitsIn = thread.waitsIn ?? (runs && !kernel.startsForcedIdle(index) ? nil : "read")
    if let process = thread.process, let name = waitsIn,
      let entry = kernel.entry(name, .syscall, .interrupt, .exception)
    {
      let root = ScenarioTables.root(of: process, kernel.design.userSpaceKind, kernel.design)
      var frame = Frame(
        kind: .entry(entry), program: kernel[entry].fromUser, fromCPL: 3,
        savedCR3: CR3(root.address.rawValue), event: -1)
      let program = kernel.programs[frame.program]
      frame.next = kernel.startsForcedIdle(index) ? program.operations.count - 1 : kernel[entry].resume
      frame.passedGate = kernel[entry].isPrivate
      frames.append(frame)
    }
    if !runs {
      var schedule = Frame(kind: .call, program: kernel.schedule.program, fromCPL: 0, savedCR3: cr3, event: -1)
      schedule.next = kernel.schedule.resume
      schedule.interruptsWereOn = thread.process == nil || kernel.isSyscall(waitsIn)
      frames.append(schedule)
    }
    var made = Thread(frames: frames)
    // What waits in a syscall has relaxed; what was interrupted in user code has not.
    let isInterrupted = waitsIn != nil && !kernel.isSyscall(waitsIn)
    let isRestricted = waitsIn == nil || isInterrupted || kernel.startsForcedIdle(index)
    guard kernel.design.keeps.target != nil else { return made }
    made.isTense = thread.process != nil && isRestricted
    made.interruptDepth = isInterrupted ? 1 : 0
    return made
  }
}
