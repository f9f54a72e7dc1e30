package import Isolation
package import ScenarioModel

/// What a protection scope implies, in the order that T. Gleixner asked for on LKML, 12 July 2019.
///
///     scope --> mappings --> transitions --> flip points, and what is owed there
///
/// It asks no design anything. The scope of page-table isolation gives page-table isolation.
package struct Derivation: Hashable, Sendable {
  /// A section that a space has to map.
  package struct Requirement: Hashable, Sendable {
    /// The section's name.
    package let section: String
    /// Its class.
    package let sectionClass: SectionClass
    /// The half that has to map it.
    package let spaceKind: SpaceKind
    /// Why.
    package let reason: String
  }

  /// Where the code of a kernel entry can run.
  package struct Plan: Hashable, Sendable {
    /// The name of the entry.
    package let entry: String
    /// How the kernel is entered.
    package let kind: EntryPoint.Kind
    /// The half that its function begins in.
    package let spaceKind: SpaceKind
    /// Why.
    package let reason: String
    /// What it needs and the exposed half does not map; nil if that is nothing, or if a gate is before it.
    package let need: Need?
    /// The functions that it calls through gates while it runs in the exposed half.
    package let gates: [String]
  }

  /// An edge at which the half has to change.
  package struct Transition: Hashable, Sendable {
    /// The half before.
    package let from: SpaceKind
    /// The half behind.
    package let to: SpaceKind
    /// The event and the place in it, in words: "syscall read, at its dispatch".
    package let at: String
    /// Why.
    package let reason: String
  }

  /// A place that writes CR3 for these transitions.
  package struct FlipPoint: Hashable, Sendable {
    /// The place.
    package let site: FlipSite
    /// The half before.
    package let from: SpaceKind
    /// The half behind.
    package let to: SpaceKind
    /// The entries that flip here.
    package let entries: [String]
    /// Why here.
    package let reason: String
  }

  /// Something to be done at a transition.
  package struct Duty: Hashable, Sendable {
    /// What.
    package enum Kind: String, Sendable {
      /// VERW: clears the store and fill buffers.
      case verw
      /// A flush of the level 1 data cache.
      case flushL1D = "l1d-flush"
      /// Siblings that run user code are held.
      case sync
    }

    /// What.
    package let kind: Kind
    /// The half before.
    package let from: SpaceKind
    /// The half behind.
    package let to: SpaceKind
    /// Why.
    package let reason: String
  }

  /// What must be protected from whom.
  package let scope: ProtectionScope
  /// Why the scope cannot be met with two spaces; empty if it can.
  package let problems: [String]
  /// The classes of the exposed half: the largest set that the scope allows.
  package let exposed: Set<SectionClass>
  /// The design that comes out.
  package let design: Design
  /// When gates give the private half back.
  package let gates: Settings.GatePolicy
  /// Which half has to map which section, in the order of the sections; the exposed half first.
  package let required: [Requirement]
  /// Where each entry can run, in the order of the entries.
  package let plans: [Plan]
  /// Where the half has to change.
  package let transitions: [Transition]
  /// Where CR3 is written.
  package let flips: [FlipPoint]
  /// Buffers and caches that have to be cleared.
  package let clears: [Duty]
  /// Siblings that have to be held.
  package let syncs: [Duty]

  /// Derives from a scenario's scope and sections, functions and entries. Throws if its code names what is not
  /// there.
  package init(_ scenario: Scenario, settings: Settings) throws(ScenarioError) {
    var deriver = Deriver(scenario, settings)
    try deriver.derive()
    scope = scenario.scope
    problems = deriver.problems
    exposed = deriver.exposed
    design = deriver.design
    gates = settings.gates
    required = deriver.required
    plans = deriver.plans
    transitions = deriver.transitions
    flips = deriver.flips
    clears = deriver.clears
    syncs = deriver.syncs
  }

  /// "E" and "P"; "K" if one space is enough.
  package func spaceName(_ spaceKind: SpaceKind) -> String {
    (design.isSplit ? Design.standard : design).spaceName(spaceKind)
  }

  /// "E>P".
  package func direction(_ from: SpaceKind, _ to: SpaceKind) -> String { "\(spaceName(from))>\(spaceName(to))" }
}
