import Bytes
import Diagnostics
import ELF
import Foundation
import Isolation
import Reports
import SectionCheck
import TestSupport
import Testing

/// The findings of object files as text and as JSON: exact.
struct ObjectReportTests {
  private static func text(_ report: ObjectReport) -> String { ByteSink.text { report.writeText(to: &$0) } }

  @Test func text() throws {
    #expect(
      Self.text(try CheckedObject.report()) == """
        a.o: note: table+0x0: exposed data (.rodata) holds a pointer to private work (.text) [PTR]
        a.o: error: foo+0x1: call to work() leaves exposed text (.text..exposed -> .text) [CALL]
        a.o: error: foo+0x7: reference to private secret (.data) from exposed text (.text..exposed) [DATA]
        a.o: warning: foo+0xe: address of private secret (.data) taken in exposed text (.text..exposed) [ADDR]
        a.o: warning: foo+0x14: indirect call {dynamic} through table may leave exposed text (.text..exposed) [INDIRECT]
        a.o: note: foo+0x19: reference to undefined elsewhere from .text..exposed [UNDEF]
        a.o: error: foo+0x1f: reference to private secret (.data) from exposed text (.text..exposed) [DATA]
        3 errors, 2 warnings, 2 notes

        """)
  }

  @Test(arguments: [(Severity.warning, 5), (.error, 3)])
  func lessIsShownAndAllIsCounted(least: Severity, lines: Int) throws {
    let text = Self.text(try CheckedObject.report(least: least))
    #expect(text.split(separator: "\n").count == lines + 1)
    #expect(text.hasSuffix("\n3 errors, 2 warnings, 2 notes\n"))
  }

  /// 100,000 findings are listed; how many more there are is said in text, JSON and SARIF. CALL of a private function.
  @Test(
    arguments: [(100_000, nil), (100_001, "1 more finding is not listed"), (100_002, "2 more findings are not listed")]
      as [(Int, String?)])
  func veryMany(count: Int, words: String?) throws {
    var object = ObjectWriter()
    let code = [UInt8]((0..<count).flatMap { _ in [0xe8, 0, 0, 0, 0] as [UInt8] }) + [0xc3]
    let exposed = object.addSection(".text..exposed", [.allocated, .execute], code)
    let text = object.addSection(".text", [.allocated, .execute], [0xc3])
    object.addSymbol("foo", .function, in: exposed, size: UInt64(code.count), isGlobal: true)
    let work = object.addSymbol("work", .function, in: text, size: 1, isGlobal: true)
    for number in 0..<count {
      object.addRelocation(in: exposed, offset: UInt64(5 * number + 1), .plt32, work, addend: -4)
    }
    let set = ObjectSet(try ObjectFile.files(in: FileBytes(name: "a.o", object.bytes())), policy: .standard)
    let report = ObjectReport(ObjectCheck(set, policy: .standard))
    let lines = Self.text(report).split(separator: "\n")
    #expect(lines.count == 100_000 + (words == nil ? 1 : 2) && lines.last == "\(count) errors, 0 warnings, 0 notes")
    #expect(words == nil || lines[100_000] == words ?? "")
    let json = ByteSink.text { report.writeJSON(to: &$0) }
    #expect(
      words.map { json.contains(",\n\"not_listed\":\"\($0)\",\n\"errors\":\(count),") } ?? !json.contains("not_listed"))
    let sarif = ByteSink.text { report.writeSARIF(version: "1.0", to: &$0) }
    #expect(sarif.contains("\"executionSuccessful\":\(words == nil)") && words.map { sarif.contains($0) } ?? true)
  }

  @Test func nothing() throws {
    let policy = SectionPolicy(rules: [.init("*", .meta)], text: .public, exposures: [:], entries: [], aliases: [:])
    let report = try CheckedObject.report(policy: policy)
    #expect(Self.text(report) == "0 errors, 0 warnings, 0 notes\n")
    #expect(
      ByteSink.text { report.writeJSON(to: &$0) } == """
        {"findings":[],
        "errors":0,"warnings":0,"notes":0,"known":0,"suppressed":0,"allowed":0}

        """)
  }

  @Test func whatIsNotCounted() throws {
    var policy = SectionPolicy.standard
    policy.allowances = [.init(from: "foo", to: ".data", reason: "known")]
    let all = try CheckedObject.report(policy: policy)
    #expect(Self.text(all).hasSuffix("\n1 error, 1 warning, 2 notes\nnot counted: 3 allowed by the policy\n"))
    let known = try CheckedObject.report(baseline: Baseline(of: all.findings), policy: policy)
    #expect(
      Self.text(known) == """
        0 errors, 0 warnings, 0 notes
        not counted: 4 known from the baseline, 3 allowed by the policy

        """)
  }

  @Test func json() throws {
    let report = try CheckedObject.report(least: .error)
    #expect(
      ByteSink.text { report.writeJSON(to: &$0) } == """
        {"findings":[
        {"file":"a.o","id":"CALL","severity":"error","from":{"symbol":"foo","offset":1,"section":".text..exposed"},"to":{"symbol":"work","offset":0,"section":".text"},"relocation":"R_X86_64_PLT32","origin":"itself","file_offset":65,"message":"call to work() leaves exposed text (.text..exposed -> .text)"},
        {"file":"a.o","id":"DATA","severity":"error","from":{"symbol":"foo","offset":7,"section":".text..exposed"},"to":{"symbol":"secret","offset":0,"section":".data"},"relocation":"R_X86_64_PC32","origin":"itself","file_offset":71,"message":"reference to private secret (.data) from exposed text (.text..exposed)"},
        {"file":"a.o","id":"DATA","severity":"error","from":{"symbol":"foo","offset":31,"section":".text..exposed"},"to":{"symbol":"secret","offset":0,"section":".data"},"relocation":"R_X86_64_PC32","origin":"itself","file_offset":95,"message":"reference to private secret (.data) from exposed text (.text..exposed)"}
        ],
        "errors":3,"warnings":2,"notes":2,"known":0,"suppressed":0,"allowed":0}

        """)
  }

  /// The fields that product.md promises.
  @Test func jsonIsWellFormed() throws {
    let report = try CheckedObject.report("\u{fc} \"a\".o")
    let bytes = ByteSink.collect { report.writeJSON(to: &$0) }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(findings.count == 7)
    for finding in findings {
      #expect(finding["file"] as? String == "\u{fc} \"a\".o")
      let from = try #require(finding["from"] as? [String: Any])
      #expect(from["symbol"] is String && from["offset"] is Int && from["section"] is String)
      let to = try #require(finding["to"] as? [String: Any])
      #expect(to["symbol"] is String)
      let isUndefined = finding["id"] as? String == "UNDEF"
      #expect(isUndefined ? to["section"] is NSNull : to["section"] is String)
      #expect((finding["relocation"] as? String)?.hasPrefix("R_X86_64_") == true)
    }
    #expect(["errors", "warnings", "notes"].map { object[$0] as? Int } == [3, 2, 2])
  }
}
