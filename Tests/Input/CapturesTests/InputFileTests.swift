import Bytes
import Captures
import Diagnostics
import Foundation
import Isolation
import PageTables
import Recordings
import TestSupport
import Testing
import Timelines

/// What is opened beside a log, and what is said of it.
struct InputFileTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/cr3scope-input-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    write("log.csv", Array("step,rip,symbol,cpl,cr3\n1,0x400000,a,3,0x1000\n".utf8))
  }

  private func write(_ name: String, _ bytes: [UInt8]) {
    _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: Data(bytes))
  }

  private func core(_ entry: UInt64, rip: UInt64 = 0x40_0000) -> [UInt8] {
    ELFWriter([
      .init(kind: 4, bytes: ELFWriter.qemuNote(rip: rip, cr3: 0x1000, cr4: 0x20)),
      .init(physical: 0x1000, bytes: ELFWriter.table([0: entry])),
    ]).file
  }

  private func notices(
    _ options: InputOptions = InputOptions(assumptions: Assumptions(physicalBits: 46, noExecute: true))
  ) throws -> [String] {
    try InputFile.open(folder + "/log.csv", options).recording.notices.map {
      "\($0.severity): " + $0.message.replacing(folder, with: "F")
    }
  }

  @Test func withoutCores() throws {
    let recording = try InputFile.open(folder + "/log.csv").recording
    #expect(!recording.hasTables)
    var controls = Controls.linux(cr3: CR3(0x1000))
    controls.unknown = [.cr0, .cr4]
    #expect(recording.start.controls == controls)
    #expect(recording.start.cpl == 3)
    #expect(recording.start.rip == VirtualAddress(0x40_0000))
    #expect(recording.name == folder + "/log.csv")
    #expect(
      try notices() == [
        "note: no core beside the log (log.start.elf, log-start.elf, start.elf): page tables are unknown"
      ])
  }

  @Test(arguments: ["log.start.elf", "log-start.elf", "start.elf"]) func namesOfStartCores(name: String)
    throws
  {
    write(name, core(0x2007))
    write("start.elf", core(0x2007))
    #expect(
      try notices() == [
        "note: tables of the first row from F/\(name)",
        "note: no core of the last row: changes of tables during the log are unknown",
      ])
    let recording = try InputFile.open(folder + "/log.csv").recording
    #expect(recording.hasTables)
    #expect(recording.start.controls.cr4 == 0x20)
  }

  /// EFLAGS.AC is known in a log that says AC=1 somewhere, or whose rows all have their instruction, which may be STAC.
  @Test(arguments: [
    ("nop,", "stac,", true), (",", ",AC=1", true), (",", ",", false), ("nop,", ",", false),
    (",delivery vec 14 from cpl 3", ",", false),
  ])
  func whatTellsAlignmentCheck(first: String, second: String, isKnown: Bool) throws {
    write("start.elf", core(0x2007, rip: 1))
    write(
      "log.csv",
      Array("step,rip,symbol,cpl,cr3,insn,note\n1,0x1,a,3,0x1000,\(first)\n2,0x2,a,0,0x1000,\(second)\n".utf8))
    let timeline = Timeline(try InputFile.open(folder + "/log.csv"))
    #expect(timeline.controls(at: 1).unknown.contains(.flags) != isKnown)
  }

  /// A core that was made elsewhere says nothing of EFLAGS, and is of another process if CR3 says so.
  @Test func aCoreOfAnotherMoment() throws {
    write("log.csv", Array("step,rip,symbol,cpl,cr3,insn\n1,0x10,a,0,0x1000,nop\n2,0x11,a,0,0x1000,nop\n".utf8))
    write("start.elf", core(0x2007, rip: 0x10))
    let other = ELFWriter.qemuNote(rip: 0x11, cs: 0x10, cr3: 0x8000, cr4: 0x20)
    write(
      "end.elf",
      ELFWriter([.init(kind: 4, bytes: other), .init(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007]))]).file)
    #expect(
      try notices().filter { $0.contains("moment") } == [
        "note: F/start.elf is of another moment than the first row: it has RIP 0x10, CPL 3, CR3 0x1000, the row RIP 0x10, "
          + "CPL 0, CR3 0x1000",
        "warning: F/end.elf is of another moment than the last row: it has RIP 0x11, CPL 0, CR3 0x8000, the row RIP 0x11, "
          + "CPL 0, CR3 0x1000",
      ])
    #expect(Timeline(try InputFile.open(folder + "/log.csv")).controls(at: 0).unknown.contains(.flags))
  }

  /// The same instruction at another moment: the log has RSP, and the core another one.
  @Test(arguments: [("0x8000", false), ("0x9000", true), ("", false)])
  func aCoreWithAnotherStackPointer(rsp: String, isElsewhere: Bool) throws {
    write("log.csv", Array("step,rip,symbol,cpl,cr3,rsp,insn\n1,0x10,a,0,0x1000,\(rsp),nop\n".utf8))
    let note = ELFWriter.qemuNote(rip: 0x10, rsp: 0x8000, cs: 0x10, cr3: 0x1000, cr4: 0x20)
    write(
      "start.elf",
      ELFWriter([.init(kind: 4, bytes: note), .init(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007]))]).file)
    #expect(
      try notices().filter { $0.contains("moment") }
        == (isElsewhere
          ? [
            "note: F/start.elf is of another moment than the first row: it has RIP 0x10, RSP 0x8000, CPL 0, CR3 0x1000, "
              + "the row RIP 0x10, RSP 0x9000, CPL 0, CR3 0x1000"
          ] : []))
    let recording = try InputFile.open(folder + "/log.csv").recording
    #expect(Timeline(recording).controls(at: 0).unknown.contains(.flags) == isElsewhere)
    #expect(recording.momentNotices.count == (isElsewhere ? 1 : 0))
  }

  /// A core of the very row whose note says something else of EFLAGS.AC, bit 18.
  @Test(
    arguments: [
      (0x2, "AC=1", "", "F/start.elf has EFLAGS.AC=0, its row the note \"AC=1\""),
      (0x4_0002, "", "AC=1", "F/start.elf has EFLAGS.AC=1, its row no note \"AC=1\", as others have"),
      (0x4_0002, "AC=1", "", nil), (0x2, "", "AC=1", nil), (0x4_0002, "", "", nil), (0x2, "", "", nil),
    ] as [(UInt64, String, String, String?)])
  func aCoreWithAnotherFlag(rflags: UInt64, first: String, second: String, words: String?) throws {
    let log = "step,rip,symbol,cpl,cr3,insn,note\n1,0x10,a,0,0x1000,popfq,\(first)\n2,0x11,a,0,0x1000,nop,\(second)\n"
    write("log.csv", Array(log.utf8))
    let note = ELFWriter.qemuNote(rip: 0x10, cs: 0x10, cr3: 0x1000, cr4: 0x20, rflags: rflags)
    write(
      "start.elf",
      ELFWriter([.init(kind: 4, bytes: note), .init(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007]))]).file)
    #expect(try notices().filter { $0.contains("EFLAGS") } == (words.map { ["warning: \($0)"] } ?? []))
  }

  @Test(
    arguments: [
      (0x2027, "note: accessed or dirty bits of 1 entries change during the log: the first values are used"),
      (0x3007, "note: 1 entries change during the log and no row writes them: they keep their first values"),
    ] as [(UInt64, String)])
  func changesThatNobodyWrites(entry: UInt64, message: String) throws {
    write("start.elf", core(0x2007))
    write("end.elf", core(entry))
    #expect(
      try notices() == [
        "note: tables of the first row from F/start.elf", "note: tables of the last row from F/end.elf",
        message,
      ])
  }

  /// What changes answers and is not modelled: CR4.PKE, PKS, CET, LASS, LAM_SUP and FRED, and the two bits of CR3 for LAM. Linux 6.12
  /// arch/x86/include/uapi/asm/processor-flags.h; Intel SDM vol. 3A, section 2.5.
  @Test(
    arguments: [
      (0x1000, 1 << 22, "protection keys of user pages (CR4.PKE)"),
      (0x1000, 1 << 24, "protection keys of supervisor pages (CR4.PKS)"),
      (0x1000, 1 << 23, "control-flow enforcement, with its shadow stacks (CR4.CET)"),
      (0x1000, 1 << 32, "flexible return and event delivery (CR4.FRED)"),
      (0x1000, 1 << 27, "linear-address space separation (CR4.LASS)"),
      (0x1000, 1 << 28, "linear-address masking for supervisor pointers (CR4.LAM_SUP)"),
      (0x1000 | 1 << 61, 0, "linear-address masking for user pointers (CR3.LAM)"),
      (0x1000 | 1 << 62, 0, "linear-address masking for user pointers (CR3.LAM)"), (0x1000, 0, nil),
    ] as [(UInt64, UInt64, String?)])
  func whatIsNotModelled(cr3: UInt64, cr4: UInt64, feature: String?) throws {
    let note = ELFWriter.qemuNote(cr3: cr3, cr4: 0x20 | cr4)
    write("d.elf", ELFWriter([.init(kind: 4, bytes: note), .init(physical: 0x1000, bytes: ELFWriter.table([:]))]).file)
    let warnings = try InputFile.open(folder + "/d.elf").recording.notices.filter { $0.severity == .warning }.map(
      \.message)
    #expect(warnings == (feature.map { ["\($0) is on and not modelled: answers are those without it"] } ?? []))
  }

  /// One half of a pair without the other: whether there is page-table isolation cannot be told, but that there is none
  /// if user code runs with the root of a kernel half. Under an odd root it runs in either case.
  @Test(
    arguments: [
      (0x2000, 0x10, "0x3000", false), (0x3000, 0x10, "0x2000", true), (0x3000, 0x33, "0x2000", true),
      (0x2000, 0x33, nil, true),
    ] as [(UInt64, UInt64, String?, Bool)])
  func aHalfThatIsMissing(root: UInt64, selector: UInt64, missing: String?, isUserSpaceKnown: Bool) throws {
    let note = ELFWriter.qemuNote(cs: selector, cr3: root, cr4: 0x20)
    let table = ELFWriter.table([256: 0x8007])
    write("d.elf", ELFWriter([.init(kind: 4, bytes: note), .init(physical: root, bytes: table)]).file)
    let recording = try InputFile.open(folder + "/d.elf").recording
    let warnings = recording.notices.filter { $0.severity == .warning }.map(\.message)
    #expect(warnings.count == (missing == nil ? 0 : 1))
    if let missing { #expect(warnings.first?.hasPrefix("the table at \(missing), beside the root 0x") == true) }
    let spaces = Timeline(recording).spaces
    #expect((spaces.knownUserSpace(of: spaces.all[0]) != nil) == isUserSpaceKnown)
  }

  /// A table that the first core refers to and lacks was there: what the last core has in it says nothing of the start. One
  /// that nothing refers to there is new, and empty.
  @Test(arguments: [(0x2007, nil), (0, 0)] as [(UInt64, UInt64?)])
  func aTableOfTheLastCoreOnly(entry: UInt64, word: UInt64?) throws {
    write("start.elf", core(entry))
    let end = ELFWriter([
      .init(kind: 4, bytes: ELFWriter.qemuNote(rip: 0x40_0000, cr3: 0x1000, cr4: 0x20)),
      .init(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007])),
      .init(physical: 0x2000, bytes: ELFWriter.table([0: 0x3007])),
    ])
    write("end.elf", end.file)
    let memory = try InputFile.open(folder + "/log.csv").recording.start.memory
    #expect(memory.word(at: PhysicalAddress(0x2000)) == word)
  }

  @Test func aCoreWithoutTheLogsTable() throws {
    write("log.csv", Array("step,rip,symbol,cpl,cr3\n1,0x400000,a,3,0x9000\n".utf8))
    write("start.elf", core(0x2007))
    #expect(
      try notices().last == "error: the core of the first row does not hold the log's first table, at 0x9000")
  }

  @Test func aBadCoreBesideTheLogIsSaidAndABadStatedOneThrows() throws {
    write("start.elf", Array("junk".utf8))
    let expected = "t: at byte 0x0: the file ends at 0x4; expected an ELF header of 64 bytes"
      .replacing("t:", with: "F/start.elf:")
    #expect(try notices().last == "error: \(expected)")
    #expect(try !InputFile.open(folder + "/log.csv").recording.hasTables)
    let options = InputOptions(corePath: folder + "/start.elf")
    #expect(
      Samples.error { () throws(ParseError) in _ = try InputFile.open(folder + "/log.csv", options) }
        == expected.replacing("F/", with: folder + "/"))
  }

  @Test func statedFiles() throws {
    write("a.elf", core(0x2007))
    write("b.elf", core(0x2007))
    write("s.map", Array("400000 T main\n".utf8))
    var options = InputOptions(
      symbolsPath: folder + "/s.map", corePath: folder + "/a.elf", endCorePath: folder + "/b.elf",
      assumptions: Assumptions(physicalBits: 46, noExecute: false))
    let recording = try InputFile.open(folder + "/log.csv", options).recording
    #expect(recording.hasTables && recording.notices.isEmpty)
    #expect(recording.start.controls.physicalBits == 46)
    #expect(recording.symbols.symbol(at: recording.start.rip)?.symbol.name == "main")
    options.objectsFolder = folder
    #expect(
      Samples.error { () throws(ParseError) in _ = try InputFile.open(folder + "/log.csv", options) }
        == "\(folder): holds no names; expected objects.csv, types.csv or members.csv")
  }

  @Test func aBadNameFileIsSaid() throws {
    write("types.csv", Array("a,b\n".utf8))
    #expect(
      try notices().last
        == "error: F/types.csv:1:1: error: no column \"start\"; expected the columns start,end,type,detail")
  }

  @Test func aLogThatIsTooLong() throws {
    let handle = try #require(FileHandle(forWritingAtPath: folder + "/log.csv"))
    try handle.truncate(atOffset: 1 << 35 + 1)
    try handle.close()
    #expect(
      Samples.error { () throws(ParseError) in _ = try InputFile.open(folder + "/log.csv") }
        == "\(folder)/log.csv: has 34359738369 bytes; expected 34359738368 at most")
  }

  @Test func dumpsAndCompressedFiles() throws {
    let recording = try InputFile.open(Samples.path("dump/core-user.elf")).recording
    #expect(recording.steps.count == 0 && recording.hasTables)
    write("c.elf", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])
    #expect(
      Samples.error { () throws(ParseError) in _ = try InputFile.open(folder + "/c.elf") }
        == "\(folder)/c.elf is xz-compressed; run 'xz -dk \(folder)/c.elf'")
  }
}
