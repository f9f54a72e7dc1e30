import Bytes
import Diagnostics
import Isolation
import Reports
import Scenarios
import SectionCheck
import Testing

/// Baselines: what is written, that it is read again, and what is new beside it.
struct BaselineReportTests {
  private static func text(_ report: ObjectReport) -> String { ByteSink.text { report.writeBaseline(to: &$0) } }

  private static func read(_ text: String) throws(ParseError) -> Baseline {
    try BaselineFile.read(FileBytes(name: "known.txt", Array(text.utf8)))
  }

  /// Sorted by rule and by what refers; the same finding twice is one line.
  private static let known = """
    # Findings of cr3scope check that are known: rule, from, section, to, section, how many.
    ADDR\tfoo\t.text..exposed\tsecret\t.data\t1
    CALL\tfoo\t.text..exposed\twork\t.text\t1
    DATA\tfoo\t.text..exposed\tsecret\t.data\t2
    INDIRECT\tfoo\t.text..exposed\ttable\t.rodata\t1
    PTR\ttable\t.rodata\twork\t.text\t1
    UNDEF\tfoo\t.text..exposed\telsewhere\t\t1

    """

  @Test func exactText() throws {
    #expect(Self.text(try CheckedObject.report()) == Self.known)
  }

  /// What is known or not shown is written too, so that a baseline can be written again.
  @Test func everythingIsWritten() throws {
    let baseline = try Self.read(Self.known)
    #expect(Self.text(try CheckedObject.report(baseline: baseline, least: .error)) == Self.known)
  }

  @Test func whatIsWrittenIsRead() throws {
    let report = try CheckedObject.report()
    #expect(try Self.read(Self.text(report)) == Baseline(of: report.findings))
    #expect(try CheckedObject.report(baseline: Self.read(Self.known)).findings.isEmpty)
  }

  /// Of two that say the same the later one is new.
  @Test func oneMoreThanBefore() throws {
    let baseline = try Self.read(Self.known.replacing("secret\t.data\t2", with: "secret\t.data\t1"))
    let report = try CheckedObject.report(baseline: baseline)
    #expect(report.findings.map(\.from.place) == ["foo+0x1f"])
    #expect(
      ByteSink.text { report.writeText(to: &$0) } == """
        a.o: error: foo+0x1f: reference to private secret (.data) from exposed text (.text..exposed) [DATA]
        1 error, 0 warnings, 0 notes
        not counted: 6 known from the baseline

        """)
    #expect(report.count(.error) == 1 && report.count(.warning) == 0)
  }

  /// More than there are, and others, do no harm.
  @Test func whatIsGone() throws {
    let baseline = try Self.read("DATA\tfoo\t.text..exposed\tsecret\t.data\t9\nCALL\tbar\t.a\tbaz\t.b\t1\n")
    let report = try CheckedObject.report(baseline: baseline)
    #expect(report.findings.map(\.id) == [.pointer, .call, .address, .indirect, .undefined])
  }

  @Test func twoFilesShareABaseline() throws {
    let check = ObjectCheck(try CheckedObject.set("a.o", "b.o"), policy: .standard)
    let baseline = try Self.read(Self.known)
    let report = ObjectReport(check, baseline: baseline)
    #expect(report.findings.count == 7 && report.findings.allSatisfy { $0.file == "b.o" })
    #expect(ByteSink.text { ObjectReport(check).writeBaseline(to: &$0) }.contains("secret\t.data\t4\n"))
  }
}
