package import Diagnostics
import Isolation

/// Exposed code calls through a pointer.
package enum IndirectRule: SectionRule {
  package static let id = RuleID.indirect
  package static let severity = Severity.warning
  package static let summary = "exposed code calls or jumps through a pointer"
  package static let explanation = """
    A call through a thunk (__x86_indirect_thunk_*, __llvm_retpoline_*, __llvm_lvi_thunk_*), through a trampoline of a \
    static call (__SCT__*), or through a pointer in memory (call *pv_ops+8). Where it leads is decided at run time, so \
    that this check cannot say whether it stays in exposed text. If the pointer itself lies in private data, that is a finding of its own (DATA), unless \
    the kernel makes the call a direct one at its start (those through pv_ops). A call through a register without a \
    thunk, or with one that stands in the code itself and returns to an address that it has stored, has no relocation, \
    and is not seen here; --closure counts it.

    A jump through a register is taken for that of the switch whose table the code above it loads, if its first case is \
    in the function. That nothing jumps in between from elsewhere is our assumption; so is that a table, unless its \
    symbol says how long it is, ends where another symbol stands, where the code refers to what follows, or where \
    there is something else than entries and zeros. It holds for what compilers make.

    What to do: call directly; or make sure that each possible target is exposed, and allow the reference in the \
    policy, with the reason; or call through a gate.
    """

  package static func applies(to reference: Reference) -> Bool {
    guard reference.isByExposedText else { return false }
    if reference.use == .indirectBranch || reference.use == .replacedCall { return true }
    guard reference.use == .branch else { return false }
    if case .section(.staticCall, _) = reference.target { return true }
    return reference.target == .thunk
  }

  package static func message(_ names: ReferenceNames) -> String {
    "indirect call {dynamic} through \(names.to) may leave exposed text (\(names.fromSection))"
  }
}
