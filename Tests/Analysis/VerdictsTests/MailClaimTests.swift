import Execution
import Isolation
import Recordings
import ScenarioModel
import TestSupport
import Testing
import Verdicts

/// The claim of P. Zijlstra's mail, as semantics.md 3.5 has it: what may leak to MDS may leak to Meltdown, so that the
/// space between user and kernel buys nothing.
///
/// Spectre v1 is not among the attacks: neither the mail's scope nor its remedies are about it. asi3 always passes
/// through K, where a gadget reaches everything; unified does not.
struct MailClaimTests {
  /// What all attackers of a run reach that they must not know, by attack.
  private static func reached(_ design: Design, _ scenario: Scenario) throws -> [Attack: LabelSet] {
    var setup = ScenarioRun.Setup(scenario)
    setup.design = design
    let run = try ScenarioRun.record(setup)
    #expect(run.violations == [])
    var reached: [Attack: LabelSet] = [:]
    for position in 0..<run.momentCount {
      let context = LeakContext(run, run.moment(position))
      for attack in Attack.allCases where attack != .spectreV1 {
        reached[attack, default: []].formUnion(context.leak(attack))
      }
    }
    return reached
  }

  /// A scope whose exposed set is random, but inside of what is allowed.
  private static func scope(_ random: inout SplitMix64) -> ProtectionScope {
    var publicClasses: Set<SectionClass> = [.entry]
    for sectionClass in [SectionClass.exposedText, .text, .exposedGlobal] where !random.oneIn(4) {
      publicClasses.insert(sectionClass)
    }
    let ownClasses: Set<SectionClass> = random.oneIn(4) ? [.user] : [.user, .exposedLocal]
    let scope = ProtectionScope(
      name: "random", vulnerabilities: [.rdcl, .mds, .l1tf], publicClasses: publicClasses, ownClasses: ownClasses)
    guard random.oneIn(2) else { return scope }
    // What is exposed can be less than what is allowed.
    var smaller = scope
    smaller.exposes = scope.allowedClasses.filter { $0 == .user || $0 == .entry || !random.oneIn(4) }
    return smaller
  }

  /// Two processes on two CPUs, or one, and a few events on each.
  private static func scenario(_ random: inout SplitMix64, interrupts: Bool = true) -> Scenario {
    var scenario = Scenario(name: "random", events: [])
    scenario.scope = scope(&random)
    // Core scheduling per address space: a cookie a process.
    let process = random.number(0...1)
    scenario.threads = [
      .init("A", process: 0, cookie: 1), .init("B", process: 1, cookie: 2),
      .init("T", process: process, cpu: 1, cookie: process + 1),
    ]
    if random.oneIn(2) { scenario.threads.append(.init("idle1", process: nil, isIdle: true, cpu: 1)) }
    var current = [0: "A", 1: "T"]
    for _ in 0..<random.number(1...8) {
      let cpu = random.number(0...1)
      scenario.events.append(event(on: cpu, scenario, &current, interrupts: interrupts, &random))
    }
    return scenario
  }

  private static func event(
    on cpu: Int, _ scenario: Scenario, _ current: inout [Int: String], interrupts: Bool, _ random: inout SplitMix64
  ) -> ScenarioEvent {
    let others = scenario.threads.filter { $0.cpu == cpu && $0.name != current[cpu] }
    if let other = others.first, random.oneIn(4) {
      current[cpu] = other.name
      return ScenarioEvent(.schedule(other.name), cpu: cpu)
    }
    let kinds: [ScenarioEvent.Kind] = [
      .syscall("getpid"), .syscall("read"), .syscall("write"), .syscall("clock_gettime"), .interrupt("timer"),
      .interrupt("tick"), .demandFault, .nmi("nmi"),
    ]
    var event = ScenarioEvent(random.pick(kinds, or: .syscall("getpid")), cpu: cpu)
    if interrupts, random.oneIn(2) {
      let place = random.pick(["__task_pid_nr_ns", "vfs_read", "do_syscall_64", "pipe_write"], or: "vfs_read")
      let kind = random.pick([ScenarioEvent.Kind.interrupt("timer"), .interrupt("tick"), .nmi("nmi")], or: .nmi("nmi"))
      event.during = [.init(at: place, ScenarioEvent(kind, cpu: cpu))]
    }
    return event
  }

