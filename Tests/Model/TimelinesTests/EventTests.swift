import Isolation
import PageTables
import Recordings
import Testing
import Timelines

/// Which steps belong to which entry to the kernel.
@Suite struct EventTests {
  private static func delivery(_ vector: Int?) -> StepNote {
    StepNote(text: "delivery", flags: .delivery, vector: vector)
  }

  /// The number of the event of each step; 0 for none.
  private static func membership(_ timeline: Timeline) -> [Int] {
    (0..<timeline.count).map { timeline.event(at: $0)?.number ?? 0 }
  }

  @Test func aSyscallEndsInUserMode() throws {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA, note: StepNote(text: "syscall getpid"))
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    made.step("do_syscall_64", cpl: 0, cr3: Half.kernelA)
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    let timeline = made.timeline
    #expect(timeline.events.map(\.kind) == [.syscall, .syscall])
    #expect(timeline.events.map(\.name) == ["syscall getpid", "syscall"])
    #expect(timeline.events.map(\.number) == [1, 2])
    #expect(timeline.events.map(\.firstStep) == [1, 4])
    #expect(timeline.events.map(\.fromCPL) == [3, 3])
    #expect(Self.membership(timeline) == [0, 1, 1, 0, 2])
  }

  /// A plain log has no instructions; the symbol of IRET tells where a nested interrupt ends.
  @Test func aNestedInterruptInAPlainLog() throws {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    made.step("vfs_read", cpl: 0, cr3: Half.kernelA)
    made.step("asm_sysvec_apic_timer_interrupt", cpl: 0, cr3: Half.kernelA)
    made.step("native_irq_return_iret", cpl: 0, cr3: Half.kernelA)
    made.step("vfs_read+0x4", cpl: 0, cr3: Half.kernelA)
    #expect(Self.membership(made.timeline) == [0, 1, 1, 2, 2, 1])
  }

  /// ERETS goes back to what FRED interrupted in the kernel. Linux 6.12 arch/x86/entry/entry_64_fred.S.
  @Test(arguments: ["iretq", "erets"]) func aNestedInterruptEnds(instruction: String) throws {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA, instruction: "syscall")
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA, instruction: "nop")
    made.step("asm_fred_entrypoint_kernel", cpl: 0, cr3: Half.kernelA, instruction: "nop", note: Self.delivery(236))
    made.step("asm_fred_entrypoint_kernel+8", cpl: 0, cr3: Half.kernelA, instruction: instruction)
    made.step("vfs_read+0x4", cpl: 0, cr3: Half.kernelA, instruction: "nop")
    #expect(Self.membership(made.timeline) == [0, 1, 2, 2, 1])
  }

  /// An IRET to the kernel itself ends nothing that came in user code, and one that faults nothing at all. Linux 6.12
  /// arch/x86/include/asm/sync_core.h, iret_to_self.
  @Test(arguments: [(false, 1), (true, 2)]) func returnsThatEndNothing(isNested: Bool, last: Int) throws {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA, instruction: "nop")
    if isNested {
      made.step("asm_exc_nmi", cpl: 0, cr3: Half.kernelA, instruction: "nop", note: Self.delivery(2))
      made.step(
        "nmi_return", cpl: 0, cr3: Half.kernelA, instruction: "iretq", note: StepNote(text: "faults", flags: .faults))
    } else {
      made.step("sync_core", cpl: 0, cr3: Half.kernelA, instruction: "iretq")
    }
    made.step("vfs_read+0x4", cpl: 0, cr3: Half.kernelA, instruction: "nop")
    #expect(Self.membership(made.timeline).last == last)
  }

  /// Functions that are called are no entries; INT 0x80 is a system call.
  @Test(arguments: [
    ("asm_load_gs_index", [KernelEvent.Kind.syscall]), ("asm_acpi_mp_play_dead", [.syscall]),
    ("asm_fred_exit_user", [.syscall]), ("asm_exc_debug", [.syscall, .exception]),
    ("asm_sysvec_reschedule_ipi", [.syscall, .interrupt]), ("asm_int80_emulation", [.syscall, .syscall]),
  ])
  func symbolsInTheKernel(symbol: String, kinds: [KernelEvent.Kind]) {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    made.step(symbol, cpl: 0, cr3: Half.kernelA)
    #expect(made.timeline.events.map(\.kind) == kinds)
  }

  /// Under FRED all that comes in user code comes at one entry.
  @Test(arguments: [
    ("syscall", "syscall getpid", KernelEvent.Kind.syscall, "syscall getpid"), ("syscall", "", .syscall, "syscall"),
    ("", "syscall getpid", .syscall, "syscall getpid"), ("nop", "", .entry, "fred entrypoint user"),
  ])
  func entriesOfFRED(instruction: String, note: String, kind: KernelEvent.Kind, name: String) {
    var made = HandMade()
    made.step(
      "user", cpl: 3, cr3: Half.userA, instruction: instruction.isEmpty ? nil : instruction,
      note: note.isEmpty ? nil : StepNote(text: note))
    made.step("asm_fred_entrypoint_user", cpl: 0, cr3: Half.userA)
    #expect(made.timeline.events.map(\.kind) == [kind])
    #expect(made.timeline.events.map(\.name) == [name])
  }

  @Test(arguments: [
    ("syscall read(16 bytes)", "syscall read"), ("syscall write: 1 byte", "syscall write"),
    ("syscall getpid; AC=1", "syscall getpid"), ("user spin loop", "syscall"),
  ])
  func syscallNames(note: String, name: String) {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA, note: StepNote(text: note))
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    #expect(made.timeline.events.map(\.name) == [name])
  }

  /// Intel SDM vol. 3A, table 6-1: vector 14 is #PF, 2 the NMI, and from 32 on the system's own.
  @Test(arguments: [
    (14, KernelEvent.Kind.exception, "#PF"), (13, .exception, "#GP"), (0, .exception, "#DE"),
    (2, .nmi, "NMI"),
    (9, .exception, "vector 9"), (31, .exception, "vector 31"),
    (32, .interrupt, "irq 32 apic timer interrupt"),
    (236, .interrupt, "irq 236 apic timer interrupt"), (255, .interrupt, "irq 255 apic timer interrupt"),
  ])
  func deliveriesByVector(vector: Int, kind: KernelEvent.Kind, name: String) {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("asm_sysvec_apic_timer_interrupt", cpl: 0, cr3: Half.userA, note: Self.delivery(vector))
    #expect(made.timeline.events.map(\.kind) == [kind])
    #expect(made.timeline.events.map(\.name) == [name])
  }

  /// Logs without notes: the symbol says what a change from CPL 3 is.
  @Test(arguments: [
    ("entry_SYSCALL_64", KernelEvent.Kind.syscall, "syscall"), ("asm_exc_page_fault", .exception, "#PF"),
    ("asm_exc_nmi", .nmi, "NMI"), ("asm_exc_general_protection", .exception, "general protection"),
    ("asm_sysvec_call_function", .interrupt, "irq call function"),
    ("asm_common_interrupt", .interrupt, "irq common interrupt"), ("", .entry, "kernel entry"),
    ("do_something+0x4", .entry, "do something"),
  ])
  func entriesWithoutNotes(symbol: String, kind: KernelEvent.Kind, name: String) {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step(symbol, cpl: 0, cr3: Half.userA)
    #expect(made.timeline.events.map(\.kind) == [kind])
    #expect(made.timeline.events.map(\.name) == [name])
  }

  @Test func anInterruptInsideASyscallEndsWithItsIret() {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    made.step("do_syscall_64", cpl: 0, cr3: Half.kernelA)
    made.step("asm_sysvec_apic_timer_interrupt", cpl: 0, cr3: Half.kernelA, note: Self.delivery(236))
    made.step("handler", cpl: 0, cr3: Half.kernelA)
    made.step("asm_exc_nmi", cpl: 0, cr3: Half.kernelA, note: Self.delivery(2))
    made.step("nmi_return", cpl: 0, cr3: Half.kernelA, instruction: "iretq")
    made.step("handler", cpl: 0, cr3: Half.kernelA)
    made.step("irq_return", cpl: 0, cr3: Half.kernelA, instruction: "iretq ")
    made.step("do_syscall_64", cpl: 0, cr3: Half.kernelA)
    made.step("user", cpl: 3, cr3: Half.userA)
    let timeline = made.timeline
    #expect(timeline.events.map(\.kind) == [.syscall, .interrupt, .nmi])
    #expect(timeline.events.map(\.fromCPL) == [3, 0, 0])
    #expect(Self.membership(timeline) == [0, 1, 1, 2, 2, 3, 3, 2, 2, 1, 0])
  }

  /// An iretq that was interrupted before it runs did not end anything yet.
  @Test func anIretThatIsNotExecuted() {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("asm_exc_page_fault", cpl: 0, cr3: Half.userA, note: Self.delivery(14))
    made.step("asm_exc_debug", cpl: 0, cr3: Half.userA, note: Self.delivery(1))
    made.step(
      "return", cpl: 0, cr3: Half.userA, instruction: "iretq",
      note: StepNote(text: "not executed here: interrupted before it", flags: .notExecuted))
    made.step("return", cpl: 0, cr3: Half.userA, instruction: "iretq")
    made.step("handler", cpl: 0, cr3: Half.userA)
    #expect(Self.membership(made.timeline) == [0, 1, 2, 2, 2, 1])
  }

  /// What another process does meanwhile does not belong to the event that waits for it.
  @Test func aProcessSwitchInsideASyscall() {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    made.step("switch_mm", cpl: 0, cr3: Half.kernelA)
    made.step("return_in_b", cpl: 0, cr3: Half.kernelB)
    made.step("user_b", cpl: 3, cr3: Half.userB)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userB)
    made.step("switch_mm", cpl: 0, cr3: Half.kernelB)
    made.step("return_in_a", cpl: 0, cr3: Half.kernelA)
    made.step("user", cpl: 3, cr3: Half.userA)
    let timeline = made.timeline
    #expect(timeline.events.map(\.firstStep) == [1, 5])
    #expect(Self.membership(timeline) == [0, 1, 1, 0, 0, 2, 2, 1, 0])
  }

  /// Without any delivery note an entry symbol inside the kernel is a nested event.
  @Test func nestedEntriesWithoutNotes() {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    made.step("asm_sysvec_apic_timer_interrupt", cpl: 0, cr3: Half.kernelA)
    made.step("asm_sysvec_apic_timer_interrupt+0x4", cpl: 0, cr3: Half.kernelA)
    made.step("return", cpl: 0, cr3: Half.kernelA, instruction: "iretq")
    made.step("do_syscall_64", cpl: 0, cr3: Half.kernelA)
    #expect(made.timeline.events.map(\.kind) == [.syscall, .interrupt])
    #expect(Self.membership(made.timeline) == [0, 1, 2, 2, 2, 1])
  }

  /// A log that begins inside the kernel: nothing tells which event that is.
  @Test func aLogThatStartsInTheKernel() {
    var made = HandMade()
    made.step("do_syscall_64", cpl: 0, cr3: Half.kernelA)
    made.step("sysret", cpl: 0, cr3: Half.userA)
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64", cpl: 0, cr3: Half.userA)
    #expect(Self.membership(made.timeline) == [0, 0, 0, 1])
    #expect(made.timeline.event(at: 99) == nil)
  }
}
