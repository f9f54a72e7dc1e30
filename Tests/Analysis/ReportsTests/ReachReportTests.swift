import Bytes
import Captures
import Isolation
import Recordings
import Reports
import SectionCheck
import Testing
import Timelines

/// A closure beside a recording: the exact text.
struct ReachReportTests {
  private static func text(_ entry: String, _ rows: String...) throws -> String {
    let set = try ClosedObject.set()
    let place = try #require(set.places { $0 == entry }.first?.place)
    var finder = ClosureFinder(set, policy: .standard)
    let closure = finder.closure(of: entry, at: place)
    let log = (["step,rip,symbol,cpl,cr3,rsp,insn,accesses,note"] + rows).joined(separator: "\n") + "\n"
    let recording = try InputFile.source(
      FileBytes(name: "log.csv", Array(log.utf8)), at: InputPath("/nowhere/log.csv")
    ).recording
    let timeline = Timeline(recording)
    let reach = finder.reach(of: closure, in: recording.steps)
    return ByteSink.text { ReachReport(ClosureReport(set), closure, reach, timeline).writeText(to: &$0) }
  }

  @Test func allKinds() throws {
    let found =
      try Self.text(
        "__x64_sys_demo",
        "7,0x401000,main,3,0x1000,0x7000,syscall,R:0x7000:8,",
        "8,0xffffffff81000000,__x64_sys_demo,0,0x1000,0xffffc90000003f00,call helper,W:0xffffc90000003ef8:8,",
        "9,0xffffffff81000006,helper,0,0x1000,0xffffc90000003ef8,\"mov eax, secret\",R:0xffffffff82000000:4:secret,",
        "10,0xffffffff8100000c,helper+0x6,0,0x1000,0xffffc90000003ef8,\"mov eax, other\",R:0xffffffff82000040:4,",
        "11,0xffffffff81000012,helper+0xc,0,0x1000,0xffffc90000003ef8,call rax,W:0xffffc90000003ef0:8,")
    #expect(
      found == """
        in log.csv: 2 functions of the closure of __x64_sys_demo ran, with 4 accesses
        step  8 __x64_sys_demo+0x0 write through a pointer: kernel stack
        step  9 helper+0x0         read in the closure: secret
        step 10 helper+0x6         read in the closure: other
        step 11 helper+0xc         write through a pointer: kernel stack
        2 in the closure, 0 missing, 2 through a pointer: not visible statically

        """)
  }

  /// What a PUSH of an object writes to the stack is not the object.
  @Test func push() throws {
    let found = try Self.text(
      "__x64_sys_demo",
      "1,0xffffffff81000006,helper,0,0x1000,0xffffc90000003ef8,push secret,"
        + "R:0xffffffff82000000:8:secret;W:0xffffc90000003ef0:8,")
    #expect(found.hasSuffix("\n1 in the closure, 0 missing, 1 through a pointer: not visible statically\n"), "\(found)")
  }

  @Test func anotherKernel() throws {
    #expect(
      try Self.text("__x64_sys_clean", "1,0x401000,main,3,0x1000,0x7000,nop,,") == """
        in log.csv: 0 functions of the closure of __x64_sys_clean ran, with 0 accesses
        0 in the closure, 0 missing, 0 through a pointer: not visible statically

        """)
  }
}
