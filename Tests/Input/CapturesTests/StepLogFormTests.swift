import Bytes
import Captures
import Diagnostics
import PageTables
import Recordings
import Testing

/// The forms that a step log may have.
struct StepLogFormTests {
  private static func read(_ text: String) throws -> StepTable {
    let (steps, notices) = try StepLogReader.read(FileBytes(name: "t.csv", Array(text.utf8)))
    #expect(notices.allSatisfy { $0.severity == .warning || $0.message.hasPrefix("not read: ") })
    return steps
  }

  /// A column whose name is none of README's is said, once: it may be meant to be one.
  @Test(
    arguments: [
      (["rsp", "insn", "accesses", "note"], nil), (["access"], "the column \"access\""),
      (["notes", "note", "colour"], "the columns \"notes\", \"colour\""),
      (
        (0..<10).map { "c\($0)" }, "the columns " + (0..<8).map { "\"c\($0)\"" }.joined(separator: ", ") + " and 2 more"
      ),
    ] as [([String], String?)])
  func columnsThatAreNotRead(others: [String], words: String?) throws {
    let header = (["step", "rip", "symbol", "cpl", "cr3"] + others).joined(separator: ",")
    let row = "0,0x10,a,0,0x1000" + String(repeating: ",", count: others.count)
    let (_, notices) = try StepLogReader.read(FileBytes(name: "t.csv", Array("\(header)\n\(row)\n".utf8)))
    let message = words.map { "not read: \($0); read are step,rip,symbol,cpl,cr3,rsp,insn,accesses,note" }
    #expect(notices == (message.map { [Notice(.note, $0)] } ?? []))
  }

  @Test(arguments: [
    "step,rip,symbol,cpl,cr3\n5,0x10,a,3,0x1000\n9,0x20,b,0,0x2000\n",
    "step,rip,symbol,cpl,cr3\r\n5,0x10,a,3,0x1000\r\n9,0x20,b,0,0x2000\r\n",
    "\u{feff}step,rip,symbol,cpl,cr3\n5,0x10,a,3,0x1000\n9,0x20,b,0,0x2000",
    "cr3,cpl,symbol,rip,step\n\n0x1000,3,a,0x10,5\n0x2000,0,b,0x20,9\n\n",
    "step,rip,symbol,cpl,cr3,rsp,colour\n5,0x10,a,3,0x1000,,red\n9,0x20,\"b\",0,0X2000,,\"x\"\"y\"\n",
  ])
  func theSameTwoSteps(text: String) throws {
    let steps = try Self.read(text)
    #expect(steps.count == 2)
    #expect([steps.number(at: 0), steps.number(at: 1)] == [5, 9])
    #expect(steps.site(at: 1) == .init(rip: VirtualAddress(0x20), symbol: "b", instruction: nil))
    #expect([steps.cpl(at: 0), steps.cpl(at: 1)] == [3, 0])
    #expect(steps.cr3s == [CR3(0x1000), CR3(0x2000)])
    #expect(steps.stackPointer(at: 0) == VirtualAddress(0))
    #expect(!steps.hasAccesses)
  }

  @Test func equalSitesAndNotesAreStoredOnce() throws {
    let row = "0x10,a,0,0x1000,0x8,\"mov a, \"\"b\"\"\",R:0x10:8:s;W:0x10:8:s,AC=1\n"
    let other = "0x10,a,0,0x1000,0x8,nop,W:0x10:1,\n"
    let steps = try Self.read(StepLogErrorTests.header + "0,\(row)1,\(row)2,\(other)3,\(row)")
    #expect(steps.sites.map(\.instruction) == ["mov a, \"b\"", "nop"])
    #expect((0..<4).map { steps.siteIndex(at: $0) } == [0, 0, 1, 0])
    #expect(steps.notes.map(\.text) == ["AC=1"])
    #expect(steps.texts == ["s"])
    #expect((0..<4).map { steps.accesses(at: $0).count } == [2, 2, 1, 2])
    #expect(steps.note(at: 2) == nil)
  }

  @Test func manySitesWithOneAddressStayApart() throws {
    let rows = (0..<40).map { "\($0),0x10,s\($0 % 20),0,0x1000\n" }.joined()
    let steps = try Self.read("step,rip,symbol,cpl,cr3\n" + rows)
    #expect(steps.sites.count == 20)
    #expect((0..<40).allSatisfy { steps.site(at: $0).symbol == "s\($0 % 20)" })
  }

  @Test(
    arguments: [
      ("delivery vec 236 from cpl 3: x; row rebuilt (y)", .delivery, 236, nil),
      ("delivery", .delivery, nil, nil),
      ("delivery vec 256 x", .delivery, nil, nil),
      ("delivery vec 0x2", .delivery, nil, nil),
      ("store; this insn faults (#PF)", .faults, nil, nil),
      ("not executed here: interrupted; AC=1", [.notExecuted, .alignmentCheck], nil, nil),
      ("cr3 write value 0x8000000000001004", [], nil, 0x8000_0000_0000_1004),
      ("last row: next insn, not executed", .last, nil, nil),
      ("AC=10", [], nil, nil),
    ] as [(String, StepNote.Flags, Int?, UInt64?)])
  func remarks(text: String, flags: StepNote.Flags, vector: Int?, written: UInt64?) {
    let note = StepNote(parsing: text)
    #expect(note == StepNote(text: text, flags: flags, vector: vector, writtenCR3: written.map { CR3($0) }))
  }
}
