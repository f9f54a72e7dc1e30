package import Diagnostics

/// Exposed code reads, writes or runs private data.
package enum DataRule: SectionRule {
  package static let id = RuleID.data
  package static let severity = Severity.error
  package static let summary = "exposed code reads or writes what the exposed space does not map"
  package static let explanation = """
    The instruction has a memory operand in a private section. The exposed space has no translation for it: the access \
    is a page fault, error code 0 for a read and 2 for a write. A per-CPU variable counts by its section, too \
    (%gs: and .data..percpu). Private text is data here only under the text policy "split". With the large code model \
    (R_X86_64_GOTOFF64) code has the distance of an object as a number: that counts as an access.

    What to do: if what the variable holds may become known to user code, put it into an exposed section \
    (.data..exposed, .data..percpu..exposed). If it must stay secret, reach it through a gate, or between \
    private_begin() and private_end() where the private space is known to be there. A reference that is known to be \
    good can be allowed in the policy, with the reason.

    To see such a page fault happen, open samples/scenarios/missing-gate.yaml in the explorer.
    """

  package static func applies(to reference: Reference) -> Bool {
    guard reference.isByExposedText, reference.use == .memory || reference.use == .indirectBranch else { return false }
    return reference.isTargetUnmapped
  }

  package static func message(_ names: ReferenceNames) -> String {
    "reference to private \(names.to) (\(names.toSection ?? "?")) from exposed text (\(names.fromSection))"
  }
}
