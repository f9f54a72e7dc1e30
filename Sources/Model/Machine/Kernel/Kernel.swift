import Isolation
import PageTables

/// A scenario's kernel, assembled for one design and its switches: programs, tables and labels.
///
/// What is patched at boot is decided here, once; running it asks no design anything.
struct Kernel: Sendable {
  /// A kernel entry, assembled.
  struct Entry: Sendable {
    /// Its line in the table.
    let point: EntryPoint
    /// Whether its code runs in the private space.
    let isPrivate: Bool
    /// The code for an entry from user code.
    let fromUser: Int
    /// The same, with IRET at the end of a syscall.
    let fromUserWithIret: Int
    /// The code for an entry from kernel code; the same as `fromUser` for a syscall.
    let fromKernel: Int
    /// The function that does the work.
    let function: Int
    /// Where a thread goes on, in `fromUser`, that was switched away in that function.
    let resume: Int
  }

  /// The programs of what user code does, by event.
  struct UserActions: Sendable {
    /// A SYSCALL, by entry.
    var syscalls: [Int: Int] = [:]
    /// What an interrupt or NMI interrupts, by entry.
    var interrupted: [Int: Int] = [:]
    /// The touch of a page that is not mapped yet.
    var touch = 0
    /// A read of a kernel object, by its name.
    var probes: [String: Int] = [:]
    /// One instruction that does nothing.
    var nop = 0
  }

  let scenario: Scenario
  let design: Design
  let settings: Settings
  let programs: [Program]
  /// Sites, remarks and symbols of all programs; no steps.
  let steps: StepTable
  let memory: SparseMemory
  let entries: [Entry]
  let actions: UserActions
  /// The scheduler, and where a thread goes on that it switched away.
  let schedule: (program: Int, resume: Int)
  /// What each thread does by itself.
  let bases: [Int]
  /// What each process's halves map, by process and half.
  let mapped: [[SpaceKind: LabelSet]]
  /// The addresses of the entry code.
  let entryText: Range<UInt64>

  /// Assembles a kernel. Throws if the scenario names what is not there or its sections overlap.
  init(_ scenario: Scenario, design: Design, settings: Settings) throws(ScenarioError) {
    if let problem = settings.problem(under: design) { throw .settings(problem) }
    guard scenario.processCount <= Scenario.modelledProcesses else {
      throw .tooManyProcesses(scenario.processCount)
    }
    for event in scenario.events { try scenario.check(event) }
    do {
      memory = try ScenarioTables(scenario, design: design, settings: settings).memory
    } catch {
      throw .badSection(error.words)
    }
    let layout = try ScenarioLayout(scenario)
    let flipsAtEntry = try scenario.flipsAtEntry(design: design, settings: settings)
    var builder = KernelBuilder(
      EntryCode(Assembler(layout: layout), design: design, settings: settings, flipsAtEntry: flipsAtEntry), scenario)
    try builder.build()
    self.scenario = scenario
    self.design = design
    self.settings = settings
    programs = builder.code.assembler.programs
    steps = builder.code.assembler.steps
    entries = builder.entries
    actions = builder.actions
    schedule = builder.schedule
    bases = builder.bases
    entryText = Self.entryText(of: scenario)
    mapped = Self.mappedLabels(scenario, design: design, settings: settings)
  }

  /// The control registers but for CR3.
  var controls: Controls {
    var cr4: UInt64 = 0x6b0
    if settings.pcid { cr4 |= 1 << 17 }
    if settings.smep { cr4 |= 1 << 20 }
    if settings.smap { cr4 |= 1 << 21 }
    return Controls(cr0: 0x8005_0033, cr3: CR3(0), cr4: cr4)
  }

  /// The entry of a name and kinds.
  func entry(_ name: String, _ kinds: EntryPoint.Kind...) -> Int? {
    entries.firstIndex { $0.point.name == name && kinds.contains($0.point.kind) }
  }

  /// The entry of #DF, vector 8; nil if the scenario has none.
  var doubleFault: Int? { entries.firstIndex { $0.point.vector == 8 && $0.point.kind == .exception } }

  /// Whether a name is that of a syscall.
  func isSyscall(_ name: String?) -> Bool { name.map { entry($0, .syscall) != nil } ?? false }

  private static func entryText(of scenario: Scenario) -> Range<UInt64> {
    let pieces = scenario.sections.filter { $0.sectionClass == .entry }.flatMap(\.pieces)
    guard let text = pieces.first(where: \.isExecutable) else { return 0..<0 }
    return text.start.rawValue..<text.start.rawValue + text.length
  }

  /// The private half maps everything; the exposed half what its classes hold of the process itself.
  private static func mappedLabels(_ scenario: Scenario, design: Design, settings: Settings) -> [[SpaceKind: LabelSet]]
  {
    let classes = design.exposedClasses(scope: scenario.scope, settings: settings)
    let processes = 0..<scenario.processCount
    let all = processes.reduce(into: LabelSet()) { labels, process in
      for sectionClass in SectionClass.allCases { labels.formUnion(sectionClass.label(owner: process)) }
    }
    return processes.map { process in
      var halves: [SpaceKind: LabelSet] = [.private: all]
      if design != .nopti {
        halves[.exposed] = scenario.sections.reduce(into: []) { labels, section in
          if classes.contains(section.sectionClass) { labels.formUnion(section.sectionClass.label(owner: process)) }
        }
      }
      return halves
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
