package import Isolation
package import PageTables
import ScenarioModel

/// One of the two threads of a processor core, as Linux counts CPUs: what it does not share with the other.
package struct CPU: Equatable, Sendable {
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
  /// What the design keeps about the CPU beside CR3.
  package var kept = DesignState.none
  /// How many clears of buffers are owed by frames of this CPU.
  var owedClears = 0
  /// In how many private steps of the sibling the interrupt that holds this CPU comes; nil if none is on its way.
  var holdComes: Int?
  /// What the next kernel entry is a part of.
  var pending: ScenarioEvent?
  /// How many of the CPU's events have begun.
  var nextEvent = 0
  /// What waits for an instruction.
  var triggers = Triggers()
  /// Interrupts, NMIs and what the sibling sent, that wait until they can come.
  package var held = HeldEvents()

  /// What decides who could read what now.
  func state(_ settings: Settings) -> Moment.CPUState {
    Moment.CPUState(
      number: number, cached: cpl == 3 ? tlb.supervisorLabels(pcid: pcid(settings)) : [], process: loadedProcess,
      spaceKind: spaceKind, cpl: cpl, isAsleep: isAsleep, interruptsOn: interruptsOn, hold: hold)
  }

  /// Under which PCID accesses are made; 0 without PCIDs.
  func pcid(_ settings: Settings) -> Int { settings.pcid ? cr3.pcid : 0 }
}
