import Execution
import Isolation

/// MSBDS across threads: the store buffer of a thread that goes to sleep.
///
/// Linux 6.12 Documentation/arch/x86/mds.rst, "Mitigation points", idle.
enum MDSIdleRule {
  /// Why the attack works.
  static let explanation = """
    The threads of a core each have a part of the store buffer. When one goes to sleep, its part is given to the \
    other, with what is left in it.
    """

  /// What would stop it.
  static let remedy = "VERW before the thread sleeps (the static key cpu_buf_idle_clear)."

  /// What may be left in the store buffer of a sleeping thread.
  static func reached(in context: LeakContext) -> LabelSet {
    context.settings.mdsCPU && context.moment.cpu.isAsleep && context.siblingAttacks
      ? context.moment.buffers.store.may : []
  }
}
