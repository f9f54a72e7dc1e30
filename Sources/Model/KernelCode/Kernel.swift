package import Isolation
package import PageTables
package import Recordings
import ScenarioMemory
package import ScenarioModel

/// A scenario's kernel, assembled for one design and its switches: programs, tables and labels.
///
/// What is patched at boot is decided here, once; running it asks no design anything.
package struct Kernel: Sendable {
  /// A kernel entry, assembled.
  package struct Entry: Sendable {
    /// Its line in the table.
    package let point: EntryPoint
    /// Whether its code runs in the private space.
    package let isPrivate: Bool
    /// The code for an entry from user code.
    package let fromUser: Int
    /// The same, with IRET at the end of a syscall.
    package let fromUserWithIret: Int
    /// The code for an entry from kernel code; the same as `fromUser` for a syscall.
    package let fromKernel: Int
    /// The function that does the work.
    package let function: Int
    /// Where a thread goes on, in `fromUser`, that was switched away in that function.
    package let resume: Int
  }

  /// The programs of what user code does, by event.
  package struct UserActions: Sendable {
    /// A SYSCALL, by entry.
    package var syscalls: [KernelEntryIndex: Int] = [:]
    /// What an interrupt or NMI interrupts, by entry.
    package var interrupted: [KernelEntryIndex: Int] = [:]
    /// The touch of a page that is not mapped yet.
    package var touch = 0
    /// A read of a kernel object, by its name.
    package var probes: [String: Int] = [:]
    /// One instruction that does nothing.
    var nop = 0
  }

  /// How siblings are held.
  package struct Hold: Sendable {
    /// The position of the interrupt's entry.
    package let entry: KernelEntryIndex
    /// The program that counts, sends the interrupt and waits.
    package let program: Int
    /// The same for a thread that has counted already.
    package let sender: Int
  }

  /// What is run, as the design needs it.
  package let scenario: Scenario
  /// The design that it is assembled for.
  package let design: Design
  /// The switches.
  package let settings: Settings
  /// All code, by the numbers that operations call it by.
  package let programs: [Program]
  /// Sites, remarks and symbols of all programs; no steps.
  package let steps: StepTable
  /// The page tables at the start.
  package let memory: SparseMemory
  private let entries: [Entry]
  private let names: EntryNames
  /// The entry of #DF, vector 8; nil if the scenario has none.
  package let doubleFault: KernelEntryIndex?
  /// What user code does, by event.
  package let actions: UserActions
  /// The scheduler, and where a thread goes on that it switched away.
  package let schedule: (program: Int, resume: Int)
  /// What each thread does by itself.
  package let bases: [Int]
  /// How siblings are held: the entry of the interrupt that does it, what sends it, and what waits for it.
  package let hold: Hold
  /// Whether CR3 is written before the entry code leaves the entry sections.
  package let flipsAtEntry: Bool
  /// The thread with which the second thread of the core starts; nil if there is none, or SMT is off.
  package let firstThreadOfSibling: Int?
  /// What happens on each CPU, in order.
  package var events: EventQueues
  /// Whether some exit of the scenario does not flip: a bug that is asked for.
  package var lacksFlip: Bool
  /// What each process's spaces map, by process and kind.
  package let mapped: [[SpaceKind: LabelSet]]
  /// The addresses of the entry code.
  package let entryText: Range<UInt64>

  /// Assembles a kernel. Throws if the scenario names what is not there or its sections overlap.
  package init(_ given: Scenario, design: Design, settings: Settings) throws(ScenarioError) {
    let scenario = given.adapted(to: design, settings)
    if let problem = settings.problem(under: design) { throw .settings(problem) }
    guard scenario.processCount <= Scenario.modelledProcesses else {
      throw .tooManyProcesses(scenario.processCount)
    }
    let given = EventNames(scenario)
    for event in scenario.events { try given.check(event) }
    do {
      memory = try ScenarioTables(scenario, design: design, settings: settings).memory
    } catch {
      throw .badSection(error.words)
    }
    let layout = try ScenarioLayout(scenario)
    let flipsAtEntry = try scenario.flipsAtEntry(design: design, settings: settings)
    let entersIsolated = try scenario.entersIsolated(design: design, settings: settings)
    let hasSibling = settings.smt && scenario.threads.contains { $0.cpu == 1 }
    var builder = KernelBuilder(
      EntryCode(
        assembler: Assembler(layout: layout), design: design, settings: settings, flipsAtEntry: flipsAtEntry,
        entersIsolated: entersIsolated, hasSibling: hasSibling), scenario)
    try builder.build()
    self.scenario = scenario
    self.design = design
    self.settings = settings
    programs = builder.code.assembler.programs
    steps = builder.code.assembler.steps
    entries = builder.entries
    names = EntryNames(entries.map(\.point))
    doubleFault = entries.firstIndex { $0.point.vector == 8 && $0.point.kind == .exception }
      .map(KernelEntryIndex.init)
    actions = builder.actions
    schedule = builder.schedule
    bases = builder.bases
    hold = builder.hold
    self.flipsAtEntry = flipsAtEntry
    firstThreadOfSibling = hasSibling ? scenario.threads.firstIndex { $0.cpu == 1 } : nil
    lacksFlip = scenario.events.contains(where: Self.lacksFlip)
    events = EventQueues(scenario.events)
    entryText = Self.entryText(of: scenario)
    mapped = Self.mappedLabels(scenario, design: design, settings: settings)
  }

  /// The control registers but for CR3.
  package var controls: Controls {
    var cr4: UInt64 = 0x6b0
    if settings.pcid { cr4 |= 1 << 17 }
    if settings.smep { cr4 |= 1 << 20 }
    if settings.smap { cr4 |= 1 << 21 }
    return Controls(cr0: 0x8005_0033, cr3: CR3(0), cr4: cr4)
  }

  /// The position of the entry of a name and kinds.
  package func entry(_ name: String, _ kinds: EntryPoint.Kind...) -> KernelEntryIndex? {
    names.position(name, kinds).map(KernelEntryIndex.init)
  }

  /// An entry by its position.
  package subscript(index: KernelEntryIndex) -> Entry { entries[index.position] }

  /// Whether there is private work for which siblings are held at all.
  package var holdsSiblings: Bool {
    settings.sync != .off && settings.mdsCPU && (design.holdsSiblings || settings.kernelProtect)
  }

  /// Whether VERW is patched into the idle loop (the static key cpu_buf_idle_clear).
  package var clearsWhenIdle: Bool { settings.idleVerw && settings.mdsCPU }

  /// Whether a thread starts in the kernel.
  package func startsInKernel(_ thread: Int) -> Bool {
    scenario.threads[thread].process == nil || scenario.threads[thread].waitsIn != nil || startsForcedIdle(thread)
  }

  /// Whether a thread is the sibling's first and may not run, since the first CPU's has another cookie.
  package func startsForcedIdle(_ thread: Int) -> Bool {
    guard settings.coreScheduling, thread == firstThreadOfSibling, let first = scenario.threads.first else {
      return false
    }
    let here = scenario.threads[thread]
    return here.process != nil && first.process != nil && here.cookie != first.cookie && here.waitsIn == nil
  }

  /// The CR3 value of a space of a process under an ASID slot, 0 to 5, with bit 63 unless the TLB is to be flushed.
  ///
  /// I of asi3 has PCID 0 and always flushes (RFC v2, patch 21). The PCID of gasi's R is the kernel's with bit 10: RFC v2
  /// of B. Jackman, 2025, has in `asi_pcid` of arch/x86/mm/tlb.c the class, 1 for user code, and one more, from bit 9 on.
  package func value(_ spaceKind: SpaceKind, of process: Int, slot: Int, flushes: Bool) -> CR3 {
    let root = ScenarioTables.root(of: process, spaceKind, design).address.rawValue
    guard settings.pcid, let bit = design.space(spaceKind)?.pcidBit else { return CR3(root) }
    let pcid = UInt64(slot + 1) | (settings.sharedPCID ? 0 : bit)
    return CR3(root | pcid | (flushes ? 0 : 1 << 63))
  }

  /// Whether a frame is the root of some space.
  package func isRoot(_ frame: FrameNumber) -> Bool {
    (0..<scenario.processCount).contains { process in
      design.spaces.contains { ScenarioTables.root(of: process, $0.kind, design) == frame }
    }
  }

  /// Whether a name is that of a syscall.
  package func isSyscall(_ name: String?) -> Bool { name.map { entry($0, .syscall) != nil } ?? false }

  /// Whether an event, or what happens inside of it, has an exit that does not flip.
  package static func lacksFlip(_ event: ScenarioEvent) -> Bool {
    event.missesExitFlip || event.during.contains { lacksFlip($0.event) }
  }

  private static func entryText(of scenario: Scenario) -> Range<UInt64> {
    let pieces = scenario.sections.filter { $0.sectionClass == .entry }.flatMap(\.pieces)
    guard let text = pieces.first(where: \.isExecutable) else { return 0..<0 }
    return text.start.rawValue..<text.start.rawValue + text.length
  }

  /// The private space maps everything; the others what their sections hold of the process itself.
  private static func mappedLabels(_ scenario: Scenario, design: Design, settings: Settings) -> [[SpaceKind: LabelSet]]
  {
    let processes = 0..<scenario.processCount
    let all = processes.reduce(into: LabelSet()) { labels, process in
      for sectionClass in SectionClass.allCases { labels.formUnion(sectionClass.label(owner: process)) }
    }
    return processes.map { process in
      var spaces: [SpaceKind: LabelSet] = [.private: all]
      for spaceKind in design.spaceKinds where spaceKind != .private {
        spaces[spaceKind] = scenario.sections.reduce(into: []) { labels, section in
          if scenario.maps(section.name, section.sectionClass, in: spaceKind, of: design, settings) {
            labels.formUnion(section.sectionClass.label(owner: process))
          }
        }
      }
      return spaces
    }
  }
}

extension TableBuilder.Problem {
  /// What is wrong with a section, in words.
  var words: String {
    func hexadecimal(_ address: VirtualAddress) -> String { "0x" + String(address.rawValue, radix: 16) }
    switch self {
    case .misaligned(let address, _, let size):
      return "the page at \(hexadecimal(address)) is not aligned to \(size.name)"
    case .notCanonical(let address): return "\(hexadecimal(address)) is not a canonical address"
    case .covered(let address, let level):
      return "two sections want \(hexadecimal(address)): a page of the \(level.name) covers it already"
    }
  }
}
