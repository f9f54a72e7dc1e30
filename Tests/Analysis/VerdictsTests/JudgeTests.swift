import Isolation
import PageTables
import Recordings
import Testing
import Timelines
import Verdicts

/// On whose behalf accesses are made, and what becomes of them, on a machine of six pages.
@Suite struct JudgeTests {
  /// The verdicts of the data accesses of one kernel step: error codes, nil for allowed.
  private func codes(
    cpl: Int = 0, cr3: CR3 = SmallMachine.kernelCR3, instruction: String? = "mov", flags: StepNote.Flags = [],
    symbol: String? = nil, _ accesses: [(kind: Access.Kind, address: UInt64, size: UInt32)]
  ) throws -> [UInt32?] {
    var machine = try SmallMachine()
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3, instruction: "syscall")
    machine.step(
      SmallMachine.entryText, cpl: cpl, cr3: cr3, instruction: instruction, flags: flags, accesses: accesses,
      symbol: symbol)
    machine.step(SmallMachine.entryText, cpl: 0, cr3: SmallMachine.kernelCR3, instruction: "nop")
    let verdict = machine.judge().verdict(at: 1)
    return verdict.accesses.dropFirst().map { $0.check?.fault?.errorCode.rawValue }
  }

  private let userData = SmallMachine.userData.rawValue
  private let privateData = SmallMachine.privateData.rawValue

  /// SMAP: the kernel touches user pages only with EFLAGS.AC set. Intel SDM vol. 3A, section 4.6.
  @Test func smapAndAC() throws {
    #expect(try codes([(.read, userData, 8), (.write, userData, 8)]) == [0x1, 0x3])
    #expect(
      try codes(flags: .alignmentCheck, [(.read, userData, 8), (.write, userData, 8)]) == [nil, nil])
  }

  /// A delivery's accesses are the processor's own: supervisor at any CPL, and AC does not help them.
  @Test func deliveriesAreImplicit() throws {
    #expect(try codes(cpl: 3, [(.write, privateData, 8)]) == [0x7])
    #expect(try codes(cpl: 3, flags: .delivery, [(.write, privateData, 8)]) == [nil])
    #expect(try codes(flags: [.delivery, .alignmentCheck], [(.write, userData, 8)]) == [0x3])
    #expect(
      try codes(cr3: SmallMachine.userCR3, flags: .delivery, [(.write, privateData, 8)]) == [0x2],
      "under that row's CR3")
  }

  /// Descriptors are read implicitly at any CPL.
  @Test(arguments: ["lsl eax, eax", "lar eax, ebx", "ltr ax", "lldt ax"])
  func descriptorInstructions(instruction: String) throws {
    #expect(try codes(cpl: 3, instruction: instruction, [(.read, privateData, 8)]) == [nil])
    #expect(try codes(cpl: 3, instruction: "mov rax, [rbx]", [(.read, privateData, 8)]) == [0x5])
  }

  /// Loads of segment registers, checks of selectors and far returns, in Intel's and AT&T's way: what they access in the
  /// kernel's half is the processor's own, whatever the symbol is. Intel SDM vol. 3A, section 4.6.1.
  @Test(
    arguments: [
      "mov ds, eax", "mov %eax, %ss", "pop fs", "verw ax", "verr word ptr [rbx]", "lss esp, [rbx]", "iretq", "int 0x80",
      "in al, dx", "jmp far [rbx]",
      // As GNU objdump, gdb and llvm-objdump print them.
      "lsl    %rax,%rcx", "lslq\t%ax, %rcx", "larl\t%eax, %ecx", "popw   %fs", "retfq", "lretl", "lretq", "lret   $0x8",
      "ins    BYTE PTR es:[rdi],dx", "insb   (%dx),%es:(%rdi)", "rep outsl %ds:(%rsi),(%dx)", "inl\t%dx, %eax",
      "ljmpq\t*(%rax)", "lcallq\t*(%rax)", "rex.W jmp FWORD PTR [rax]", "rex.W call FWORD PTR [rax]",
      "jmp    DWORD PTR [rax]", "call   DWORD PTR [rax]",
      "rex.W ljmp *(%rax)", "mov    ds,eax", "mov\tds, eax", "movl\t%eax, %ds", "int1", "mov    %eax,%es # x",
      "verw   0x10(%rip)        # 0x600012c6",
    ])
  func ownAccesses(instruction: String) throws {
    #expect(try codes(cpl: 3, instruction: instruction, [(.read, privateData, 8)]) == [nil])
  }

  /// Any other instruction has no accesses but those of the program, whatever lies there.
  @Test(arguments: [
    "mov rax, [rbx]", "mov eax, ds", "mov %ds, %eax", "pop rax", "add [rbx], rax", "ret", "inc (%rax)", "call farther",
    "jmp    QWORD PTR [rax]", "call   WORD PTR [rax]", "jmp\t*(%rax)",
  ])
  func operands(instruction: String) throws {
    let found = try codes(cpl: 3, instruction: instruction, symbol: "cea.gdt+0x10", [(.read, privateData, 8)])
    #expect(found == [0x5])
  }

  /// Where the instruction is not recorded, or its text does not say what it is, the symbol says it.
  @Test(
    arguments: ["cea.gdt+0x10", "cea.idt+0xe0", "cea.tss+0x4"],
    [nil, "jmp\t[rax]", "call\t[rax]", "(bad)", "ffffffff81400091 lsl    rcx,rax", "f30f03c8 lsl rcx,rax"])
  func descriptorTables(symbol: String, instruction: String?) throws {
    #expect(try codes(cpl: 3, instruction: instruction, symbol: symbol, [(.read, privateData, 8)]) == [nil])
    #expect(
      try codes(cpl: 3, instruction: instruction, symbol: "cea.entry_stack", [(.read, privateData, 8)]) == [0x5])
  }

  /// An access may cross into a page that denies it; the first page that does decides.
  @Test(
    arguments: [
      (0x50_0ff8, 8, nil), (0x50_0ff9, 8, 0x6), (0x50_0fff, 1, nil), (0x50_0fff, 2, 0x6),
      (0x4f_fff8, 16, 0x6),
      (0x50_0000, 4096, nil), (0x50_0000, 4097, 0x6),
    ] as [(UInt64, UInt32, UInt32?)])
  func pageBorders(address: UInt64, size: UInt32, code: UInt32?) throws {
    #expect(try codes(cpl: 3, cr3: SmallMachine.userCR3, [(.write, address, size)]) == [code])
  }

  /// The second page is read-only: a read passes, a write does not.
  @Test func aBorderBetweenRights() throws {
    let border = privateData + 0xffc
    #expect(try codes([(.read, border, 8), (.write, border, 8), (.write, border, 4)]) == [nil, 0x3, nil])
  }

  @Test func theOtherHalf() throws {
    var machine = try SmallMachine()
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3)
    machine.step(
      SmallMachine.entryText, cpl: 0, cr3: SmallMachine.kernelCR3, accesses: [(.read, privateData, 8)])
    let judge = machine.judge()
    let user = judge.verdict(at: 0).accesses[0]
    #expect(user.access == Access(.fetch, .user))
    #expect(user.size == nil)
    #expect(user.verdict == .ok)
    #expect(user.elsewhere.map(\.space.name) == ["K"])
    #expect(user.elsewhere.map { $0.check.fault?.errorCode.rawValue } == [0x15], "NX in the kernel half")
    #expect(user.faultsElsewhere)
    let kernel = judge.verdict(at: 1).accesses
    #expect(kernel.map(\.faultsElsewhere) == [false, true])
    #expect(kernel[1].elsewhere.map { $0.check.fault?.errorCode.rawValue } == [0x0])
    #expect(kernel[1].elsewhere.map { $0.check.fault?.deniedBy } == [Level.pt])
    #expect(judge.verdict(at: 0).fault == nil)
    #expect(judge.verdict(at: 0).fault == nil)
  }

  @Test func aFetchThatFaults() throws {
    var machine = try SmallMachine()
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.kernelCR3)
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3)
    let judge = machine.judge()
    #expect(judge.verdict(at: 0).fault?.check?.fault?.errorCode.rawValue == 0x15)
    #expect(judge.verdict(at: 1).fault == nil)
  }

  @Test func anAddressThatIsNotCanonical() throws {
    var machine = try SmallMachine()
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3)
    machine.step(
      SmallMachine.entryText, cpl: 0, cr3: SmallMachine.kernelCR3,
      accesses: [(.read, 0x8000_0000_0000, 8), (.read, 0x7fff_ffff_ffff, 8)])
    let verdict = machine.judge().verdict(at: 1)
    #expect(verdict.accesses[1].check == .notCanonical)
    #expect(verdict.accesses[1].verdict == .fault)
    #expect(verdict.fault?.address == VirtualAddress(0x8000_0000_0000))
  }

  /// The last byte of the address space, and an access that wraps round: never a trap.
  @Test func theTopOfTheAddressSpace() throws {
    #expect(try codes([(.read, .max, 1)]) == [0x0])
    #expect(try codes([(.read, .max, 8)]) == [0x0])
    #expect(try codes([(.read, privateData, .max)]) == [0x0])
  }

  @Test func withoutTablesNobodyCanTell() throws {
    var machine = try SmallMachine()
    machine.step(
      SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3, accesses: [(.read, userData, 8)])
    machine.step(SmallMachine.entryText, cpl: 0, cr3: SmallMachine.kernelCR3)
    let judge = machine.judge(hasTables: false)
    let verdict = judge.verdict(at: 0)
    #expect(verdict.accesses.map(\.verdict) == [nil, nil])
    #expect(verdict.accesses.allSatisfy { $0.elsewhere.isEmpty && $0.check == nil })
    #expect(verdict.isIncomplete)
    #expect(verdict.leaks[.meltdown] == nil)
    #expect(!verdict.leaks.isLeak)
  }

  /// Tables that the memory does not hold: neither ok nor fault.
  @Test func aMissingTable() throws {
    var steps = StepTable(hasAccesses: false)
    let site = steps.add(StepTable.Site(rip: VirtualAddress(0x1000), symbol: "f", instruction: nil))
    let cr3 = steps.add(CR3(0x9000))
    steps.append(number: 0, site: site, cpl: 0, cr3: cr3, stackPointer: 0, note: nil)
    let start = Machine(
      controls: .linux(cr3: CR3(0x9000)), cpl: 0, rip: VirtualAddress(0x1000), memory: SparseMemory())
    let judge = Judge(Timeline(Recording(name: "", start: start, hasTables: true, steps: steps)))
    #expect(judge.verdict(at: 0).accesses.map(\.check) == [.unknown(.pml4)])
    #expect(judge.verdict(at: 0).isIncomplete)
    #expect(judge.verdict(at: 0).fault == nil)
  }
}
