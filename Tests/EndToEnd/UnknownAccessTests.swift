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