  /// With all remedies on, the third space buys nothing: whatever the attack, both designs leak nothing.
  @Test func bothLeakNothing() throws {
    try withSeeds(300) { random in
      let scenario = Self.scenario(&random)
      let three = try Self.reached(.asi3, scenario)
      let two = try Self.reached(.unified, scenario)
      #expect(three == two)
      #expect(three.values.allSatisfy { $0.isEmpty }, "\(three.mapValues { $0.names })")
      #expect(two.values.allSatisfy { $0.isEmpty }, "\(two.mapValues { $0.names })")
    }
  }

  /// Without them unified leaks no more than asi3, but for a sibling of another process, which MDS reaches: what is
  /// exposed to a process must not be exposed to that one.
  @Test func unifiedLeaksNoMore() throws {
    var leaks = 0
    try withSeeds(300) { random in
      var scenario = Self.scenario(&random)
      scenario.settings.verw = false
      scenario.settings.sync = .off
      scenario.settings.coreScheduling = false
      scenario.settings.pteInversion = false
      let three = try Self.reached(.asi3, scenario)
      let two = try Self.reached(.unified, scenario)
      #expect(three[.meltdown] == [] && two[.meltdown] == [])
      let own = LabelSet.exposedLocal(0).union(.exposedLocal(1))
      for attack in Attack.allCases {
        let more = (two[attack] ?? []).subtracting(three[attack] ?? [])
        #expect(attack == .mdsSibling ? more.isSubset(of: own) : more.isEmpty, "\(attack): \(more.names)")
        if !(three[attack] ?? []).isEmpty { leaks += 1 }
      }
    }
    #expect(leaks > 100)
  }

  /// Sticky, with no interrupt inside of an exposed body, unified never writes CR3 more often than asi3.
  @Test func unifiedWritesNoMore() throws {
    var fewer = 0
    try withSeeds(300) { random in
      let scenario = Self.scenario(&random, interrupts: false)
      func writes(_ design: Design) throws -> Int {
        var setup = ScenarioRun.Setup(scenario)
        setup.design = design
        // The interrupts that hold a sibling come when they come: nobody is held here.
        setup.settings.sync = .off
        let steps = try ScenarioRun.record(setup).recording.steps
        return (0..<steps.count).count { steps.note(at: $0)?.writtenCR3 != nil }
      }
      let (two, three) = (try writes(.unified), try writes(.asi3))
      #expect(two <= three)
      if two < three { fewer += 1 }
    }
    #expect(fewer > 50)
  }

  /// Where the exposed set is not inside of what is allowed, the merge leaks, and says what: all of it to Meltdown,
  /// where three spaces leave it to MDS alone.
  @Test(arguments: [
    (SectionClass.exposedLocal, LabelSet.exposedLocal(0)), (.exposedGlobal, .exposedGlobal), (.text, .text),
    (.privateKernel, .privateKernel),
  ])
  func exposedSecret(sectionClass: SectionClass, label: LabelSet) throws {
    var scenario = Scenario(name: "secret", events: [ScenarioEvent(.syscall("getpid"))])
    scenario.scope.publicClasses.subtract([sectionClass, .exposedText])
    scenario.scope.ownClasses.remove(sectionClass)
    scenario.scope.exposes = ProtectionScope.secretsOnly.allowedClasses.union([sectionClass])
    let expected = sectionClass == .text ? label : label.union(.text)
    let two = try Self.reached(.unified, scenario)
    let three = try Self.reached(.asi3, scenario)
    // Text is one label, whatever section it is in.
    let ignored: LabelSet = sectionClass == .text ? [] : .text
    #expect(two[.meltdown]?.subtracting(ignored) == expected.subtracting(ignored))
    #expect(three[.meltdown] == [])
  }
}
