import PageTables
import Recordings
import Testing
import Verdicts

/// Where EFLAGS.AC suspends SMAP in a log. Intel SDM vol. 3A, section 4.6.1.
struct AlignmentCheckTests {
  /// An instruction of the kernel that reads the user's data, or none if it is no "mov".
  private static func add(_ text: String, to machine: inout SmallMachine, flags: StepNote.Flags = [], cpl: Int = 0) {
    let isRead = text.hasPrefix("mov")
    machine.step(
      cpl == 3 ? SmallMachine.userText : SmallMachine.entryText, cpl: cpl,
      cr3: cpl == 3 ? SmallMachine.userCR3 : SmallMachine.kernelCR3, instruction: text, flags: flags,
      accesses: isRead ? [(.read, SmallMachine.userData.rawValue, 8)] : [])
  }

  /// For each "mov" whether it is denied by SMAP.
  private static func denied(_ rows: [(text: String, flags: StepNote.Flags)]) throws -> [Bool] {
    var machine = try SmallMachine()
    add("syscall", to: &machine, cpl: 3)
    for row in rows { add(row.text, to: &machine, flags: row.flags) }
    let judge = machine.judge()
    return rows.indices.filter { rows[$0].text.hasPrefix("mov") }.map { index in
      judge.verdict(at: index + 1).accesses.last?.check?.fault?.cause == .smap
    }
  }

  @Test func stacAndClac() throws {
    #expect(
      try Self.denied([("mov", []), ("stac", []), ("mov", []), ("clac", []), ("mov", [])]) == [true, false, true])
  }

  @Test func theRemark() throws {
    #expect(try Self.denied([("mov", []), ("mov", .alignmentCheck), ("mov", [])]) == [true, false, true])
  }

  /// What is not executed changes nothing.
  @Test func notExecuted() throws {
    #expect(try Self.denied([("stac", .notExecuted), ("mov", []), ("stac", .faults), ("mov", [])]) == [true, true])
  }

  /// An interrupt inside of the window keeps the flag until its own CLAC, and its IRET brings it back.
  @Test func anInterruptInTheWindow() throws {
    let rows: [(String, StepNote.Flags)] = [
      ("stac", []), ("mov", []), ("clac", .delivery), ("mov", []), ("iretq", []), ("mov", []), ("clac", []),
      ("mov", []),
    ]
    #expect(try Self.denied(rows) == [false, true, false, true])
  }

  /// POPF loads the flag from the stack, and so does an IRET whose frame the log does not show: nobody knows it behind them,
  /// until STAC or CLAC. Intel SDM vol. 2, POPF and IRET.
  @Test(arguments: [
    "popfq", "POPFQ", " popf", "data16 popf", "popfl", "iretq", "(bad)", "vmresume", "uiret", "rsm", "enclu",
  ])
  func whatNobodyKnows(instruction: String) throws {
    var machine = try SmallMachine()
    Self.add("syscall", to: &machine, cpl: 3)
    for text in ["stac", instruction, "mov", "clac", "mov", "STAC", "mov"] { Self.add(text, to: &machine) }
    let judge = machine.judge()
    let checks = [3, 5, 7].map { judge.verdict(at: $0).accesses.last?.check }
    #expect(checks[0] == .undetermined(.alignmentCheck))
    #expect(checks[1]?.fault?.cause == .smap)
    #expect(checks[2].map { if case .allowed = $0 { true } else { false } } == true)
  }

  /// What user code has popped comes with an interrupt, and is back with its IRET; SYSCALL clears it.
  @Test func whatUserCodePops() throws {
    var machine = try SmallMachine()
    Self.add("popfq", to: &machine, cpl: 3)
    Self.add("nop", to: &machine, cpl: 3)
    Self.add("nop", to: &machine, flags: .delivery)
    Self.add("mov", to: &machine)
    Self.add("iretq", to: &machine)
    Self.add("syscall", to: &machine, cpl: 3)
    Self.add("mov", to: &machine)
    let judge = machine.judge()
    #expect(judge.verdict(at: 3).accesses.last?.check == .undetermined(.alignmentCheck))
    #expect(judge.verdict(at: 6).accesses.last?.check?.fault?.cause == .smap)
  }

  /// SYSCALL clears the flag.
  @Test func userCodeBetween() throws {
    var machine = try SmallMachine()
    Self.add("stac", to: &machine)
    Self.add("syscall", to: &machine, cpl: 3)
    Self.add("mov", to: &machine)
    #expect(machine.judge().verdict(at: 2).accesses.last?.check?.fault?.cause == .smap)
  }
}
