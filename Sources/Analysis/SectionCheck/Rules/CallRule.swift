package import Diagnostics

/// Exposed code calls, or jumps to, text that is not vetted.
package enum CallRule: SectionRule {
  package static let id = RuleID.call
  package static let severity = Severity.error
  package static let summary = "exposed code calls or jumps to text that is not exposed"
  package static let explanation = """
    Code of the exposed space may call exposed text and gates. What it calls here is neither. Nobody has said that the \
    callee touches only what the exposed space maps. Under the text policy "public" the exposed space maps all kernel \
    text, so that the call itself does not fault; what the callee does next may. Under "split" private text is not \
    mapped, and the call is a page fault: error code 0x10, an instruction fetch.

    What to do: put the callee into exposed text (section .text..exposed) if it needs nothing private; call it through \
    a gate (section .text..gate), which changes to the private space first; or, if the call cannot happen in the \
    exposed space, put it between private_begin() and private_end(). A part of a function that the compiler moved \
    away (foo.cold in .text.unlikely) counts as well: build with -fno-reorder-blocks-and-partition, and without the \
    attribute "cold".

    The same rule as objtool's "call to foo() leaves .noinstr.text section".
    """

  package static func applies(to reference: Reference) -> Bool {
    reference.isByExposedText && reference.use == .branch && reference.privateTarget != nil
  }

  package static func message(_ names: ReferenceNames) -> String {
    "call to \(names.to)() leaves exposed text (\(names.fromSection) -> \(names.toSection ?? "?"))"
  }
}
