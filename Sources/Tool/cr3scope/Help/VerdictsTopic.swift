import Verdicts

/// `help verdicts`: from the rules themselves.
enum VerdictsTopic {
  static var text: String {
    let attacks = Attack.allCases.map { ($0.rawValue, "\($0.explanation) What stops it: \($0.remedy)") }
    return """
      The verdict of an access is one of:

        ok     it is done, and brings nothing to an attacker
        fault  the processor refuses it
        leak   it is done, but brings something secret within an attacker's reach

      A page fault has an error code (Intel SDM vol. 3A, section 4.7), a sum of:

        0x1   the page is mapped, but not for this access; else: not present
        0x2   a write
        0x4   by user code (CPL 3)
        0x8   a reserved bit is set in an entry
        0x10  an instruction fetch

      Rights count over all levels: one entry that denies is enough, and the walk
      (w) names the highest one. The attacks whose flaw the scope names:

      \(HelpTopic.table(attacks, width: 13))
      """
  }
}
