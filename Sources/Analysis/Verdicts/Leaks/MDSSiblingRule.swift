import Execution
import Isolation

/// Microarchitectural data sampling from the sibling thread, at the same time.
///
/// The fill buffers are shared; the store buffer is not. Without a sibling in the scenario the rule is asked as if
/// one ran user code of the same attacker.
enum MDSSiblingRule {
  /// Why the attack works.
  static let explanation = """
    The two threads of a core share the fill buffers. While one is in the kernel, user code on the other samples \
    what the kernel brings in. Nothing that the kernel does at its exit helps: it is too late then.
    """

  /// What would stop it.
  static let remedy = "Hold the sibling while private work is done; or switch SMT off."

  /// What the fill buffers may hold, and what this thread can bring in now.
  static func reached(in context: LeakContext) -> LabelSet {
    guard context.settings.mdsCPU, context.siblingAttacks else { return [] }
    let cpu = context.moment.cpu
    let isIdle = cpu.isAsleep || cpu.hold == .cookie
    return isIdle ? context.moment.buffers.fill.may : context.moment.buffers.fill.may.union(context.mapped)
  }
}
