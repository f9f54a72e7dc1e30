import Execution
import Isolation

/// Microarchitectural data sampling from the own thread.
///
/// What may be left is all that was mapped while kernel code ran since the last clear: speculation can touch
/// what is mapped, and nothing else. Linux 6.12 Documentation/admin-guide/hw-vuln/mds.rst.
enum MDSThreadRule {
  /// Why the attack works.
  static let explanation = """
    Loads and stores leave data in the store buffer and the fill buffers. User code cannot choose what it \
    samples from there, but it can wait. It does not matter what is mapped then: only what the kernel could \
    touch before.
    """

  /// What would stop it.
  static let remedy = "VERW on the way to user code, behind the flip; or a kernel that had nothing private mapped."

  /// What may be left in the thread's store buffer and the core's fill buffers.
  static func reached(in context: LeakContext) -> LabelSet {
    guard context.settings.mdsCPU, context.moment.cpu.cpl == 3 else { return [] }
    return context.moment.buffers.store.may.union(context.moment.buffers.fill.may)
  }
}
