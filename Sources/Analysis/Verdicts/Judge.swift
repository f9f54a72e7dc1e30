import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
package import Timelines

/// Judges the steps of a timeline: which accesses fault, here and in the other spaces, and what leaks.
///
/// A step is judged from its own state alone, so that any step can be judged at any time. Meltdown's
/// labels depend on the space and the tables only, and are found once for each pair of them.
///
/// It never changes. It is a class because a timeline is many arrays, and a copy of them for each step would cost
/// more than to judge it.
package final class Judge: Sendable {
  /// What is judged.
  package let timeline: Timeline

  /// For what was recorded.
  private let meltdown: MeltdownLabels
  /// By moment, for what was modelled.
  private let leaks: [Leaks]
  /// By instruction.
  private let descriptorUses: [DescriptorUse]

  /// Prepares to judge. Costs one enumeration of the tables for each space and version of the tables
  /// under which user code runs, within the bounds of ``MeltdownLabels``.
  package init(_ timeline: Timeline) {
    self.timeline = timeline
    descriptorUses = timeline.recording.steps.sites.map(DescriptorUse.init)
    meltdown = MeltdownLabels(timeline)
    leaks = timeline.run.map(Self.leaks) ?? []
  }

  /// Judges the step at `index`.
  package func verdict(at index: Int) -> StepVerdict {
    StepVerdict(accesses: accesses(at: index), leaks: leaks(at: index))
  }

  /// What attackers could learn before the step.
  package func leaks(at index: Int) -> Leaks {
    if let run = timeline.run { return leaks[run.momentIndex(at: index)] }
    return Leaks(meltdown: meltdown(at: index))
  }

  /// The labels that user code could read by Meltdown before the step; nil without tables, or if nobody knows whether
  /// it is user code that runs.
  private func meltdown(at index: Int) -> [String]? {
    guard timeline.recording.hasTables, timeline.recording.hasRegisters, let space = timeline.space(at: index) else {
      return nil
    }
    return isUserMode(at: index) ? meltdown[space.cr3.root, timeline.memoryVersion(at: index)] : []
  }

  /// Whether leaks were looked for at every step; else there are too many spaces and tables.
  package var looksForAllLeaks: Bool { meltdown.isComplete }

  private static func leaks(_ run: ScenarioRun) -> [Leaks] {
    let vulnerabilities = run.setup.scenario.scope.vulnerabilities
    return (0..<run.momentCount).map { position in
      Leaks(LeakContext(run, run.moment(position)), vulnerabilities: vulnerabilities)
    }
  }

  private func accesses(at index: Int) -> [AccessVerdict] {
    guard timeline.hasSteps else { return [] }
    let steps = timeline.recording.steps
    let site = steps.site(at: index)
    let memory = timeline.memory(at: index)
    let space = timeline.space(at: index)
    let others = space.map { timeline.spaces.others(of: $0) } ?? []
    let here = Walker(memory: memory, controls: timeline.controls(at: index))
    let walkers = others.map { ($0, Walker(memory: memory, controls: here.controls.with(cr3: $0.cr3))) }

    func judge(_ access: Access, _ address: VirtualAddress, _ size: UInt64?, _ symbol: String?) -> AccessVerdict {
      let place = timeline.place(at: address, size: size ?? 1, symbol: symbol, step: index)
      guard timeline.recording.hasTables else {
        return AccessVerdict(
          access: access, address: address, size: size, place: place, check: nil, elsewhere: [])
      }
      return AccessVerdict(
        access: access, address: address, size: size, place: place,
        check: check(address, size: size ?? 1, access, here),
        elsewhere: walkers.map { .init(space: $0.0, check: check(address, size: size ?? 1, access, $0.1)) })
    }

    let fetch = judge(
      Access(.fetch, cpl: steps.cpl(at: index)), site.rip, nil, site.symbol.isEmpty ? nil : site.symbol)
    return [fetch]
      + steps.accesses(at: index).map { access in
        judge(
          Access(access.kind, mode(of: access, at: index)), access.address, UInt64(access.size),
          access.symbol.map { steps.text($0) })
      }
  }

  private func isUserMode(at index: Int) -> Bool {
    (timeline.hasSteps ? timeline.recording.steps.cpl(at: index) : timeline.recording.start.cpl) == 3
  }

  /// Checks every 4 KiB that an access touches; the first that is not allowed decides.
  private func check(
    _ address: VirtualAddress, size: UInt64, _ access: Access, _ walker: Walker<SparseMemory>
  ) -> AccessCheck {
    let first = check(address, access, walker)
    guard size > 1, Verdict(first) == .ok else { return first }
    var page = address.rawValue & ~0xfff
    // An xsave area is below 16 KiB; nothing that one instruction touches is larger.
    let last = (address.rawValue &+ min(size, 1 << 16) &- 1) & ~0xfff
    while page != last {
      page &+= 0x1000
      let next = check(VirtualAddress(page), access, walker)
      if Verdict(next) != .ok { return next }
    }
    return first
  }

  /// Checks one byte; only what is not allowed needs a walk with its entries.
  private func check(_ address: VirtualAddress, _ access: Access, _ walker: Walker<SparseMemory>) -> AccessCheck {
    if let found = walker.translate(address), found.rights.allow(access, controls: walker.controls) {
      return .allowed(found.physical)
    }
    return walker.walk(address).check(access, controls: walker.controls)
  }

  /// On whose behalf a data access is made.
  ///
  /// The processor's own: a delivery's accesses, and those to a descriptor table, at any CPL. Intel SDM
  /// vol. 3A, section 4.6.
  private func mode(of access: RecordedAccess, at index: Int) -> Access.Mode {
    let steps = timeline.recording.steps
    let flags = steps.note(at: index)?.flags ?? []
    let own = descriptorUses[steps.siteIndex(at: index)]
    if flags.contains(.delivery) || own.isOwn(access.address, access.symbol.map { steps.text($0) }) {
      return .implicitSupervisor
    }
    if steps.cpl(at: index) == 3 { return .user }
    return .supervisor(alignmentCheck: timeline.alignmentCheck(at: index))
  }
}
