import Foundation
import TestSupport
import Testing

/// compare as a user runs it.
@Suite struct CompareTests {
  /// The objects of a run in JSON, one a line.
  private static func objects(_ arguments: String) throws -> [[String: Any]] {
    let result = try Program.shell("\"$P\" compare --format json \(arguments)", in: samplesFolder)
    #expect(result.status == 0 && result.complaints.isEmpty)
    return try result.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  /// A number of each design, by its name.
  private static func numbers(_ object: [String: Any]?, _ key: String) -> [String: Int?] {
    let rows = object?["designs"] as? [[String: Any]] ?? []
    return Dictionary(
      rows.map { ($0["design"] as? String ?? "", $0[key] as? Int) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func oneObjectAFile() throws {
    let objects = try Self.objects("scenarios/getpid.yaml scenarios/read.yaml")
    #expect(objects.map { $0["file"] as? String } == ["scenarios/getpid.yaml", "scenarios/read.yaml"])
    #expect(objects.map { $0["events"] as? Int } == [1, 1])
    let writes = Self.numbers(objects.first, "cr3_writes")
    #expect(writes["nopti"] == 0 && writes["pti"] == 2 && writes["unified"] == 0)
    let syncs = Self.numbers(objects.last, "syncs")
    #expect(syncs["nopti"] == 0 && syncs["pti"] == 0 && syncs["unified"] == 1)
  }

  /// The events of a log of a real kernel, under each design; its own wrote CR3 twice.
  @Test func logs() throws {
    let objects = try Self.objects("captures/pcid/getpid.csv --design pti --design nopti --design pti")
    #expect(Self.numbers(objects.first, "cr3_writes") == ["nopti": 0, "pti": 2])
    #expect(Self.numbers(objects.first, "flushes") == ["nopti": 0, "pti": 0])
  }

  @Test func options() throws {
    let arguments = "- --set kernel-protect=on --cost sync=7 --cost verw=0 --design nopti < scenarios/read.yaml"
    let objects = try Self.objects(arguments)
    #expect(objects.first?["file"] as? String == "-")
    #expect(Self.numbers(objects.first, "cycles") == ["nopti": 7])
  }

  @Test func formats() throws {
    let text = try Program.run("compare")
    #expect(text.status == 0 && text.output.hasPrefix("first: 3 kernel entries\ndesign "))
    let markdown = try Program.run("compare", "--format", "markdown")
    #expect(markdown.status == 0 && markdown.output.hasPrefix("**first**: 3 kernel entries\n\n| design | CR3 writes |"))
    let files = ["scenarios/stale-tlb.yaml", "scenarios/read.yaml"]
    let csv = try Program.run("compare", files[0], files[1], "--format", "csv", "--design", "pti", in: samplesFolder)
    let records = csv.output.split(separator: "\r\n").map { $0.prefix { $0 != "," } }
    #expect(csv.status == 0 && records == ["file", "scenarios/stale-tlb.yaml", "scenarios/read.yaml"])
    let two = try Program.run("compare", files[0], files[1], in: samplesFolder)
    #expect(two.output.contains("\n\nscenarios/read.yaml: 1 kernel entry\ndesign "))
  }

  /// A run that ends early, and a design that cannot be run, are answers.
  @Test func troubleIsAnAnswer() throws {
    let gate = try Program.run("compare", "scenarios/missing-gate.yaml", in: samplesFolder)
    #expect(gate.status == 0 && gate.complaints.isEmpty)
    #expect(gate.output.contains("\n       ! ends early: BUG in sysvec_rekey: exposed code reached for what is\n"))
    let stale = try Program.run("compare", "scenarios/stale-tlb.yaml", in: samplesFolder)
    #expect(stale.status == 0 && stale.complaints.isEmpty)
    #expect(stale.output.contains("\nnopti    not run: shared-pcid needs two halves: nopti has one space\n"))
  }

  /// What is wrong with a log is said, and the exit status is 1.
  @Test func losses() throws {
    let scratch = try Scratch()
    let log = try Program.shell("cp captures/pcid/getpid.csv \(scratch.path)", in: samplesFolder)
    #expect(log.status == 0)
    try scratch.write("no core", to: "getpid.start.elf")
    let result = try Program.run("compare", "getpid.csv", in: scratch.path)
    #expect(result.status == 1 && result.output.hasPrefix("getpid.csv: 1 kernel entry\n"))
    #expect(
      result.complaints == "cr3scope: getpid.csv: error: getpid.start.elf: at byte 0x0: the file ends at 0x7; "
        + "expected an ELF header of 64 bytes\n")
  }

  private static let unknownWork = """
    step,rip,symbol,cpl,cr3,rsp,insn,accesses,note
    0,0x401000,user,3,0x2000,0x7ffc0000,syscall,,syscall openat
    1,0xffffffff81000000,entry_SYSCALL_64,0,0x2000,0x7ffc0000,nop,,
    2,0xffffffff8100000c,entry+c,0,0x2000,0x7ffc0000,sysretq,,
    3,0x401000,user,3,0x2000,0x7ffc0000,int3,,
    4,0xffffffff81000000,asm_exc_int3,0,0x2000,0x7ffc0000,nop,,delivery vec 3
    5,0xffffffff8100000c,entry+c,0,0x2000,0x7ffc0000,iretq,,
    6,0x401000,user,3,0x2000,0x7ffc0000,nop,,
    7,0xffffffff81000000,asm_sysvec_foo,0,0x2000,0x7ffc0000,nop,,delivery vec 77

    """

  /// What the model makes up of a log's events is said: their work, which it does not know, and their end.
  @Test func standIns() throws {
    let scratch = try Scratch()
    let end =
      "8,0xffffffff8100000c,entry+c,0,0x2000,0x7ffc0000,iretq,,\n9,0x401000,user,3,0x2000,0x7ffc0000,nop,,last row\n"
    try scratch.write(Self.unknownWork + end, to: "whole.csv")
    try scratch.write(Self.unknownWork, to: "cut.csv")
    let work = "3 of 3 kernel entries are not of this model: assumed to need private data (openat, "
    let json = try Program.run("compare", "whole.csv", "--format", "json", in: scratch.path)
    #expect(json.output.contains("\"notices\":[{\"severity\":\"warning\",\"message\":\"\(work)"))
    #expect(!json.output.contains("the log ends inside"))
    let text = try Program.run("compare", "whole.csv", in: scratch.path)
    #expect(text.output.hasPrefix("whole.csv: 3 kernel entries\nwarning: 3 of 3 kernel entries are not of this model:"))
    let cut = try Program.run("compare", "cut.csv", "--format", "json", in: scratch.path)
    #expect(cut.output.contains("the log ends inside event 3 (") && cut.output.contains(": the rest of it is not run"))
    let steps = try Program.run("steps", "whole.csv", "--design", "unified", in: scratch.path)
    #expect(steps.complaints.hasPrefix("cr3scope: warning: \(work)"))
    // A real log of getpid, which the model knows.
    let known = try Program.run("compare", "captures/pcid/getpid.csv", "--format", "json", in: samplesFolder)
    #expect(known.status == 0 && !known.output.contains("notices"))
  }

  @Test(arguments: [
    (
      "captures/dump/core-user.elf",
      "captures/dump/core-user.elf: a dump is one moment, in which nothing happens; expected a scenario, or a step "
        + "log, whose events are run\n"
    ),
    (
      "scenarios/stale-tlb.yaml --design nopti",
      "scenarios/stale-tlb.yaml: shared-pcid needs two halves: nopti has one space\n"
    ),
    ("no.yaml", "no.yaml: no such file\n"),
    ("--cost flop=1", "--cost flop=1: there is no cost 'flop'; expected one of flip, refill, verw, sync, l1d, fault\n"),
    ("--cost flip=x", "--cost flip=x: expected flip=N, where N is a number of cycles from 0 to 1000000000\n"),
    ("--set verw=1", "--set verw=1: expected verw=on or verw=off\n"),
  ])
  func refusals(arguments: String, message: String) throws {
    let result = try Program.shell("\"$P\" compare \(arguments)", in: samplesFolder)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.complaints.hasPrefix("cr3scope: \(message)"))
  }
}
