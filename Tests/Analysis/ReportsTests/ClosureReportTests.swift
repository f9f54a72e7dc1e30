import Bytes
import ELF
import Foundation
import Isolation
import Reports
import SectionCheck
import TestSupport
import Testing

/// Closures as text, as JSON and as a row of a table: exact.
struct ClosureReportTests {
  private let set: ObjectSet
  private let report: ClosureReport

  init() throws {
    set = try ClosedObject.set()
    report = ClosureReport(set)
  }

  private func text(_ name: String, text: Settings.TextPolicy = .public) throws -> String {
    let closure = try #require(ClosedObject.closure(name, set, text: text))
    return ByteSink.text { report.writeText(closure, to: &$0) }
  }

  private func reason(_ name: String, text: Settings.TextPolicy = .public) throws -> String {
    report.reason(try #require(ClosedObject.closure(name, set, text: text)))
  }

  @Test func everything() throws {
    let found = try text("__x64_sys_demo")
    #expect(
      found == """
        closure of __x64_sys_demo: 3 functions, 2 private objects, 0 gates, 1 place not followed
        To need no flip, the exposed space would have to hold:
          .data           1 object, 4 bytes
          .data..once     1 object, 4 bytes
          .text           2 functions, 25 bytes (mapped, not vetted)
          .text.unlikely  1 function, 1 byte (mapped, not vetted)
        private data: secret (.data), read or written at helper+0x0
          path: __x64_sys_demo > helper
        private data: other (.data..once), read or written at helper+0x6
          path: __x64_sys_demo > helper
        private text: __x64_sys_demo (.text)
          path: __x64_sys_demo
        private text: helper (.text)
          path: __x64_sys_demo > helper
        not followed: indirect call at helper+0xc
          path: __x64_sys_demo > helper
        What is reached through a pointer is not visible here.

        """)
  }

