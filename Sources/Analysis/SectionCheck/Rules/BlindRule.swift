package import Diagnostics
import Isolation

/// Something in exposed code or data cannot be read.
package enum BlindRule: SectionRule {
  package static let id = RuleID.blind
  package static let severity = Severity.warning
  package static let summary = "exposed code or data holds what this check cannot read"
  package static let explanation = """
    The check reads instructions, and the relocations in them, which say where they lead. Here it cannot. Either a \
    relocation has a type whose target is not read: those of thread-local data (R_X86_64_TPOFF32 and others), those \
    that only a dynamic linker knows, and those that are too new. Or bytes among the code are no instruction that is \
    known: data among code, or an instruction that is too new. What follows such bytes is read again from the next \
    instruction that a relocation proves; a jump or a call in between may be missed. Or an operand is 0 where \
    compilers leave it to a relocation, and has none: somebody has removed it. Or the file is linked: the final link \
    merges sections, so that private code and data may stand among exposed ones.

    Or an access or a branch goes where nobody can tell what lies. That may be an absolute address, which is a number in \
    the code or a symbol without a section; a number behind FS or GS, such as %gs:0x28, since the object does not say \
    which variable of a thread or a CPU that is; or a place out of its section, by the number in the code or by the \
    symbol. A symbol of code may lie outside of its section, too. Numbers that are only computed with, or added to a \
    register, are no such addresses. Of what is accessed the first byte counts.

    Or an entry of .altinstructions, __jump_table or __ex_table, which say how the kernel patches its code and where it \
    goes on after a fault, leads nowhere: what it puts there is not known. If not even the instruction that is patched \
    can be told, the finding stands in the table. Other tables are not read: what tracers patch in (__mcount_loc, \
    __patchable_function_entries) is no part of this check.

    Or a branch leads into data, into the middle of what was read as an instruction, or to an indirect function \
    (STT_GNU_IFUNC), which chooses another one when the program is loaded.

    Code that nothing stops at the end of its section is no finding, since what the linker puts behind it is of the same \
    kind; but --closure does not follow it. A call at the end of a function is taken for one that does not come back. \
    An address of private data that is taken is a finding ADDR; --closure names it ("perhaps"), but it counts neither for \
    "certain" nor for --entries.

    A result with such a finding is not complete: "0 errors" says nothing about these places, --closure does not \
    promise that an entry needs no flip, and SARIF says that the analysis was not complete.

    What to do: look at the place in a disassembler. Move data out of the code; build without thread-local data. The \
    stack protector of Linux 6.12 reads its canary at %gs:0x28, which is in fixed_percpu_data (.data..percpu..first): \
    exposed code that is built with it faults unless that is mapped, so build it with __no_stack_protector. If what is \
    there leads nowhere private, allow it in the policy, with the reason (to: the type of the relocation, or \
    the function itself).
    """

  package static func applies(to reference: Reference) -> Bool {
    reference.target == .unseen && (reference.isByExposedText || (reference.isFromExposed && !reference.from.isText))
  }

  package static func message(_ names: ReferenceNames) -> String { "\(names.to) (\(names.fromSection))" }
}
