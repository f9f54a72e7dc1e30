package import Execution
package import Isolation
import ScenarioModel

/// What the rules of leaks look at: a moment, what is mapped in it, and what the attackers may know.
package struct LeakContext: Sendable {
  /// What is mapped for a CPU, and what its user code may know.
  package struct View: Sendable {
    /// The labels of what the active space maps.
    package var mapped: LabelSet
    /// The labels that user code of the loaded process may know.
    package var allowed: LabelSet

    /// Describes a CPU's view.
    package init(mapped: LabelSet, allowed: LabelSet) {
      self.mapped = mapped
      self.allowed = allowed
    }
  }

  /// What is left in buffers, and who runs; the rules look from its `cpu`.
  package var moment: Moment
  /// What the CPU of the moment sees.
  package var view: View
  /// What its sibling sees; nil if there is none.
  package var siblingView: View?
  /// Which flaws the processor has, and which remedies are on.
  package var settings: Settings
  /// Who attacks. A guest stands in the place of user code, with page tables of its own.
  package var adversary = ProtectionScope.Adversary.user

  /// Describes a moment to the rules.
  package init(moment: Moment, view: View, siblingView: View? = nil, settings: Settings) {
    self.moment = moment
    self.view = view
    self.siblingView = siblingView
    self.settings = settings
  }

  /// A moment of a run.
  package init(_ run: ScenarioRun, _ moment: Moment) {
    self.init(
      moment, scope: run.setup.scenario.scope, settings: run.setup.settings,
      mapped: run.mappedLabels(process:spaceKind:))
  }

  /// A moment under a scope; `mapped` knows the labels of each space of a process.
  package init(
    _ moment: Moment, scope: ProtectionScope, settings: Settings, mapped: (Int, SpaceKind) -> LabelSet
  ) {
    func view(_ cpu: Moment.CPUState) -> View {
      let isGuest = scope.adversary == .guest && cpu.cpl == 3
      return View(
        mapped: isGuest ? [] : mapped(cpu.process, cpu.spaceKind), allowed: scope.allowed(process: cpu.process))
    }
    self.init(moment: moment, view: view(moment.cpu), siblingView: moment.sibling.map(view), settings: settings)
    adversary = scope.adversary
  }

  /// The labels of what the active space maps.
  var mapped: LabelSet { view.mapped }

  /// Whether user code runs on the sibling. Without one in the scenario the rules are asked as if it did.
  var siblingAttacks: Bool { moment.sibling.map { $0.cpl == 3 } ?? true }

  /// What an attack reaches that the attacker must not know, whichever CPU the attacker or the victim is.
  package func leak(_ attack: Attack) -> LabelSet {
    let here = leakFromHere(attack)
    guard let other = moment.fromSibling, let siblingView else { return here }
    var there = LeakContext(moment: other, view: siblingView, siblingView: view, settings: settings)
    there.adversary = adversary
    return here.union(there.leakFromHere(attack))
  }

  private func leakFromHere(_ attack: Attack) -> LabelSet {
    let reached: LabelSet =
      switch attack {
      case .meltdown: MeltdownRule.reached(in: self)
      case .staleTLB: StaleTLBRule.reached(in: self)
      case .mdsThread: MDSThreadRule.reached(in: self)
      case .mdsSibling: MDSSiblingRule.reached(in: self)
      case .mdsIdle: MDSIdleRule.reached(in: self)
      case .l1tf: L1TFRule.reached(in: self)
      case .spectreV1: SpectreV1Rule.reached(in: self)
      }
    let attacker = attack.needsSibling ? siblingView ?? view : view
    return reached.subtracting(attacker.allowed)
  }
}
