import Captures
import Execution
import Isolation
import PageTables
import Recordings
import Reports
import ScenarioModel
import TestSupport
import Testing
import Timelines
import Verdicts

/// The timeline as text: exact lines.
@Suite struct StepsReportTests {
  private static func text(
    _ recording: Recording = BuiltIn.recording(), _ selection: StepsReport.Selection = .init()
  ) -> [Substring] {
    let report = StepsReport(Judge(Timeline(recording)), selection: selection)
    let text = ByteSink.text { _ = report.writeText(to: &$0) }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test func theFirstRowsOfTheBuiltInGetpid() {
    let expected = """
      step cpl space    symbol                           instruction and accesses
         0   3 U        site_getpid                      syscall  (syscall getpid)
         1   0 U        entry_SYSCALL_64                 endbr64
         2   0 U        entry_SYSCALL_64+0x4             swapgs
         3   0 U        entry_SYSCALL_64+0x7             mov qword ptr gs:[rip + 0x7ec05f85], rsp  W tss_struct.x86_tss.sp2
         4   0 U        entry_SYSCALL_64+0xf             nop
         5   0 U        entry_SYSCALL_64+0x11            mov rsp, cr3
         6   0 U        entry_SYSCALL_64+0x14            nop dword ptr [rax + rax]
         7   0 U        entry_SYSCALL_64+0x19            and rsp, 0xffffffffffffe7ff
         8   0 U>K      entry_SYSCALL_64+0x20            mov cr3, rsp  CR3 <- 0x55e000
         9   0 K        entry_SYSCALL_64+0x23            mov rsp, qword ptr gs:[rip + 0x7ec2af25]  R pcpu_hot.top_of_stack [U: #PF 0x0, not present at level 1]
        10   0 K        entry_SYSCALL_64_safe_stack      push 0x2b  W pt_regs.ssx [U: #PF 0x2, not present at level 4]

      """
    #expect(Self.text(selection: .init(to: 10)).joined(separator: "\n") == expected)
  }

  private static func text(selection: StepsReport.Selection) -> [Substring] { text(BuiltIn.recording(), selection) }

  /// The first number of every line but the heading.
  private static func numbers(_ selection: StepsReport.Selection) -> [Int] {
    text(selection: selection).dropFirst().compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
  }

  @Test func selections() {
    #expect(Self.numbers(.init()) == Array(0...215))
    #expect(Self.numbers(.init(from: 200, to: 203)) == [200, 201, 202, 203])
    #expect(Self.numbers(.init(from: 214)) == [214, 215])
    #expect(Self.numbers(.init(to: 1)) == [0, 1])
    #expect(Self.numbers(.init(to: .max)) == Array(0...215))
    #expect(Self.numbers(.init(from: 9, to: 8)).isEmpty)
    #expect(Self.numbers(.init(from: 1000)).isEmpty)
    #expect(Self.numbers(.init(from: -5, to: -1)).isEmpty)
    #expect(Self.numbers(.init(onlyFlips: true)) == [8, 207])
    #expect(Self.numbers(.init(from: 9, onlyFlips: true)) == [207])
    #expect(Self.numbers(.init(to: 207, onlyFlips: true)) == [8, 207])
    #expect(Self.numbers(.init(event: 2)).isEmpty)
    #expect(Self.numbers(.init(event: 1, onlyFlips: true)) == [8, 207])
  }

  /// The event is the syscall: every step with CPL 0.
  @Test func oneEvent() throws {
    let steps = BuiltIn.recording().steps
    #expect(Self.numbers(.init(event: 1)) == (0..<216).filter { steps.cpl(at: $0) == 0 })
  }

  /// Long names never run into the next column.
  @Test func columnsStayApart() throws {
    let switches = Self.text(try InputFile.open(sample("captures/pti/switch.csv")).recording, .init(onlyFlips: true))
    try #require(switches.count == 12)
    #expect(switches[1] == "    8   0 U(A)>K(A) entry_SYSCALL_64+0x20            mov cr3, rsp  CR3 <- 0x53e000")
    #expect(
      switches[2] == " 7370   0 K(A)>K(B) switch_mm_irqs_off+0x24f         mov cr3, rdx  CR3 <- 0x542000")
    let irq = Self.text(
      try InputFile.open(sample("captures/pcid/irq-user.csv")).recording, .init(from: 600, onlyFlips: true))
    #expect(
      irq[1] == " 642   0 K>U      swapgs_restore_regs_and_return_to_usermode+0xc2 mov cr3, rdi"
        + "  CR3 <- 0x80000000005f3804")
  }

  @Test func aFaultAndALeak() throws {
    let fault = Self.text(try InputFile.open(sample("captures/pti/pagefault.csv")).recording, .init(to: 0))
    #expect(
      fault[1] == "   0   3 U        site_fault                       mov byte ptr [rax], 0x42  W user ! FAULT "
        + "#PF 0x6, not present at level 2 [K: #PF 0x6, not present at level 2]"
        + "  (store to a fresh anonymous page; this insn faults (#PF))")
    let leak = Self.text(try InputFile.open(sample("captures/nopti/getpid.csv")).recording, .init(to: 0))
    #expect(
      leak[1] == "   0   3 K        site_getpid                      syscall"
        + "  * LEAK Meltdown: direct map, vmalloc, vmemmap, kernel image, fixmap  (syscall getpid)")
  }

  /// Without tables, steps and flips are still told; and that nothing could be judged.
  @Test func withoutTables() {
    var recording = BuiltIn.recording()
    recording.hasTables = false
    let report = StepsReport(Judge(Timeline(recording)), selection: .init(from: 8, to: 9))
    var isComplete = true
    let text = ByteSink.text { isComplete = report.writeText(to: &$0) }
    #expect(!isComplete)
    #expect(
      text.split(separator: "\n").dropFirst() == [
        "   8   0 U>K      entry_SYSCALL_64+0x20            mov cr3, rsp  CR3 <- 0x55e000",
        "   9   0 K        entry_SYSCALL_64+0x23            mov rsp, qword ptr gs:[rip + 0x7ec2af25]"
          + "  R pcpu_hot.top_of_stack",
      ])
  }

  @Test func aDumpHasNoLines() {
    var recording = BuiltIn.recording()
    recording.steps = StepTable(hasAccesses: false)
    #expect(Self.text(recording).count == 2)
  }

  /// With two CPUs each line says which one makes the step.
  @Test func twoCPUs() throws {
    var scenario = Scenario(name: "two", events: [.init(.syscall("getpid")), .init(.syscall("getpid"), cpu: 1)])
    scenario.threads.append(.init("T", process: 0, cpu: 1))
    let judge = Judge(Timeline(try ScenarioRun.record(ScenarioRun.Setup(scenario))))
    var isComplete = true
    let lines = ByteSink.text { isComplete = StepsReport(judge).writeText(to: &$0) }.split(separator: "\n")
    #expect(isComplete && lines[0].hasPrefix("step cpu cpl space "))
    #expect(lines[1].hasPrefix("   0   0   3 E        user_main+0x10 "))
    #expect(lines[2].hasPrefix("   1   1   3 E        user_main+0x10 "))
  }
}
