import Isolation
import Reports
import SectionCheck

/// `help sections`.
enum SectionsTopic {
  static var text: String {
    """
    Which space maps what follows from sections: code and data say in the source
    where they belong, and the linker puts them together. So a reference that
    leaves its scope can be found in the object file, before it is a page fault.

      cr3scope check vmlinux.o                 each such reference, one a line
      cr3scope check vmlinux.o --entries       which system calls need no flip
      cr3scope check vmlinux.o --closure __x64_sys_getpid
                                               what one of them can reach, and how
      cr3scope vmlinux.o                       the same, to walk through
      cr3scope rules DATA                      what a finding means

    The object must be from before the final link, which merges the sections:
    vmlinux.o, any other object file, or an archive of them. What is reached
    through a pointer is not visible there; the places are counted. What cannot be
    read is a finding BLIND; files without machine code (LTO) are refused.

    A section's class is that of the first pattern of the policy that fits its
    name. The classes:

    \(HelpTopic.table(LinkClass.allCases.map { ($0.rawValue, $0.meaning) }, width: 10))
    'cr3scope check --print-policy' prints the policy in force, in the form that
    --policy reads. samples/sections has sources that show each rule once, and
    says how to annotate a kernel, keep a baseline and read SARIF. The rules:

    \(HelpTopic.table(SectionRules.all.map { ($0.id.rawValue, $0.summary) }, width: 10))
    Under --design pti only the entry text is exposed. All of it counts, also what
    runs after its CR3 write: stand that between private_begin() and private_end().
    """
  }
}
