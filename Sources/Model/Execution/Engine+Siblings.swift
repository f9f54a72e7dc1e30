import Isolation
import KernelCode
import ScenarioModel

/// Two threads of a core: who is held when. After J. Fernandes' kernel protection, LKML 17 November 2020 (never merged),
/// for private work only; core scheduling as in Linux 6.12 Documentation/admin-guide/hw-vuln/core-scheduling.rst.
///
/// enterPrivate: count; signal a sibling that runs user code; wait for it (ack) or not (async); write CR3.
/// leavePrivate: write CR3, clear buffers, count down. A return to user code waits while the sibling counts.
extension Engine {
  /// Whether the thread of the sibling runs user code now: it can attack, and it has to be held.
  private var siblingRunsUserCode: Bool { system.sibling?.cpl == 3 }

  /// Whether siblings are held before an instruction that loads the private space: that has to run first. So it is
  /// for an NMI that comes between the count and the CR3 write of another one: nobody has waited yet.
  mutating func holdsFirst(before operation: Operation, _ frame: Frame) -> Bool {
    guard system.sibling != nil, case .flip(_, let to) = operation.effect, kernel.holdsSiblings,
      kernel.design.holdsSiblings, !frame.holdsSibling, system.cpu.spaceKind != .private, siblingRunsUserCode,
      kernel.settings.sync == .ack || system.sibling?.holdComes == nil, to == .private
    else { return false }
    system.frame.holdsSibling = true
    push(.call, program: kernel.hold.program)
    return true
  }

  /// Gives back a count that was taken for a CR3 write which is not needed any more: something that came between has
  /// made it.
  mutating func dropHold(before operation: Operation) {
    guard case .flip = operation.effect else { return }
    system.frame.holdsSibling = false
    endPrivate()
  }

  /// Whether the CPU waits before an instruction; says why in `hold`.
  mutating func waits(before operation: Operation, _ frame: Frame) -> Bool {
    guard system.sibling != nil else { return false }
    let reason = reasonToWait(before: operation, frame)
    // The idle thread runs instead, and clears what was left before it sleeps.
    if reason == .cookie && system.cpu.hold != .cookie && kernel.clearsWhenIdle { system.buffers.verw() }
    system.cpu.hold = reason
    return reason != nil
  }

  private func reasonToWait(before operation: Operation, _ frame: Frame) -> CPU.Hold? {
    switch operation.effect {
    case .awaitAck: return siblingRunsUserCode ? .ack : nil
    case .awaitSafe:
      let works = (system.sibling?.privateCount ?? 0) > 0 && !siblingWaitsToReturn
      return kernel.holdsSiblings && works ? .privateWork : nil
    case .leave where frame.fromCPL == 3:
      if kernel.holdsSiblings && system.privateCount > 0 { return .privateWork }
      return isForcedIdle ? .cookie : nil
    default: return nil
    }
  }

  private var siblingWaitsToReturn: Bool { system.sibling?.hold == .privateWork || system.sibling?.hold == .cookie }

  /// Whether the sibling's thread has another cookie, and the core runs that one, or still has to let it go idle.
  private var isForcedIdle: Bool {
    guard kernel.settings.coreScheduling, let sibling = system.sibling else { return false }
    let here = kernel.scenario.threads[system.cpu.current]
    let there = kernel.scenario.threads[sibling.current]
    guard there.process != nil, there.cookie != here.cookie else { return false }
    return here.cookie != system.cookie || sibling.hold != .cookie
  }

  /// The interrupt that pulls the sibling out of user code: at once if it is waited for, else while it is on its
  /// way the sender goes one private step further.
  mutating func sendHold() {
    guard siblingRunsUserCode else { return }
    let steps = kernel.settings.sync == .async ? 1 : 0
    system.sibling?.holdComes = steps
  }

  /// Whether a thread that sleeps has to hold a sibling first: before it takes its interrupt it counts as private.
  mutating func wakesToHold() -> Bool {
    guard system.cpu.isAsleep, siblingRunsUserCode, kernel.holdsSiblings, kernel.design.holdsSiblings,
      system.cpu.nextEvent < kernel.events.count(of: system.cpu.number)
        || system.cpu.held.contains(where: { canCome($0) })
    else { return false }
    push(.call, program: kernel.hold.sender)
    return true
  }

  /// The interrupt comes, if it is there and the CPU still runs user code.
  mutating func takeHold() {
    guard system.cpu.holdComes == 0 else { return }
    system.cpu.holdComes = nil
    if system.cpu.cpl == 3 { enter(kernel.hold.entry) }
  }

  /// Time passes for an interrupt that was sent and not waited for.
  mutating func countDown() {
    guard let steps = system.sibling?.holdComes, steps > 0, system.cpu.spaceKind == .private else { return }
    system.sibling?.holdComes = steps - 1
  }

  /// The core runs threads of the cookie of the thread that was picked, unless that is a kernel thread.
  mutating func pickCookie() {
    guard kernel.settings.coreScheduling, let sibling = system.sibling else { return }
    let here = kernel.scenario.threads[system.cpu.current]
    let there = kernel.scenario.threads[sibling.current]
    system.cookie = here.process != nil ? here.cookie : there.cookie
    if here.process != nil && there.process != nil && there.cookie != here.cookie { sendHold() }
  }

  /// Lets the thread run that was forced idle, if the other has nothing to do and this one has.
  mutating func changeCookie() -> Bool {
    for _ in 0...1 {
      let hasMore = system.cpu.nextEvent < kernel.events.count(of: system.cpu.number) || !system.cpu.held.isEmpty
      if system.cpu.hold == .cookie && hasMore {
        system.cookie = kernel.scenario.threads[system.cpu.current].cookie
        if siblingRunsUserCode { system.sibling?.holdComes = 0 }
        return true
      }
      swapCPUs()
    }
    return false
  }

  /// Gives the turn to the sibling, with its walks.
  mutating func swapCPUs() {
    system.swapCPUs()
    resetWalker()
  }
}
