import Isolation
import PageTables

extension Engine {
  /// What must never be and is, in words; nil if all is well.
  ///
  /// Asserted before every step of a debug build. A scenario that has the bug of a missing flip is excused for it.
  var violation: String? {
    let isUserCode = system.cpl == 3
    let expected = kernel.design.userSpaceKind
    if isUserCode && system.spaceKind != expected && !lacksFlip {
      return "user code runs with the \(system.spaceKind.rawValue) half of \(kernel.design.rawValue)"
    }
    if !isUserCode && isUserThread && kernel.design == .pti && system.spaceKind == .exposed && system.interruptsOn {
      return "kernel code runs with the user half and with interrupts on"
    }
    if kernel.design == .nopti && system.spaceKind != .private { return "nopti has another half" }
    if kernel.design != .unified { return system.privateCount >= 0 ? nil : "siblings are held less than not at all" }
    let owed = system.threads[system.current].frames.count { $0.owesClear }
    let inPrivate = system.spaceKind == .private && !system.isAsleep ? 1 : 0
    // A thread that was switched away in private work has taken its count with it to the next one.
    return system.privateCount == inPrivate + owed
      ? nil : "\(system.privateCount) threads count as private, and \(inPrivate + owed) are"
  }

  /// Whether the scenario has an exit that does not flip.
  private var lacksFlip: Bool {
    func lacks(_ event: ScenarioEvent) -> Bool {
      event.missesExitFlip || event.during.contains { lacks($0.event) }
    }
    return kernel.scenario.events.contains(where: lacks) || injections.contains { lacks($0.event) }
  }
}
