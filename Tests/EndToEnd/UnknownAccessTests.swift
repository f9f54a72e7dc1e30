import Foundation
import TestSupport
import Testing

/// Logs whose accesses are not recorded, or lead where a table is missing: no reason for a flip and no count of faults
/// is stated as certain.
@Suite struct UnknownAccessTests {
  /// A recorded syscall with its cores, in which rows have their first five columns only.
  private static func withoutAccesses() throws -> Scratch {
    let scratch = try Scratch()
    let folder = sample("captures/pti")
    let rows = try String(contentsOfFile: folder + "/getpid.csv", encoding: .utf8).split(separator: "\n")
    let short = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).prefix(5).joined(separator: ",") }
    try scratch.write(short.joined(separator: "\n") + "\n", to: "five.csv")
    for end in ["start.elf", "end.elf"] {
      try FileManager.default.copyItem(atPath: "\(folder)/getpid.\(end)", toPath: "\(scratch.path)/five.\(end)")
    }
    return scratch
  }

  /// The user half lacks the table of the kernel's addresses from 0xffffffff80000000 on; the first read is there, and the
  /// others are of a user page that both halves map, and of a page that only the kernel half maps.
  private static func withoutTable() throws -> Scratch {
    let scratch = try Scratch()
    let tables: [(UInt64, [Int: UInt64])] = [
      (0x10000, [0: 0x30007, 273: 0x40003, 511: 0x20003]), (0x11000, [0: 0x30007, 511: 0x28003]),
      (0x20000, [510: 0x21003]), (0x21000, [8: 0x100_0183, 9: 0x120_0083]), (0x28000, [510: 0x29003]),
      (0x30000, [0: 0x31007]), (0x31000, [2: 0x32007]), (0x32000, [0: 0x5007]), (0x40000, [0: 0x83]),
    ]
    // CR4 without SMEP and SMAP: what the kernel may do to a user page does not depend on EFLAGS.AC.
    let note = ELFWriter.qemuNote(rip: 0xffff_ffff_8100_0000, cs: 0x10, cr3: 0x11000, cr4: 0x6b0)
    let pieces =
      [ELFWriter.Piece(kind: 4, bytes: note)] + tables.map { .init(physical: $0.0, bytes: ELFWriter.table($0.1)) }
    try Data(ELFWriter(pieces).file).write(to: URL(fileURLWithPath: scratch.path + "/t.start.elf"))
    try scratch.write(
      """
      step,rip,symbol,cpl,cr3,rsp,insn,accesses,note
      0,0xffffffff81000000,entry,0,0x11000,0x0,endbr64,,
      1,0xffffffff81000004,entry+0x4,0,0x11000,0x0,"mov cr3, rax",,
      2,0xffffffff81000007,entry+0x7,0,0x10000,0x0,"mov rax, qword ptr [rdi]",R:0xffffffff81200000:8:secret,
      3,0xffffffff8100000a,entry+0xa,0,0x10000,0x0,"mov rax, qword ptr [rdi]",R:0x400000:8:shared,
      4,0xffffffff8100000d,entry+0xd,0,0x10000,0x0,"mov rax, qword ptr [rdi]",R:0xffff888000000000:8:private,

      """, to: "t.csv")
    return scratch
  }

  /// The explorer's lines that begin with these words, at the first flip.
  private static func lines(_ log: String, in scratch: Scratch) throws -> [String] {
    try scratch.write("# T\n\nopen \(log)\n\nnext flip\n", to: "t.tour")
    let played = try Program.run("replay", "t.tour", "--format", "text", "--size", "120x36", in: scratch.path)
    #expect(played.status == 0, "\(played.complaints)")
    return played.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
      $0.hasPrefix("WHY ") || $0.hasPrefix("THEN ")
    }
  }

  @Test func noColumn() throws {
    let words = "unknown: the log has no column \"accesses\""
    #expect(try Self.lines("five.csv", in: Self.withoutAccesses()) == ["WHY   \(words)", "THEN  \(words)"])
  }

  /// Without a core nobody knows CR4: whether a write of CR3 flushes depends on CR4.PCIDE. Intel SDM vol. 3A, section
  /// 4.10.4.1.
  @Test func noCores() throws {
    let scratch = try Self.withoutAccesses()
    try scratch.write("open five.csv\nnext flip\nexpect flushes 1\n", to: "t.tour")
    for end in ["start.elf", "end.elf"] {
      try FileManager.default.removeItem(atPath: "\(scratch.path)/five.\(end)")
    }
    let played = try Program.run("replay", "--check", "t.tour", in: scratch.path)
    #expect(played.status == 1 && played.complaints.contains("expected flushes 1, found nothing: it is not known here"))
    let text = try Program.run("replay", "--format", "text", "t.tour", in: scratch.path).output
    #expect(!text.contains("no PCID") && !text.contains("flushes the TLB"))
    let compared = try Program.run("compare", "five.csv", in: scratch.path)
    #expect(compared.output.contains("CR4 is not in the input: PCIDs are taken as off, SMEP and SMAP as on"))
  }

  /// A core of the last row with other control registers: those of the first one count, which is said.
  @Test(arguments: [(UInt64(0x6b0), false), (0x20_06b0, true)])
  func lastCore(cr4: UInt64, isOther: Bool) throws {
    let scratch = try Self.withoutTable()
    let note = ELFWriter.qemuNote(rip: 0xffff_ffff_8100_000d, cs: 0x10, cr3: 0x10000, cr4: cr4)
    let file = ELFWriter([.init(kind: 4, bytes: note), .init(physical: 0x10000, bytes: ELFWriter.table([0: 0x30007]))])
    try Data(file.file).write(to: URL(fileURLWithPath: scratch.path + "/t.end.elf"))
    let steps = try Program.run("steps", "t.csv", in: scratch.path)
    let words =
      "t.end.elf has CR4 0x2006b0, the core of the first row 0x6b0: all rows are judged with the latter"
    #expect(steps.complaints.contains(words) == isOther, "\(steps.complaints)")
  }

  @Test func noTable() throws {
    let scratch = try Self.withoutTable()
    let lines = try Self.lines("t.csv", in: scratch)
    #expect(
      lines == [
        "WHY   perhaps step 2 runs entry+0x7: unknown in U",
        "THEN  1 of 3 accesses until the next flip fault in U; 1 does not; 1 unknown (o o o)",
      ])
    let steps = try Program.run("steps", "t.csv", in: scratch.path)
    let marks = steps.output.split(separator: "\n").map { line in
      line.contains("[U: unknown]") ? "unknown" : line.contains("[U: #PF") ? "fault" : "none"
    }
    // The heading, the flip, then the three reads, of which the second is allowed in U and is not marked.
    #expect(marks.suffix(3) == ["unknown", "none", "fault"], "\(steps.output)")
  }

  /// Whoever compares a closure with such a log is told that its accesses are not compared.
  @Test func against() throws {
    let scratch = try Self.withoutAccesses()
    var object = ObjectWriter()
    let text = object.addSection(".text..exposed", [.allocated, .execute], [0xc3])
    object.addSymbol("do_syscall_64", .function, in: text, size: 1, isGlobal: true)
    try Data(object.image().bytes).write(to: URL(fileURLWithPath: scratch.path + "/a.o"))
    for (log, complaint) in [
      ("five.csv", "cr3scope: warning: five.csv: it has no column \"accesses\": only calls are compared\n"),
      ("'\(sample("captures/pti/getpid.csv"))'", ""),
    ] {
      let asked = try Program.shell("\"$P\" check a.o --closure do_syscall_64 --against \(log)", in: scratch.path)
      #expect(asked.status != 2 && asked.complaints == complaint)
    }
  }

  /// Each kernel entry of a log would be assembled: more of them than Linux can have are refused at once.
  @Test(arguments: [(4096, 0), (4097, 2)]) func compare(entries: Int, status: Int32) throws {
    let scratch = try Scratch()
    let rows = (0..<entries).flatMap { entry in
      [
        "\(2 * entry),0x401000,user,3,0x1000,0x0,syscall,,syscall x\(entry)",
        "\(2 * entry + 1),0xffffffff81000000,entry_SYSCALL_64,0,0x1000,0x0,sysretq,,",
      ]
    }
    try scratch.write(
      "step,rip,symbol,cpl,cr3,rsp,insn,accesses,note\n" + rows.joined(separator: "\n") + "\n", to: "many.csv")
    let compared = try Program.run("compare", "many.csv", "--design", "nopti", in: scratch.path)
    #expect(compared.status == status)
    #expect(
      compared.complaints.contains("kernel entries of different names or more; expected at most 4096") == (status == 2),
      "\(compared.complaints.prefix(300))")
  }
}
