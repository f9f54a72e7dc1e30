import Execution
import Isolation

extension MeltdownRule {
  /// Why the attack works.
  static let explanation = """
    The processor checks too late whether user code may read a page: it already goes on with the data. So user \
    code reads every kernel page that its space maps, at any address it likes.
    """

  /// What would stop it.
  static let remedy = "Map nothing for user code that it must not know, as pti and unified do; or other hardware."

  /// All that can be translated while user code runs. A guest translates by its own tables.
  static func reached(in context: LeakContext) -> LabelSet {
    guard context.settings.rdclCPU, context.adversary == .user, context.moment.cpu.cpl == 3 else { return [] }
    return context.mapped.union(context.moment.cpu.cached)
  }
}
