import Execution
import Isolation

/// L1 terminal fault: the level 1 data cache through an entry that is not present.
///
/// Linux 6.12 Documentation/admin-guide/hw-vuln/l1tf.rst.
enum L1TFRule {
  /// Why the attack works.
  static let explanation = """
    The processor goes on with the address in a page-table entry even if its present bit is clear. If the data \
    of that address is in the level 1 cache, user code reads it, whatever any space maps.
    """

  /// What would stop it.
  static let remedy = "Entries that are not present name no memory (PTE inversion); for guests, a flush of the cache."

  /// What may be in the cache.
  static func reached(in context: LeakContext) -> LabelSet {
    guard context.settings.l1tfCPU, !context.settings.pteInversion, context.moment.cpu.cpl == 3 else { return [] }
    return context.moment.buffers.l1d.may
  }
}
