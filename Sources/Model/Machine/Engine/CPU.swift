package import Isolation
package import PageTables

/// One of the two threads of a processor core, as Linux counts CPUs: what it does not share with the other.
package struct CPU: Equatable, Sendable {
  /// Something that waits for an instruction.
  struct Trigger: Hashable, Sendable {
    /// The symbol, with or without offset, of the instruction.
    let at: String
    /// What happens before it.
    let event: ScenarioEvent
    /// The number of the event that it is a part of; it waits no longer than that.
    let depth: Int
  }

  /// Why a CPU does not go on.
  package enum Hold: String, Sendable {
    /// It waits until the sibling runs no user code.
    case ack
    /// It must not return to user code while the sibling is in private work.
    case privateWork = "private-work"
    /// It must not run its thread while the sibling runs one with another cookie: it is forced idle.
    case cookie
  }

  /// 0 or 1.
  package let number: Int
  /// The privilege level, 0 or 3.
  package var cpl = 3
  /// CR3 as it reads.
  package var cr3: CR3
  /// The kind of space that CR3 selects.
  package var spaceKind: SpaceKind
  /// EFLAGS.IF: interrupts can come; an NMI can always.
  package var interruptsOn = true
  /// The translations that are cached.
  package var tlb = TLB()
  /// The identifiers of address spaces.
  package var asids = ASIDs()
  /// The thread that runs.
  package var current: Int
  /// The process whose memory is loaded; a kernel thread borrows that of the last one.
  package var loadedProcess: Int
  /// Whether the running thread waits in a sleep state.
  package var isAsleep = false
  /// For how much private work of this CPU siblings are held: 1, or more while an NMI comes between.
  package var privateCount = 0
  /// Why it does not go on; nil if it does.
  package var hold: Hold?
  /// The session of `asi3`.
  package var session = ASISession()
  /// What `gasi` keeps.
  package var restricted = RestrictedState()
  /// How many clears of buffers are owed by frames of this CPU.
  var owedClears = 0
  /// In how many private steps of the sibling the interrupt that holds this CPU comes; nil if none is on its way.
  var holdComes: Int?
  /// What the next kernel entry is a part of.
  var pending: ScenarioEvent?
  /// How many of the CPU's events have begun.
  var nextEvent = 0
  /// What waits for an instruction.
  var triggers: [Trigger] = []
  /// Interrupts, NMIs and what the sibling sent, that wait until they can come.
  package var held: [ScenarioEvent] = []

  /// What decides who could read what now.
  func state(_ settings: Settings) -> Moment.CPUState {
    Moment.CPUState(
      number: number, cached: cpl == 3 ? tlb.supervisorLabels(pcid: pcid(settings)) : [], process: loadedProcess,
      spaceKind: spaceKind, cpl: cpl, isAsleep: isAsleep, interruptsOn: interruptsOn, hold: hold)
  }

  /// Under which PCID accesses are made; 0 without PCIDs.
  func pcid(_ settings: Settings) -> Int { settings.pcid ? cr3.pcid : 0 }
}

/// The state that RFC v2 of A. Chartre keeps for a CPU (`cpu_asi_session`), LKML 11 July 2019, patch 1.
package struct ASISession: Hashable, Sendable {
  /// What a session is in.
  package enum State: String, Sendable {
    /// Outside of the third space.
    case inactive
    /// In the third space, or about to be.
    case active
    /// An interrupt came in it; the rest runs with everything mapped.
    case aborted
  }

  /// The state.
  package var state = State.inactive
  /// How many interrupts are inside of each other since the abort.
  package var depth = 0
  /// Whether the entry's barrier is up: what is aborted in it is aborted again behind it.
  package var retriesAbort = false
  /// Whether the barrier has just been lowered over an abort, which is done again next.
  var endsAbort = false
}

/// The state that B. Jackman's RFC of 2025 keeps for a CPU (`curr_asi`, `asi_taints`).
package struct RestrictedState: Hashable, Sendable {
  /// What the CPU may have been left with.
  package struct Taints: OptionSet, Hashable, Sendable {
    /// One bit a taint.
    package let rawValue: UInt8

    /// Wraps raw bits.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// The kernel's secrets are in buffers.
    package static let kernelData = Taints(rawValue: 1)
    /// User code has trained predictors.
    package static let userControl = Taints(rawValue: 2)
    /// Another process's data is in buffers.
    package static let otherData = Taints(rawValue: 4)
    /// Another process has trained predictors.
    package static let otherControl = Taints(rawValue: 8)
  }

  /// Whether `curr_asi` names the restricted space.
  package var isCurrent = false
  /// What is to be flushed some time.
  package var taints = Taints.userControl
}
