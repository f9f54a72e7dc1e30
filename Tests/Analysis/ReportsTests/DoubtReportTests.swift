import Diagnostics
import Isolation
import PageTables
import Reports
import Testing

/// What a walk says where nobody can tell whether the access is done.
@Suite struct DoubtReportTests {
  private static func report(_ change: (inout Controls) -> Void) -> WalkReport {
    var memory = SparseMemory()
    for frame: UInt64 in 1...4 { memory.write((frame + 1) << 12 | 7, at: PhysicalAddress(frame << 12)) }
    var controls = Controls.linux(cr3: CR3(0x1000))
    change(&controls)
    return WalkReport(
      space: Space(name: "K", letter: .private, cr3: CR3(0x1000)),
      walk: Walker(memory: memory, controls: controls).walk(VirtualAddress(0)), access: Access(.read, cpl: 0),
      controls: controls, notices: [Notice(.warning, "w")])
  }

  @Test(
    arguments: [
      (
        0x6000_0010, 0x30_06f0, [],
        "UNKNOWN supervisor read: CR0.PE=0: this CPU was in real mode or never started: no tables",
        "UNKNOWN supervisor read: CR0.PE=0: no paging"
      ),
      (
        0x11, 0x30_06f0, [], "UNKNOWN supervisor read: CR0.PG=0: this CPU had paging off, and used no tables",
        "UNKNOWN supervisor read: CR0.PG=0: no paging"
      ),
      (
        0x8005_0033, 0x30_06d0, [], "UNKNOWN supervisor read: CR4.PAE=0: this CPU used 32-bit paging, not these tables",
        "UNKNOWN supervisor read: CR4.PAE=0: 32-bit paging"
      ),
      (
        0x8005_0033, 0x30_06f0, .cr4, "UNKNOWN supervisor read: a user page, and CR4.SMAP is not in the input",
        "UNKNOWN supervisor read: CR4.SMAP is not in the input"
      ),
      (
        0x8005_0033, 0x30_06f0, .flags,
        "UNKNOWN supervisor read: a user page, CR4.SMAP=1, and EFLAGS.AC of this moment is not in the input",
        "UNKNOWN supervisor read: EFLAGS.AC of this moment is not in the input"
      ),
    ] as [(UInt64, UInt64, Controls.Unknown, String, String)])
  func sentences(cr0: UInt64, cr4: UInt64, unknown: Controls.Unknown, full: String, short: String) {
    let report = Self.report { ($0.cr0, $0.cr4, $0.unknown) = (cr0, cr4, unknown) }
    #expect(report.sentence.full == full)
    #expect(report.sentence.short == short)
    let text = ByteSink.text { report.writeText(to: &$0) }
    #expect(text.hasSuffix("\(full)\nwarning: w\n"))
    #expect(!text.contains("OK"))
    let json = ByteSink.text { report.writeJSON(to: &$0) }
    #expect(json.contains("\"outcome\":\"mapped\""))
    #expect(json.contains("\"denied_by\":null,\"error_code\":null,\"verdict\":\"unknown\""))
    #expect(json.hasSuffix("\"notices\":[\n{\"severity\":\"warning\",\"message\":\"w\"}\n]}\n"))
  }

  /// Where nobody knows whether the tables were used, nobody knows what leaks through them.
  @Test func unknownLeaks() {
    var memory = SparseMemory()
    memory.write(0x2003, at: PhysicalAddress(0x1000))
    var controls = Controls.linux(cr3: CR3(0x1000))
    controls.cr0 = 0x11
    let report = WalkReport(
      space: Space(name: "K", letter: .private, cr3: CR3(0x1000)),
      walk: Walker(memory: memory, controls: controls).walk(VirtualAddress(0)), access: Access(.read, cpl: 3),
      controls: controls, leaks: nil)
    #expect(ByteSink.text { report.writeText(to: &$0) }.hasSuffix("\nLEAK   unknown\n"))
    #expect(ByteSink.text { report.writeJSON(to: &$0) }.hasSuffix(",\"leaks\":null}\n"))
  }
}
