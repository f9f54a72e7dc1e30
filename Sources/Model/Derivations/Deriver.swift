import Isolation
import KernelCode
import ScenarioModel

/// Derives step by step; each step reads only what the steps before it found.
struct Deriver {
  let scenario: Scenario
  let settings: Settings
  var problems: [String] = []
  var exposed: Set<SectionClass> = []
  var design = Design.standard
  var required: [Derivation.Requirement] = []
  var plans: [Derivation.Plan] = []
  var transitions: [Derivation.Transition] = []
  var flips: [Derivation.FlipPoint] = []
  var clears: [Derivation.Duty] = []
  var syncs: [Derivation.Duty] = []
  /// What the entry code of each kind touches and the exposed half does not map; if there is any, every entry
  /// has to flip in its entry code.
  var entryNeeds: [EntryPoint.Kind: Need] = [:]

  init(_ scenario: Scenario, _ settings: Settings) {
    self.scenario = scenario
    self.settings = settings
  }

  var scope: ProtectionScope { scenario.scope }

  /// Whether every entry flips in its entry code.
  var flipsAtEntry: Bool { !entryNeeds.isEmpty }

  mutating func derive() throws(ScenarioError) {
    findProblems()
    exposed = Self.largestExposedSet(scope, settings)
    entryNeeds = try scenario.needsThatFlipAtEntry(settings)
    design = .derived(isAttacked: !scope.vulnerabilities.isEmpty, flipsAtEntry: flipsAtEntry)
    requireSections()
    var needs = FunctionNeeds(scenario) { [exposed] _, sectionClass in exposed.contains(sectionClass) }
    for entry in scenario.entries { try plan(entry, &needs) }
    guard design.isSplit else { return }
    findTransitions()
    findFlips()
    findDuties()
  }

  /// The classes that may leak to the adversary. The direct map shows all of memory, so it is never among them;
  /// the text policy may take text out.
  private static func largestExposedSet(_ scope: ProtectionScope, _ settings: Settings) -> Set<SectionClass> {
    var classes = scope.allowedClasses.subtracting([.privateKernel, .directMap])
    if settings.text == .split { classes.remove(.text) }
    return classes
  }

  private mutating func findProblems() {
    let allowed = scope.allowedClasses
    guard !scope.vulnerabilities.isEmpty else { return }
    if !allowed.contains(.entry) {
      problems.append(
        "class 'entry' is not allowed, so no entry can run: the processor reads the IDT, pushes to the entry stack "
          + "and fetches entry text before any code can write CR3")
    }
    if !allowed.contains(.user) {
      switch scope.adversary {
      case .user:
        problems.append(
          "class 'user' is not allowed, but the adversary is user code, which cannot run without its own memory")
      case .guest:
        problems.append(
          "the monitor's own user memory is secret from its guest, but the monitor's user code needs it in the space "
            + "it runs with: two spaces are not enough, each adversary needs an exposed set of its own")
      }
    }
    if allowed.contains(.directMap) {
      problems.append(
        "class 'direct-map' is allowed, but the direct map shows all of memory, what is secret too: it is not exposed")
    }
    if allowed.contains(.privateKernel) {
      problems.append(
        "class 'private' is allowed, but it is what the exposed space never maps: give such sections another class")
    }
  }
}
