import Bytes
import Captures
import Diagnostics
import Foundation
import Testing

/// What rows say against each other, and notes that look like those that count. Which these are is in README.md.
@Suite struct StepLogDoubtTests {
  /// The warnings about rows of a step number, a CR3 value and a note.
  private static func warnings(_ rows: [(Int, UInt64, String)]) throws -> [String] {
    let lines = rows.map { number, cr3, note in "\(number),0x10,a,0,0x\(String(cr3, radix: 16)),,nop,,\"\(note)\"\n" }
    let text = StepLogErrorTests.header + lines.joined()
    let notices = try StepLogReader.read(FileBytes(name: "t.csv", Array(text.utf8))).notices
    #expect(notices.allSatisfy { $0.severity == .warning })
    return notices.map(\.message)
  }

  @Test(
    arguments: [
      ("this insn fault", "\"this insn faults\""), ("This insn faults", "\"this insn faults\""),
      ("delivery vec 300", "\"delivery vec N\" with N from 0 to 255"),
      ("delivery vec", "\"delivery vec N\" with N from 0 to 255"),
      ("delivery vec 0x2", "\"delivery vec N\" with N from 0 to 255"), ("AC=2", "\"AC=1\""), ("ac=1", "\"AC=1\""),
      ("not executed", "\"not executed here\""), ("Last row", "\"last row\""),
      ("cr3 write value 4096", "\"cr3 write value 0xN\""), ("cr3 write value 0xg", "\"cr3 write value 0xN\""),
      ("delivery", "\"delivery vec N\" with N from 0 to 255"),
      ("delivery 14", "\"delivery vec N\" with N from 0 to 255"),
      ("this insn faults later", "\"this insn faults\""), ("this insn faults, AC=1", "\"this insn faults\""),
      ("not executed here?", "\"not executed here\""), ("AC = 1", "\"AC=1\""),
    ])
  func misspelledNotes(note: String, expected: String) throws {
    let words = "the note \"\(note)\" is not understood; expected \(expected)"
    #expect(try Self.warnings([(0, 0x1000, ""), (1, 0x1000, note)]) == ["t.csv:3: \(words)"])
    #expect(
      try Self.warnings([(0, 0x1000, "x; \(note)"), (1, 0x1000, ""), (2, 0x1000, note)])
        == ["t.csv:2: \(words) (and 1 more row)"])
  }

  /// MOV to CR0 and CR4 and LMSW, in Intel's writing and in AT&T's; a read is none.
  @Test(
    arguments: [
      ("mov cr0, rax", "CR0"), ("mov %rax,%cr4", "CR4"), ("lmsw ax", "CR0"), ("mov rax, cr0", nil),
      ("mov cr8, rax", nil), ("mov    cr0,rax", "CR0"), ("mov\tcr4, rax", "CR4"), ("mov  cr4,rax", "CR4"),
      ("mov %rax,%cr0 ", "CR0"), ("movq\t%rax, %cr0", "CR0"), ("mov %rax, %cr4 # x", "CR4"), ("mov    rax,cr0", nil),
      ("mov    %cr4,%rax", nil), ("rex.W mov %rax,%cr0", "CR0"), ("lmsw   %ax", "CR0"),
    ] as [(String, String?)])
  func registers(instruction: String, register: String?) throws {
    let rows = [instruction, "nop"].enumerated().map { "\($0.offset),0x10,a,0,0x1000,,\"\($0.element)\",,\n" }
    let log = FileBytes(name: "t.csv", Array((StepLogErrorTests.header + rows.joined()).utf8))
    let words = "is written, and the value is not recorded: rows behind it are judged with the first one's"
    #expect(try StepLogReader.read(log).notices.map(\.message) == (register.map { ["t.csv:2: \($0) \(words)"] } ?? []))
  }

  /// CR3 changes behind a MOV to it, in whatever way that is written, and not behind others.
  @Test(
    arguments: [
      ("mov cr3, rax", true), ("mov    cr3,rax", true), ("mov\tcr3, rax", true), ("mov    %rax,%cr3", true),
      ("movq\t%rax, %cr3", true), ("mov %rax,%cr3 ", true), ("mov %rdi,%cr3 # x", true), ("mov    rax,rbx", false),
      ("nop", false),
    ])
  func changesOfCR3(instruction: String, isWrite: Bool) throws {
    let rows = "0,0x10,a,0,0x1000,,\"\(instruction)\",,\n1,0x14,a,0,0x2000,,nop,,\n"
    let log = FileBytes(name: "t.csv", Array((StepLogErrorTests.header + rows).utf8))
    #expect(try StepLogReader.read(log).notices.isEmpty == isWrite)
  }

  /// Notes are joined with "; ": another one in between is not seen.
  @Test(arguments: [
    ("delivery vec 14, AC=1", "AC=1"), ("delivery vec 14 ac=1", "AC=1"), ("syscall read, AC=1", "AC=1"),
    ("this insn faults: not executed here", "not executed here"), ("x, last row", "last row"),
  ])
  func joinedNotes(note: String, other: String) throws {
    let words = "the note \"\(note)\" holds another one, which does not count; expected \"; \" before \"\(other)\""
    #expect(try Self.warnings([(0, 0x1000, ""), (1, 0x1000, note)]) == ["t.csv:3: \(words)"])
  }

  @Test func bothStatesOfAC() throws {
    #expect(
      try Self.warnings([(0, 0x1000, "AC=1;AC=0")])
        == ["t.csv:2: the note \"AC=0\" is not understood; expected \"AC=1\""])
  }

  /// Other remarks are anybody's own.
  @Test(arguments: [
    "syscall read", "delivery vec 14 #PF", "delivery vec 255: x", "this insn faults (#PF)", "AC=1",
    "not executed here: later", "last", "acid", "Bochs prints the interrupted, not executed insn here",
  ])
  func otherRemarks(note: String) throws {
    let isOfAll = note == "AC=1"
    #expect(try Self.warnings([(0, 0x1000, note), (1, 0x1000, isOfAll ? note : "")]) == [])
  }

  /// Bit 63 says whether the TLB is kept, and is not read back. Intel SDM vol. 3A, section 4.10.4.1.
  @Test func writtenCR3() throws {
    let note = "cr3 write value 0x8000000000003000"
    #expect(try Self.warnings([(0, 0x1000, note), (1, 0x3000, "")]) == [])
    #expect(try Self.warnings([(0, 0x1000, note)]) == [], "the last row has no next one")
    #expect(try Self.warnings([(0, 0x1000, "\(note); this insn faults"), (1, 0x1000, "")]) == [])
    #expect(try Self.warnings([(0, 0x1000, "\(note); not executed here"), (1, 0x1000, "")]) == [])
    let words = "the note says that CR3 becomes 0x3000; the next row has 0x1000"
    #expect(try Self.warnings([(0, 0x1000, note), (1, 0x1000, "")]) == ["t.csv:2: \(words)"])
    #expect(
      try Self.warnings([(0, 0x1000, note), (1, 0x1000, note), (2, 0x1000, note), (3, 0x1000, "")])
        == ["t.csv:2: \(words) (and 2 more rows)"])
  }

  @Test func lastRowsAndJumps() throws {
    #expect(try Self.warnings([(5, 0x1000, ""), (6, 0x1000, "last row: next insn, not executed")]) == [])
    #expect(
      try Self.warnings([(0, 0x1000, "last row"), (1, 0x1000, ""), (9, 0x1000, ""), (10, 0x1000, ""), (12, 0x1000, "")])
        == [
          "t.csv:2: the note \"last row\" is not in the last row",
          "t.csv:4: the step is 9 after 1: rows are missing before it (and 1 more row)",
        ])
    #expect(
      try Self.warnings([(0, 0x1000, "cr3 write value 0x3000"), (2, 0x1000, "")])
        == ["t.csv:3: the step is 2 after 0: rows are missing before it"], "what the missing rows did nobody knows")
  }

  /// The recordings that ship contradict themselves nowhere.
  @Test func captures() throws {
    var count = 0
    for case let name as String in try #require(FileManager.default.enumerator(atPath: Samples.path(""))) {
      guard name.hasSuffix(".csv") else { continue }
      let bytes = try FileBytes.open(Samples.path(name))
      guard (try? InputKind.detect(bytes)) == .stepLog else { continue }
      #expect(try StepLogReader.read(bytes).notices == [], "\(name)")
      count += 1
    }
    #expect(count >= 12)
  }

  /// What no instruction does. Intel SDM vol. 3A, sections 2.5 and 5.8: CR3 is written by MOV at CPL 0, and CPL 3 is reached
  /// by returns. Of what is not recorded nothing is said.
  @Test(arguments: [
    ("0,0x1000,nop", "0,0x3000", "CR3 changes behind 'nop', which does not write it"),
    ("0,0x1000,vmovdqu ymm0, ymm1", "0,0x3000", "CR3 changes behind 'vmovdqu', which does not write it"),
    ("0,0x1000,mov rax, cr3", "0,0x3000", nil),
    ("0,0x1000,nop", "1,0x1000", "CPL becomes 1 behind 'nop', which is no return"),
    ("0,0x1000,call do_retry", "3,0x1000", "CPL becomes 3 behind 'call', which is no return"),
    ("0,0x1000,MOV CR3, RAX", "0,0x3000", nil), ("0,0x1000,mov %rax, %cr3", "0,0x3000", nil),
    ("0,0x1000,", "0,0x3000", nil), ("0,0x1000,vmlaunch", "0,0x3000", nil),
    ("3,0x1000,nop", "3,0x3000", "CR3 changes behind an instruction of CPL 3"),
    ("3,0x1000,", "0,0x3000", "CR3 changes behind an instruction of CPL 3"),
    ("0,0x1000,nop", "3,0x1000", "CPL becomes 3 behind 'nop', which is no return"),
    ("0,0x1000,iretq", "3,0x1000", nil), ("0,0x1000,rex64 sysret", "3,0x1000", nil), ("0,0x1000,", "3,0x1000", nil),
    ("3,0x1000,syscall", "3,0x1000", "'syscall' is followed by user code"), ("3,0x1000,syscall", "0,0x1000", nil),
    ("3,0x1000,nop", "0,0x1000", nil),
    ("0,0x1000,rex64 sysret", "0,0x1000", "CPL is 0 behind 'sysret', which returns to CPL 3"),
    ("0,0x1000,sysretq", "0,0x1000", "CPL is 0 behind 'sysretq', which returns to CPL 3"),
    ("0,0x1000,sysexit", "0,0x1000", "CPL is 0 behind 'sysexit', which returns to CPL 3"),
    ("0,0x1000,sysexit", "3,0x1000", nil), ("0,0x1000,iretq", "0,0x1000", nil),
  ])
  func whatNoInstructionDoes(first: String, second: String, words: String?) throws {
    func row(_ step: Int, _ text: String) -> String {
      let fields = text.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
      return "\(step),0x1\(step),a,\(fields[0]),\(fields[1]),\"\(fields.count > 2 ? fields[2] : "")\"\n"
    }
    let text = "step,rip,symbol,cpl,cr3,insn\n" + row(0, first) + row(1, second)
    let notices = try StepLogReader.read(FileBytes(name: "t.csv", Array(text.utf8))).notices
    #expect(
      notices.map(\.message) == (words.map { ["t.csv:2: \($0): rows are missing, or are of several CPUs"] } ?? []))
  }

  /// Bits 52 to 60 are reserved whatever the width of physical addresses is; 61 and 62 are those of LAM.
  /// Intel SDM vol. 3A, sections 2.5 and 4.1.4.
  @Test func bitsOfCR3() throws {
    #expect(
      try Self.warnings([(0, 0x1000_0000_0000_1000, "")])
        == ["t.csv:2: CR3 is 0x1000000000001000, with reserved bits that no processor has set"])
    let words = "and not modelled: answers are those without it"
    #expect(
      try Self.warnings([(0, 0x4000_0000_0000_1000, "")])
        == ["t.csv:2: linear-address masking (LAM) is on in CR3 0x4000000000001000 \(words)"])
    #expect(try Self.warnings([(0, 0x000f_ffff_ffff_f000, "")]) == [])
  }
}
