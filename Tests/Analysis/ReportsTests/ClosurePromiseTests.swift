import Bytes
import ELF
import Isolation
import Reports
import SectionCheck
import TestSupport
import Testing

/// No report promises anything where nobody can tell what lies.
struct ClosurePromiseTests {
  /// What "foo" of an object with this exposed code needs.
  private static func closure(_ code: [UInt8]) throws -> (ObjectSet, Closure) {
    var object = ObjectWriter()
    let text = object.addSection(".text..exposed", [.allocated, .execute], code)
    object.addSymbol("foo", .function, in: text, size: UInt64(code.count), isGlobal: true)
    let set = ObjectSet(try ObjectFile.files(in: FileBytes(name: "a.o", object.bytes())), policy: .standard)
    var finder = ClosureFinder(set, policy: .standard)
    return (set, finder.closure(of: "foo", at: try #require(set.places { $0 == "foo" }.first?.place)))
  }

  /// CALL of what is behind the section, and MOV RAX, GS:[0x28]: in text, JSON and SARIF.
  @Test(
    arguments: [
      (
        [0xe8, 0, 0x10, 0, 0, 0xc3], "place outside of its section",
        "1 operand leads out of its section: nobody can tell what lies there"
      ),
      (
        [0x65, 0x48, 0x8b, 0x04, 0x25, 0x28, 0, 0, 0, 0xc3], "number behind FS or GS",
        "1 operand is a number behind FS or GS: nobody can tell which variable that is"
      ),
    ] as [([UInt8], String, String)])
  func noPromise(code: [UInt8], reason: String, words: String) throws {
    let (set, closure) = try Self.closure(code)
    #expect(!closure.isExposable)
    #expect(
      ByteSink.text { ClosureReport(set).writeText(closure, to: &$0) } == """
        closure of foo: 1 function, 0 private objects, 0 gates, 1 place not followed
        All that can be seen is exposed; what is not followed may need a flip.
        not followed: \(reason) at foo+0x0
          path: foo
        What is reached through a pointer is not visible here.

        """)
    let json = ByteSink.text { ClosureReport(set).writeJSON(closure, to: &$0) }
    #expect(json.contains("\"certain\":false") && json.contains("\"reason\":\"\(reason)\",\"at\":\"foo+0x0\""))
    let report = ObjectReport(ObjectCheck(set, policy: .standard))
    #expect(
      ByteSink.text { report.writeText(to: &$0) } == """
        a.o: warning: foo+0x0: \(words) (.text..exposed) [BLIND]
        0 errors, 1 warning, 0 notes

        """)
    #expect(ByteSink.text { report.writeJSON(to: &$0) }.contains("\"id\":\"BLIND\",\"severity\":\"warning\""))
    let sarif = ByteSink.text { report.writeSARIF(version: "1.0", to: &$0) }
    #expect(sarif.contains("\"executionSuccessful\":false") && sarif.contains(words))
  }

  /// 100,000 places that are not followed are listed; how many more there are is said. CALL RAX 100,001 and 100,002 times.
  @Test(arguments: [1, 2]) func manyPlaces(more: Int) throws {
    let code = [UInt8]((0..<100_000 + more).flatMap { _ in [0xff, 0xd0] as [UInt8] }) + [0xc3]
    let (set, closure) = try Self.closure(code)
    let lines = ByteSink.text { ClosureReport(set).writeText(closure, to: &$0) }.split(separator: "\n")
    #expect(lines.count == 200_004)
    #expect(lines[lines.count - 2] == "not followed: \(more) more")
    #expect(ByteSink.text { ClosureReport(set).writeJSON(closure, to: &$0) }.hasSuffix("],\"not_listed\":\(more)}"))
  }

  /// A symbol may lie anywhere, before its section too: the file has no such place, and what is next is the section's end.
  @Test(arguments: [0xffff_ffff_ffff_fff0, 1 << 63, 100, 2] as [UInt64])
  func functionElsewhere(offset: UInt64) throws {
    var object = ObjectWriter()
    let text = object.addSection(".text..exposed", [.allocated, .execute], [0x90, 0xc3])
    object.addSymbol("foo", .function, in: text, offset: offset, isGlobal: true)
    let set = ObjectSet(try ObjectFile.files(in: FileBytes(name: "a.o", object.bytes())), policy: .standard)
    let check = ObjectCheck(set, policy: .standard)
    #expect(check.findings.map(\.id.rawValue) == ["BLIND"])
    let end = set.section(try #require(check.findings.first).site).contents.upperBound
    let report = ObjectReport(check)
    #expect(ByteSink.text { report.writeJSON(to: &$0) }.contains("\"file_offset\":\(end),"))
    #expect(ByteSink.text { report.writeSARIF(version: "1.0", to: &$0) }.contains("\"byteOffset\":\(end),"))
  }
}
