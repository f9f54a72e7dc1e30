import Derivations
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines

/// Scope to mappings, transitions, flip points and what is owed: semantics.md, section 7.
struct DerivationTests {
  private static func derive(
    _ scope: ProtectionScope, _ change: (inout Scenario) -> Void = { _ in }
  ) throws -> Derivation {
    var scenario = Scenario.first
    scenario.scope = scope
    change(&scenario)
    return try Derivation(scenario, settings: scenario.settings)
  }

  private static func sections(_ derivation: Derivation, _ spaceKind: SpaceKind) -> [String] {
    derivation.required.filter { $0.spaceKind == spaceKind }.map(\.section)
  }

  @Test func unifiedPlans() throws {
    let derivation = try Self.derive(.secretsOnly)
    #expect(derivation.problems == [])
    #expect(derivation.design == .unified)
    #expect(
      derivation.plans.filter { $0.spaceKind == .exposed }.map(\.entry) == [
        "getpid", "clock_gettime", "tick", "reschedule", "nmi-exposed",
      ])
    let isPrivate = derivation.plans.filter { $0.spaceKind == .private }
    #expect(isPrivate.map(\.entry) == ["read", "write", "timer", "page-fault", "double-fault", "nmi"])
    #expect(isPrivate.map(\.reason).first == "shmem_file_read_iter touches inode.i_size (slab, private)")
    #expect(
      isPrivate.first?.need?.path == ["__x64_sys_read", "ksys_read", "vfs_read", "shmem_file_read_iter"])
  }

  /// E is the largest set that the scope allows; without problems it is what the tables of the design map.
  @Test(arguments: [ProtectionScope.secretsOnly, .wholeKernel], [Settings.TextPolicy.public, .split])
  func exposedSet(scope: ProtectionScope, text: Settings.TextPolicy) throws {
    var settings = Settings()
    settings.text = text
    let derivation = try Self.derive(scope) { $0.settings = settings }
    #expect(derivation.exposed == Design.unified.exposedClasses(scope: scope, settings: settings))
    #expect(derivation.exposed.isSubset(of: scope.allowedClasses))
    #expect(derivation.exposed.contains(.text) == (scope == .secretsOnly && text == .public))
  }

  /// What a space is required to map is what the tables of the scenario map there, section by section.
  @Test(arguments: [(ProtectionScope.wholeKernel, Design.pti), (.secretsOnly, .unified), (.wholeKernel, .unified)])
  func tablesMapWhatIsRequired(scope: ProtectionScope, design: Design) throws {
    let derivation = try Self.derive(scope)
    var setup = ScenarioRun.Setup(.first)
    setup.design = design
    setup.scenario.scope = scope
    let machine = try ScenarioRun.record(setup).recording.start
    for spaceKind in [SpaceKind.exposed, .private] {
      let root = machine.controls.cr3.rawValue & ~0x1fff | (spaceKind == .exposed ? 0x1000 : 0)
      let walker = Walker(memory: machine.memory, controls: machine.controls.with(cr3: CR3(root)))
      let mapped = setup.scenario.sections.filter { section in
        section.pieces.allSatisfy { walker.translate($0.start) != nil }
      }
      #expect(Self.sections(derivation, spaceKind) == mapped.map(\.name))
    }
  }

  /// Page-table isolation falls out of the algorithm: its mappings, and exactly its flip sites.
  @Test func ptiFallsOut() throws {
    let derivation = try Self.derive(.wholeKernel)
    #expect(derivation.design == .pti)
    #expect(derivation.exposed == [.user, .entry])
    #expect(derivation.plans.allSatisfy { $0.spaceKind == .private })
    #expect(derivation.flips.map(\.site) == Design.pti.flipSites.filter { $0.to != nil })
    #expect(derivation.flips.allSatisfy { $0.to == $0.site.to && $0.from != $0.to })
    #expect(
      derivation.flips.first?.reason
        == "or the next code faults: entry_SYSCALL_64 touches pcpu_hot.top_of_stack "
        + "(.data..percpu..exposed, exposed-global)")
  }

  /// The unified design under the scope of page-table isolation runs as page-table isolation does.
  @Test(
    arguments: [.syscall("getpid"), .syscall("read"), .interrupt("timer"), .nmi("nmi"), .demandFault]
      as [ScenarioEvent.Kind])
  func unifiedUnderThatScopeFlipsAsPTI(kind: ScenarioEvent.Kind) throws {
    let window = ScenarioEvent.Nested(at: "entry_SYSCALL_64+0x7", ScenarioEvent(.nmi("nmi")))
    let isSyscall = if case .syscall = kind { true } else { false }
    let event = ScenarioEvent(kind, during: isSyscall ? [window] : [])
    func flips(_ design: Design) throws -> [String] {
      let timeline = try Self.timeline(design, [event]) { $0.scope = .wholeKernel }
      #expect(timeline.recording.notices == [])
      return timeline.flips.map { "\($0.from.letter == .private) \($0.to.letter == .private) \($0.site)" }
    }
    let flipsOfPTI = try flips(.pti)
    #expect(flipsOfPTI.count == (isSyscall ? 4 : 2))
    #expect(try flips(.unified) == flipsOfPTI)
  }

  private static func timeline(
    _ design: Design, _ events: [ScenarioEvent], _ change: (inout Scenario) -> Void
  ) throws -> Timeline {
    var scenario = Scenario(name: "test", design: design, events: events)
    change(&scenario)
    return Timeline(try ScenarioRun.record(ScenarioRun.Setup(scenario)))
  }

  @Test func unifiedFlipPoints() throws {
    let derivation = try Self.derive(.secretsOnly)
    let words = derivation.flips.map { flip in
      "\(derivation.direction(flip.from, flip.to)) \(flip.site.symbol): \(flip.entries.joined(separator: " "))"
    }
    #expect(
      words == [
        "E>P asm_exc_nmi: nmi", "E>P paranoid_entry: double-fault nmi",
        "P>E syscall_return_via_sysret: read write",
        "P>E swapgs_restore_regs_and_return_to_usermode: read write timer page-fault nmi",
        "P>E end_repeat_nmi: nmi", "P>E paranoid_exit: double-fault", "E>P gate_syscall: read write",
        "E>P gate_interrupt: timer", "E>P gate_page_fault: page-fault", "E>P gate_schedule: ",
        "P>E gate_return: timer page-fault",
      ])
    #expect(Set(derivation.flips.map(\.site)).isSubset(of: Design.unified.flipSites))
  }

  /// Every flip that stepping makes is at a derived site, in a derived direction; also if only the scheduler flips.
  @Test(arguments: [Settings.GatePolicy.sticky, .scoped], [true, false])
  func steppingFlipsWhereDerived(gates: Settings.GatePolicy, hasPrivateEntries: Bool) throws {
    func change(_ scenario: inout Scenario) {
      scenario.settings.gates = gates
      scenario.threads.append(.init("B", process: 1))
      if !hasPrivateEntries { scenario.entries.removeAll { !["getpid", "tick", "reschedule"].contains($0.name) } }
    }
    var scenario = Scenario.first
    change(&scenario)
    var events = scenario.entries.map { entry -> ScenarioEvent in
      switch entry.kind {
      case .syscall: ScenarioEvent(.syscall(entry.name))
      case .interrupt, .exception: ScenarioEvent(.interrupt(entry.name))
      case .nmi: ScenarioEvent(.nmi(entry.name))
      }
    }
    events += [ScenarioEvent(.schedule("B")), ScenarioEvent(.schedule("A"))]
    let timeline = try Self.timeline(.unified, events, change)
    let derivation = try Self.derive(.secretsOnly, change)
    let derived = Set(derivation.flips.map { "\($0.from) \($0.site.place)" })
    #expect(timeline.flips.count >= (hasPrivateEntries ? 10 : 4))
    for flip in timeline.flips where flip.from.letter != flip.to.letter {
      let from = flip.from.letter == .private ? SpaceKind.private : .exposed
      #expect(derived.contains("\(from) \(flip.site)"))
    }
  }

  /// Several gates of one entry are one at its dispatch if that one would stay; the run agrees.
  @Test func consolidation() throws {
    func gated(_ scenario: inout Scenario) {
      let lookup = KernelFunction("lookup", [.read("inode.i_size")])
      let calls = [KernelFunction.Act.callThroughGate("lookup"), .callThroughGate("lookup")]
      scenario.functions += [lookup, KernelFunction("__x64_sys_stat", section: ".text..exposed", calls)]
      scenario.entries.append(EntryPoint("stat", .syscall, function: "__x64_sys_stat"))
    }
    let sticky = try Self.derive(.secretsOnly) { gated(&$0) }
    #expect(sticky.plans.last?.spaceKind == .private)
    #expect(sticky.plans.last?.reason == "it has 2 gates: one at its dispatch does for all")
    let scoped = try Self.derive(.secretsOnly) {
      gated(&$0)
      $0.settings.gates = .scoped
    }
    #expect(scoped.plans.last?.spaceKind == .exposed)
    #expect(scoped.plans.last?.gates == ["lookup", "lookup"])
    for (gates, flips) in [(Settings.GatePolicy.sticky, 2), (.scoped, 4)] {
      let timeline = try Self.timeline(.unified, [ScenarioEvent(.syscall("stat"))]) {
        gated(&$0)
        $0.settings.gates = gates
      }
      #expect(timeline.flips.count == flips)
    }
  }

  @Test func whatIsOwed() throws {
    func owed(_ vulnerabilities: Set<Vulnerability>) throws -> [String] {
      var scope = ProtectionScope.secretsOnly
      scope.vulnerabilities = vulnerabilities
      let derivation = try Self.derive(scope)
      return (derivation.clears + derivation.syncs).map {
        "\(derivation.direction($0.from, $0.to)) \($0.kind.rawValue)"
      }
    }
    #expect(try owed([]) == [])
    #expect(try owed([.rdcl]) == [])
    #expect(try owed([.mds]) == ["P>E verw", "E>P sync"])
    #expect(try owed([.l1tf]) == ["P>E l1d-flush"])
    #expect(try owed([.rdcl, .mds, .l1tf]) == ["P>E verw", "P>E l1d-flush", "E>P sync"])
  }

  /// Nobody attacks: nothing flips, one space maps everything.
  @Test func noVulnerability() throws {
    let derivation = try Self.derive(.none)
    #expect(derivation.design == .nopti)
    #expect(derivation.flips == [] && derivation.transitions == [])
    #expect(Self.sections(derivation, .exposed) == [])
    #expect(Self.sections(derivation, .private) == Scenario.first.sections.map(\.name))
    #expect(derivation.spaceName(.private) == "K")
  }

  @Test func scopesThatCannotBeMet() throws {
    func problems(_ change: (inout ProtectionScope) -> Void) throws -> [String] {
      var scope = ProtectionScope.secretsOnly
      change(&scope)
      return try Self.derive(scope).problems
    }
    #expect(
      try problems { $0.publicClasses.remove(.entry) } == [
        "class 'entry' is not allowed, so no entry can run: the processor reads the IDT, pushes to the entry stack "
          + "and fetches entry text before any code can write CR3"
      ])
    #expect(
      try problems { $0.ownClasses.remove(.user) } == [
        "class 'user' is not allowed, but the adversary is user code, which cannot run without its own memory"
      ])
    #expect(
      try problems { $0 = .guest } == [
        "the monitor's own user memory is secret from its guest, but the monitor's user code needs it in the space "
          + "it runs with: two spaces are not enough, each adversary needs an exposed set of its own"
      ])
    #expect(
      try problems { $0.publicClasses.insert(.directMap) } == [
        "class 'direct-map' is allowed, but the direct map shows all of memory, what is secret too: it is not exposed"
      ])
    #expect(
      try problems { $0.publicClasses.insert(.privateKernel) } == [
        "class 'private' is allowed, but it is what the exposed space never maps: give such sections another class"
      ])
    #expect(try problems { $0.vulnerabilities = [] } == [])
  }

  @Test func codeThatNamesWhatIsNotThere() {
    #expect(throws: ScenarioError.unknownData("nothing", of: "__x64_sys_getpid")) {
      try Self.derive(.secretsOnly) { $0.functions[0].acts = [.read("nothing")] }
    }
  }
}
