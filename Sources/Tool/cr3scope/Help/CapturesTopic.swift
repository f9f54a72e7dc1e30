import Captures

/// `help captures`.
enum CapturesTopic {
  static var text: String {
    """
    FILE is told by its content: \(lines(InputKind.accepted))

    ELF core    one moment: what QEMU's monitor writes with
                'dump-guest-memory FILE'. maps and walk read it without symbols.
    step log    CSV, one row an instruction, values before it:
                step,rip,symbol,cpl,cr3,rsp,insn,accesses,note; the first five
                columns suffice. NAME.start.elf and NAME.end.elf beside it hold the
                page tables of the first and the last row (or --core, --end-core);
                objects.csv, types.csv and members.csv name what lies where.
    scenario    YAML, run on a modelled kernel: 'cr3scope help scenarios'.

    A compressed file is refused, with the command that unpacks it. What is missing
    from an input is said on the screen and by exit status 1. - is standard input.
    --recording opens the built-in getpid of a real Linux 6.12.
    """
  }

  private static func lines(_ text: String) -> String {
    HelpTopic.wrapped("FILE is told by its content: \(text).").joined(separator: "\n").dropFirst(29).description
  }
}