  @Test func nothing() throws {
    let found = try text("__x64_sys_clean")
    #expect(
      found == """
        closure of __x64_sys_clean: 1 function, 0 private objects, 0 gates, 0 places not followed
        All that can be seen is exposed: it needs no flip.
        What is reached through a pointer is not visible here.

        """)
  }

  /// A closure with something in it that cannot be read promises nothing.
  @Test(
    arguments: [
      ([0x06, 0xc3], nil, "code that cannot be decoded"),
      ([0x64, 0x8b, 0x04, 0x25, 0, 0, 0, 0, 0xc3], 23, "relocation that is not read"),
      ([0xe8, 0, 0, 0, 0, 0xc3], nil, "operand without a relocation"),
    ] as [([UInt8], UInt32?, String)])
  func blind(code: [UInt8], kind: UInt32?, reason: String) throws {
    var object = ObjectWriter()
    let text = object.addSection(".text..exposed", [.allocated, .execute], code)
    object.addSymbol("foo", .function, in: text, size: UInt64(code.count), isGlobal: true)
    if let kind {
      object.addRelocation(in: text, offset: 4, .init(rawValue: kind), object.addUndefined("bar"))
    }
    let (set, closure) = try Self.closure(in: object)
    #expect(!closure.isExposable)
    #expect(
      ByteSink.text { ClosureReport(set).writeText(closure, to: &$0) } == """
        closure of foo: 1 function, 0 private objects, 0 gates, 1 place not followed
        All that can be seen is exposed, but 1 place cannot be read: it may need a flip.
        not followed: \(reason) at foo+0x0
          path: foo
        What is reached through a pointer is not visible here.

        """)
  }

  /// The closure of `foo`, and the set of its file.
  private static func closure(in object: ObjectWriter) throws -> (ObjectSet, Closure) {
    let set = ObjectSet(try ObjectFile.files(in: FileBytes(name: "a.o", object.bytes())), policy: .standard)
    var finder = ClosureFinder(set, policy: .standard)
    return (set, finder.closure(of: "foo", at: try #require(set.places { $0 == "foo" }.first?.place)))
  }

  /// JMP 0xffffffff81000000 and MOV RAX, [0xffffffff82000000]: nobody can tell what lies there.
  @Test func absolute() throws {
    let code: [UInt8] = [0x48, 0x8b, 0x04, 0x25, 0, 0, 0, 0x82, 0xe9, 0, 0, 0, 0]
    var object = ObjectWriter()
    let text = object.addSection(".text..exposed", [.allocated, .execute], code)
    object.addSymbol("foo", .function, in: text, size: UInt64(code.count), isGlobal: true)
    object.addRelocation(in: text, offset: 9, .relative32, 0, addend: -0x7f00_0004)
    let (set, closure) = try Self.closure(in: object)
    #expect(!closure.isExposable)
    #expect(
      ByteSink.text { ClosureReport(set).writeText(closure, to: &$0) } == """
        closure of foo: 1 function, 0 private objects, 0 gates, 2 places not followed
        All that can be seen is exposed; what is not followed may need a flip.
        not followed: absolute address at foo+0x0
          path: foo
        not followed: absolute address at foo+0x8
          path: foo
        What is reached through a pointer is not visible here.

        """)
    let check = ObjectCheck(set, policy: .standard)
    let words = "2 operands are absolute addresses: nobody can tell what lies there (.text..exposed)"
    let report = ObjectReport(check)
    #expect(
      ByteSink.text { report.writeText(to: &$0) } == """
        a.o: warning: foo+0x0: \(words) [BLIND]
        0 errors, 1 warning, 0 notes

        """)
    #expect(ByteSink.text { report.writeJSON(to: &$0) }.contains("\"id\":\"BLIND\",\"severity\":\"warning\""))
    #expect(ByteSink.text { report.writeSARIF(version: "1.0", to: &$0) }.contains("\"executionSuccessful\":false"))
  }

  @Test func gate() throws {
    let found = try text("__x64_sys_gated")
    #expect(
      found == """
        closure of __x64_sys_gated: 1 function, 0 private objects, 1 gate, 0 places not followed
        All else that can be seen is exposed, but a gate makes it flip.
        gate: gate_work (.text..gate), called at __x64_sys_gated+0x0
          path: __x64_sys_gated
        What is reached through a pointer is not visible here.

        """)
  }

  @Test func address() throws {
    let found = try text("asm_exc_demo")
    #expect(
      found == """
        closure of asm_exc_demo: 1 function, 0 private objects, 0 gates, 1 place not followed
        All that can be seen is exposed; what is not followed may need a flip.
        perhaps: secret (.data), address taken at asm_exc_demo+0x0
          path: asm_exc_demo
        not followed: undefined symbol at asm_exc_demo+0x7
          path: asm_exc_demo
        What is reached through a pointer is not visible here.

        """)
  }

  @Test func json() throws {
    let closure = try #require(ClosedObject.closure("__x64_sys_demo", set))
    let text = ByteSink.text { report.writeJSON(closure, to: &$0) }
    #expect(
      text == """
        {"entry":"__x64_sys_demo","functions":3,"needs_private":true,"certain":false,
        "sections":[
        {"section":".data","text":false,"symbols":1,"bytes":4,"mapped":false},
        {"section":".data..once","text":false,"symbols":1,"bytes":4,"mapped":false},
        {"section":".text","text":true,"symbols":2,"bytes":25,"mapped":true},
        {"section":".text.unlikely","text":true,"symbols":1,"bytes":1,"mapped":true}
        ],
        "private_data":[
        {"symbol":"secret","section":".data","bytes":4,"at":"helper+0x0","path":["__x64_sys_demo","helper"]},
        {"symbol":"other","section":".data..once","bytes":4,"at":"helper+0x6","path":["__x64_sys_demo","helper"]}
        ],
        "gates":[],
        "addresses":[],
        "private_text":[
        {"symbol":"__x64_sys_demo","section":".text","path":["__x64_sys_demo"]},
        {"symbol":"helper","section":".text","path":["__x64_sys_demo","helper"]}
        ],
        "not_followed":[
        {"reason":"indirect call","at":"helper+0xc","path":["__x64_sys_demo","helper"]}
        ]}
        """)
  }

  @Test(arguments: ["__x64_sys_demo", "__x64_sys_clean", "__x64_sys_gated", "__x64_sys_maybe", "asm_exc_demo"])
  func jsonIsWellFormed(name: String) throws {
    let closure = try #require(ClosedObject.closure(name, set))
    let bytes = ByteSink.collect { report.writeJSON(closure, to: &$0) }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["entry"] as? String == name)
    #expect(object["functions"] as? Int == closure.functions.count)
    #expect(object["needs_private"] as? Bool == closure.needsPrivate)
    #expect(object["certain"] as? Bool == closure.unknowns.isEmpty)
    #expect((object["private_data"] as? [Any])?.count == closure.privateData.count)
    #expect((object["not_followed"] as? [Any])?.count == closure.unknowns.count)
  }

  @Test func reasons() throws {
    #expect(
      try reason("__x64_sys_demo")
        == "needs secret (.data), path __x64_sys_demo > helper; and 1 object more")
    #expect(try reason("__x64_sys_gated") == "goes through the gate gate_work, path __x64_sys_gated")
    #expect(try reason("__x64_sys_clean") == "all that it reaches is exposed")
    #expect(
      try reason("__x64_sys_maybe")
        == "all that can be seen is exposed, but 1 place cannot be followed, the first at __x64_sys_maybe+0x0 (indirect call)"
    )
    #expect(try reason("gate_work") == "all that it reaches is exposed")
  }

  /// Under nopti an entry is exposed wherever it leads.
  @Test(arguments: ["__x64_sys_demo", "__x64_sys_gated", "__x64_sys_maybe", "asm_exc_demo"])
  func allIsMapped(entry: String) throws {
    let closure = try #require(ClosedObject.closure(entry, set, design: .nopti))
    #expect(closure.isExposable)
    #expect(report.reason(closure) == "all of the kernel is mapped under this design")
  }

  /// A part that was moved away is told with its function, but of an exposed function it is what is private.
  @Test func parts() throws {
    #expect(
      try reason("__x64_sys_parted") == "all that it reaches is mapped, though 1 function is not in exposed text")
    #expect(
      try reason("__x64_sys_parted", text: .split)
        == "runs __x64_sys_parted.cold (.text.unlikely), path __x64_sys_parted")
    let found = try text("__x64_sys_parted", text: .split)
    #expect(
      found == """
        closure of __x64_sys_parted: 2 functions, 0 private objects, 0 gates, 0 places not followed
        To need no flip, the exposed space would have to hold:
          .text.unlikely  1 function, 1 byte
        private text: __x64_sys_parted.cold (.text.unlikely)
          path: __x64_sys_parted
        What is reached through a pointer is not visible here.

        """)
  }

  @Test func rows() throws {
    let names = ["__x64_sys_clean", "__x64_sys_demo", "__x64_sys_maybe"]
    let closures = try names.map { try #require(ClosedObject.closure($0, set)) }
    let text = ByteSink.text { sink in
      report.writeRowHeader(nameWidth: 15, to: &sink)
      for closure in closures { report.writeRow(ClosureSummary(closure), nameWidth: 15, to: &sink) }
    }
    #expect(
      text == """
        entry           functions private  unknown  needs
        __x64_sys_clean         1      0        0  exposed: all that it reaches is exposed
        __x64_sys_demo          3      2        1  private: needs secret (.data), path __x64_sys_demo > helper; and 1 object more
        __x64_sys_maybe         1      0        1  private: all that can be seen is exposed, but 1 place cannot be followed, the first at __x64_sys_maybe+0x0 (indirect call)

        """)
    #expect(closures.map(\.isExposable) == [true, false, false])
  }

  @Test func source() throws {
    #expect(report.source == "a.o")
    #expect(ClosureReport(try CheckedObject.set("a.o", "lib.a(b.o)")).source == "a.o, lib.a(b.o)")
  }
}
