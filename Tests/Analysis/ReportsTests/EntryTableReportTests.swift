import Bytes
import Diagnostics
import Reports
import ScenarioModel
import Scenarios
import Testing

/// A table of entries: its exact text, and that a scenario can include it.
struct EntryTableReportTests {
  private static let table = EntryTable(
    source: "vmlinux.o",
    lines: [
      .init(name: "getpid", kind: .syscall, function: "__x64_sys_getpid", marking: .exposed, reason: ""),
      .init(
        name: "timer", kind: .interrupt, function: "sysvec_apic_timer_interrupt", marking: .private,
        reason: "hrtimer_interrupt: reads \"hrtimer_bases\" (.data..percpu), # 1"),
      .init(name: "#PF", kind: .exception, function: "exc_page_fault", marking: .derived, reason: "a, {b}"),
      .init(name: "mmap", kind: .syscall, function: "__x64_sys_mmap", marking: .private, reason: "mm"),
    ])

  private static func text(_ table: EntryTable) -> String {
    ByteSink.text { EntryTableReport(table).writeText(to: &$0) }
  }

  private static func scenario(including table: EntryTable) throws(ParseError) -> Scenario {
    let bytes = FileBytes(name: "x.yaml", Array("include: t.yaml\nevents: []".utf8))
    return try ScenarioFile.read(bytes, name: "x") { _ throws(ParseError) in
      FileBytes(name: "t.yaml", Array(text(table).utf8))
    }
  }

  @Test func exactText() {
    #expect(
      Self.text(Self.table) == #"""
        # The kernel entries of vmlinux.o: 1 of 4 exposed.
        # For a scenario beside this file: "include:" and its name; samples/README.md says what that does.
        # What is reached only through pointers is not counted.
        entries:
          - {name: getpid, kind: syscall, function: __x64_sys_getpid, marking: exposed}
          - {name: timer, kind: interrupt, function: sysvec_apic_timer_interrupt, marking: private, reason: "hrtimer_interrupt: reads \"hrtimer_bases\" (.data..percpu), # 1"}
          - {name: "#PF", kind: exception, function: exc_page_fault, marking: derived, reason: "a, {b}"}
          - {name: mmap, kind: syscall, function: __x64_sys_mmap, marking: private, reason: mm}

        """#)
    #expect(Self.text(EntryTable(source: "a", lines: [])).hasSuffix("counted.\nentries: []\n"))
  }

  @Test func aScenarioIncludesIt() throws {
    let scenario = try Self.scenario(including: Self.table)
    #expect(scenario.entry("getpid", .syscall)?.marking == .exposed)
    #expect(scenario.entry("timer", .interrupt)?.marking == .private)
    #expect(scenario.entry("timer", .interrupt)?.reason == Self.table.lines[1].reason)
    #expect(scenario.entry("page-fault", .exception)?.reason == "a, {b}")
    #expect(scenario.notices.map(\.message) == ["t.yaml: 1 of 4 entries are not of this kernel"])
    #expect(try Self.scenario(including: EntryTable(source: "a", lines: [])).notices.isEmpty)
  }

  /// A reason can be longer than what YAML takes for a key, and a kernel has more entries than a scenario may add.
  @Test func aLongTable() throws {
    let reason = Array(repeating: "word", count: 1000).joined(separator: " ")
    let lines = (0..<500).map {
      EntryTable.Line(name: "e\($0)", kind: .syscall, function: "f\($0)", marking: .private, reason: reason)
    }
    let scenario = try Self.scenario(including: EntryTable(source: "a", lines: lines + [Self.table.lines[0]]))
    #expect(scenario.notices.map(\.message) == ["t.yaml: 500 of 501 entries are not of this kernel"])
  }
}
