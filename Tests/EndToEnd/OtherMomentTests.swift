import TestSupport
import Testing

/// A core that was made at another moment than the row it stands for: its EFLAGS are not used, which steps says.
@Suite struct OtherMomentTests {
  /// The README of the captures: pcid/start.elf is of CPL 0, the first row of CPL 3.
  @Test(arguments: ["text", "json"]) func steps(format: String) throws {
    let result = try Program.run("steps", "pcid/pagefault.csv", "--format", format, in: sample("captures"))
    let lines = result.complaints.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("cr3scope: note: pcid/start.elf is of another moment than the first row: ") == true)
    #expect(
      lines.last?.hasPrefix("cr3scope: note: pcid/pagefault-end.elf is of another moment than the last row: ") == true)
    #expect(result.status == 0)
  }
}
