import Bytes
import Captures
import Diagnostics
import Testing

/// Where the notes AC=1 of a log contradict its instructions. What changes EFLAGS.AC: Intel SDM vol. 2, STAC, CLAC, POPF,
/// IRET, SYSCALL and SYSRET; a delivery leaves it as it is, vol. 3A, section 6.12.1.3.
@Suite struct StepLogFlagTests {
  /// The warnings about rows of a CPL, an instruction and a note, with step numbers from 0 on.
  private static func warnings(_ rows: [(Int, String, String)]) throws -> [String] {
    let lines = rows.enumerated().map { index, row in
      "\(index),0x1\(index),a,\(row.0),0x1000,,\(row.1),,\"\(row.2)\"\n"
    }
    let text = StepLogErrorTests.header + lines.joined()
    return try StepLogReader.read(FileBytes(name: "t.csv", Array(text.utf8))).notices.map(\.message)
  }

  /// A row and the one behind it; the first row of all has the flag, so that the log is one with such notes.
  @Test(arguments: [
    ("0,clac,AC=1", "0,nop,", nil),
    ("0,clac,AC=1", "0,nop,AC=1", "'clac' clears EFLAGS.AC; the next row has the note \"AC=1\""),
    ("0,stac,", "0,nop,AC=1", nil),
    ("0,stac,", "0,nop,", "'stac' sets EFLAGS.AC; the next row has no note \"AC=1\", as others have"),
    ("0,nop,", "0,nop,AC=1", "EFLAGS.AC changes behind 'nop', which does not write it"),
    ("0,nop,AC=1", "0,nop,", "EFLAGS.AC changes behind 'nop', which does not write it"),
    ("0,popfq,AC=1", "0,nop,", nil), ("0,iretq,AC=1", "0,nop,", nil), ("0,sysretq,", "3,nop,AC=1", nil),
    ("3,syscall,AC=1", "0,nop,", nil), ("0,vmresume,AC=1", "0,nop,", nil), ("0,(bad),AC=1", "0,nop,", nil),
    ("0,,AC=1", "0,nop,", nil), ("0,stac,not executed here", "0,nop,", nil),
    ("0,clac,AC=1;this insn faults", "0,nop,AC=1", nil), ("3,nop,AC=1", "0,nop,AC=1; delivery vec 32", nil),
    ("3,nop,AC=1", "0,nop,delivery vec 32", nil),
  ])
  func flag(first: String, second: String, words: String?) throws {
    func row(_ text: String) -> (Int, String, String) {
      let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return (Int(fields[0]) ?? 0, fields[1], fields[2])
    }
    let noted = [(0, "iretq", "AC=1")]
    #expect(
      try Self.warnings(noted + [row(first), row(second)])
        == (words.map { ["t.csv:3: \($0): rows are missing, or are of several CPUs"] } ?? []))
  }

  /// A log without such notes leaves the flag to its instructions.
  @Test func noNotes() throws {
    #expect(try Self.warnings([(0, "stac", ""), (0, "nop", ""), (0, "clac", "")]) == [])
  }
}
