import Execution
import Isolation

/// Translations that outlive the flip: Meltdown through the TLB.
enum StaleTLBRule {
  /// Why the attack works.
  static let explanation = """
    The space does not map the pages, but the TLB still holds their translations: both halves run under one \
    PCID, and the flip kept the TLB. The processor asks the TLB first.
    """

  /// What would stop it.
  static let remedy = "A PCID of its own for each half, or a flip that flushes (bit 63 of the value clear)."

  /// What only the TLB translates while user code runs.
  static func reached(in context: LeakContext) -> LabelSet {
    guard context.settings.rdclCPU, context.adversary == .user, context.moment.cpu.cpl == 3 else { return [] }
    return context.moment.cpu.cached.subtracting(context.mapped)
  }
}
