import Foundation
import TestSupport
import Testing

/// `check --closure` and `--entries` as a user runs them.
@Suite(.enabled(if: BuildTools.areThere, "needs make, gcc, objdump and ar"))
struct ClosureCommandTests {
  private func check(_ arguments: String) throws -> Program.Result {
    try Program.shell("\"$P\" check \(arguments)", in: try BuiltSections.folder)
  }

  private static let call = """
    closure of bad_call: 2 functions, 0 private objects, 0 gates, 0 places not followed
    To need no flip, the exposed space would have to hold:
      .text  1 function, 4 bytes (mapped, not vetted)
    private text: call_private_work (.text)
      path: bad_call > call_private_work
    What is reached through a pointer is not visible here.

    """
  private static let data = """
    closure of bad_data: 1 function, 1 private object, 0 gates, 0 places not followed
    To need no flip, the exposed space would have to hold:
      .data  1 object, 4 bytes
    private data: data_private_count (.data), read or written at bad_data+0x0
      path: bad_data
    What is reached through a pointer is not visible here.

    """

  /// The files may stand before the option and behind it.
  @Test(
    arguments: [
      "call.o --closure bad_call", "--closure bad_call call.o", "--closure bad_call -- call.o",
      "--closure=bad_call call.o", "call.o data.o --closure bad_call", "lib.a --closure bad_call",
      "--closure bad_call - < call.o",
    ])
  func places(arguments: String) throws {
    let result = try check(arguments)
    #expect(result.status == 0 && result.complaints.isEmpty)
    #expect(result.output == Self.call)
  }

  @Test(
    arguments: [
      "call.o data.o --closure bad_call bad_data", "lib.a --closure bad_call bad_data",
      "--closure bad_call bad_data call.o data.o", "sections.o --closure bad_call --closure bad_data",
    ])
  func severalEntries(arguments: String) throws {
    #expect(try check(arguments).output == Self.call + "\n" + Self.data)
  }

  @Test func dataIsNotEntered() throws {
    let result = try check("data.o --closure data_private_count")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(
      result.complaints == "cr3scope: --closure data_private_count: is data (.data); expected a symbol of code\n")
  }

  @Test func json() throws {
    let result = try check("lib.a --closure bad_call bad_data --format json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let closures = try #require(object["closures"] as? [[String: Any]])
    #expect(closures.map { $0["entry"] as? String } == ["bad_call", "bad_data"])
    #expect(!result.output.contains("\n,"))
  }

  /// A table of entries goes into a scenario.
  @Test func entries() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      static int secret;
      __attribute__((section(".text..exposed"))) long __x64_sys_getpid(void) { return 7; }
      __attribute__((section(".text..exposed"))) int __x64_sys_read(void) { return secret++; }
      """, to: "entries.c")
    let built = try Program.shell("gcc -O2 -fno-pic -mcmodel=kernel -c entries.c", in: scratch.path)
    try #require(built.status == 0, "\(built.complaints)")
    let rows = try Program.run("check", "entries.o", "--entries", in: scratch.path)
    #expect(
      rows.output == """
        entry            functions private  unknown  needs
        __x64_sys_getpid         1      0        0  exposed: all that it reaches is exposed
        __x64_sys_read           1      1        0  private: needs secret (.bss), path __x64_sys_read

        """)
    let table = try Program.run("check", "entries.o", "--entries", "--format", "yaml", in: scratch.path)
    #expect(
      table.output.hasSuffix(
        """
        entries:
          - {name: getpid, kind: syscall, function: __x64_sys_getpid, marking: exposed, reason: "all that it reaches is exposed"}
          - {name: read, kind: syscall, function: __x64_sys_read, marking: private, reason: "needs secret (.bss), path __x64_sys_read"}

        """))
    let objects = try Program.run("check", "entries.o", "--entries", "--format", "json", in: scratch.path)
    #expect(
      objects.output == """
        {"entries":[
        {"entry":"__x64_sys_getpid","exposed":true,"functions":1,"private_objects":0,"gates":0,"not_followed":0,"reason":"all that it reaches is exposed"},
        {"entry":"__x64_sys_read","exposed":false,"functions":1,"private_objects":1,"gates":0,"not_followed":0,"reason":"needs secret (.bss), path __x64_sys_read"}
        ]}

        """)
    let close = try Program.run("check", "entries.o", "--closure", "getpid", in: scratch.path)
    #expect(
      close.complaints == "cr3scope: --closure getpid: no symbol of that name is defined in entries.o; "
        + "did you mean __x64_sys_getpid?\n")
    try scratch.write(table.output, to: "table.yaml")
    try scratch.write("include: table.yaml\nevents: [{syscall: getpid}]\n", to: "s.yaml")
    let scenario = try Program.run("steps", "s.yaml", in: scratch.path)
    #expect(scenario.status == 0 && scenario.complaints.isEmpty)
  }

  /// A log in which a call goes where the object file has no call: the closure lacks it, or the kernel is another one.
  @Test func missingCall() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      step,rip,symbol,cpl,cr3
      7,0xffffffff81000004,bad_call+0x4,0,0x4000
      8,0xffffffff81001000,call_private_other,0,0x4000
      """, to: "log.csv")
    try scratch.write(
      """
      .section .text..exposed,"ax"
      bad_call: .skip 4, 0x90
      call next
      ret
      next: ret
      .text
      call_private_other: ret
      """, to: "call.s")
    let built = try Program.shell("gcc -c call.s", in: scratch.path)
    try #require(built.status == 0, "\(built.complaints)")
    let result = try Program.run("check", "call.o", "--closure", "bad_call", "--against", "log.csv", in: scratch.path)
    #expect(result.status == 1)
    #expect(
      result.output == """
        in log.csv: 1 function of the closure of bad_call ran, with 0 accesses
        step 7 bad_call+0x4 goes to what is MISSING in the closure: call_private_other
        0 in the closure, 1 missing, 0 through a pointer: not visible statically

        """)
  }

  /// Static functions of two sources may have one name: which is looked at is said.
  @Test func twoOfAName() throws {
    let scratch = try Scratch()
    try scratch.write(".section .text..exposed,\"ax\"\nfoo: ret\n.type foo, @function\n", to: "one.s")
    try scratch.write(".section .text..exposed,\"ax\"\nfoo: call *%rax\n.type foo, @function\n", to: "two.s")
    let made = try Program.shell("gcc -c one.s two.s && ld -r -o both.o one.o two.o", in: scratch.path)
    try #require(made.status == 0, "\(made.complaints)")
    let result = try Program.run("check", "both.o", "--closure", "foo", in: scratch.path)
    #expect(
      result.complaints
        == "cr3scope: warning: --closure foo: 2 symbols have this name; this is the closure of the first, "
        + "at .text..exposed+0x0 of both.o, and the others are not looked at\n")
  }

  /// A log of another kernel says nothing, and that is no contradiction.
  @Test func anotherKernel() throws {
    let log = sample("captures/pti/getpid.csv")
    let result = try check("call.o --closure bad_call --against '\(log)' --design pti")
    #expect(result.status == 0)
    #expect(
      result.output == """
        in \(log): 0 functions of the closure of bad_call ran, with 0 accesses
        0 in the closure, 0 missing, 0 through a pointer: not visible statically

        """)
    try expectRefusal(
      "check call.o --closure bad_call --against '\(log)' --format json", "--against has no other format than text",
      in: try BuiltSections.folder)
  }
}
