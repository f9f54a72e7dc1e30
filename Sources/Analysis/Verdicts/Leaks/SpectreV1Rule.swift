import Execution
import Isolation

/// Spectre v1: a bounds check that speculation passes, in kernel code that user code called.
///
/// Linux 6.12 Documentation/admin-guide/hw-vuln/spectre.rst. Asked as if the code had a gadget.
enum SpectreV1Rule {
  /// Why the attack works.
  static let explanation = """
    Kernel code checks an index that user code chose, and speculation goes on as if it were good. It reaches what \
    is mapped then, and leaves a trace in the cache. Clearing buffers does not help.
    """

  /// What would stop it.
  static let remedy = "Run the code with little mapped, as unified does; or mask the index (array_index_nospec)."

  /// What kernel code can translate now; user pages only with SMAP off, but the direct map carries them too.
  static func reached(in context: LeakContext) -> LabelSet {
    context.moment.cpu.cpl == 3 ? [] : context.mapped
  }
}
