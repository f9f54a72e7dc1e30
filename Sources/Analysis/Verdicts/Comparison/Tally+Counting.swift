package import Execution
import Isolation
import ScenarioModel

extension Tally {
  /// Takes what a run did, and asks what leaks at each of its moments.
  package init(_ count: ScenarioCount) {
    self.init(design: count.setup.design, counts: count.counts)
    if case .stopped(let reason) = count.halt { earlyEnd = reason }
    countMoments(of: count)
  }

  /// Counts what is decided by the moment of a step: there are far fewer moments than steps.
  private mutating func countMoments(of count: ScenarioCount) {
    let scope = count.setup.scenario.scope
    let attacks = Attack.allCases
    var reached = [LabelSet?](repeating: nil, count: attacks.count)
    var steps = [Int](repeating: 0, count: attacks.count)
    let asks = scope.vulnerabilities.contains(.mds) && count.setup.settings.mdsCPU
    sibling = asks && count.moments.allSatisfy { $0.sibling == nil } ? SiblingTally() : nil
    let holds = count.setup.settings.sync != .off
    for (moment, times) in zip(count.moments, count.counts.momentSteps) where times > 0 {
      if moment.cpu.cpl == 0 {
        kernelSteps += times
        if moment.cpu.spaceKind == .private { privateSteps += times }
      }
      let context = LeakContext(
        moment, scope: scope, settings: count.setup.settings, mapped: count.mappedLabels(process:spaceKind:))
      var isLeak = false
      for (number, attack) in attacks.enumerated() where scope.vulnerabilities.contains(attack.vulnerability) {
        if attack.needsSibling && moment.sibling == nil { continue }
        let labels = context.leak(attack)
        reached[number] = labels.union(reached[number] ?? [])
        if !labels.isEmpty { steps[number] += times }
        isLeak = isLeak || !labels.isEmpty
      }
      if isLeak { leakSteps += times }
      countSibling(context, times, holds: holds)
    }
    leaks = attacks.enumerated().map { number, attack in
      Leak(attack: attack, labels: reached[number]?.names, steps: steps[number])
    }
  }

  /// Asks as if a sibling ran user code of the same attacker, unless it is held.
  private mutating func countSibling(_ context: LeakContext, _ times: Int, holds: Bool) {
    guard sibling != nil else { return }
    if holds && context.moment.privateCount > 0 {
      sibling?.heldSteps += times
      return
    }
    let labels = context.leak(.mdsSibling)
    sibling?.labels.formUnion(labels)
    if !labels.isEmpty { sibling?.steps += times }
  }
}
