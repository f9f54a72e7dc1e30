import Captures
import Foundation
import Isolation
import PageTables
import Recordings
import Reports
import TestSupport
import Testing
import Timelines
import Verdicts

/// The fields that product.md promises for `steps`, read by another JSON parser.
@Suite struct StepsJSONTests {
  private typealias Object = [String: Any]

  private static func objects(_ recording: Recording, _ selection: StepsReport.Selection) throws -> [Object] {
    let report = StepsReport(Judge(Timeline(recording)), selection: selection)
    let text = ByteSink.text { _ = report.writeJSON(to: &$0) }
    #expect(text.isEmpty || text.hasSuffix("}\n"))
    return try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Object)
    }
  }

  private static func isNull(_ value: Any?) -> Bool { value is NSNull }

  /// "0x%016x".
  private static func isAddress(_ value: Any?) -> Bool {
    guard let text = value as? String else { return false }
    return text.count == 18 && text.hasPrefix("0x")
      && text.dropFirst(2).allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  @Test func everyFieldOfEveryStep() throws {
    let steps = try Self.objects(BuiltIn.recording(), .init())
    #expect(steps.map { $0["step"] as? Int } == Array(0...215))
    for step in steps {
      #expect(step["cpu"] as? Int == 0)
      #expect(Self.isNull(step["event"]) || step["event"] as? Int == 1)
      #expect(Self.isAddress(step["rip"]) && Self.isAddress(step["cr3"]))
      #expect(step["symbol"] is String)
      #expect([0, 3].contains(step["cpl"] as? Int))
      let names = [step["space"] as? String, step["space_name"] as? String]
      #expect(names == ["U", "U"] || names == ["P", "K"])
      #expect(Self.isNull(step["sync"]))
      let leaks = try #require(step["leaks"] as? Object)
      #expect(leaks["meltdown"] as? [String] == [])
      for rule in ["mds-thread", "mds-sibling", "l1tf", "spectre-v1"] { #expect(Self.isNull(leaks[rule])) }
      let accesses = try #require(step["accesses"] as? [Object])
      #expect(accesses.first?["kind"] as? String == "fetch")
      for access in accesses { expectFields(of: access) }
    }
    #expect(steps.reduce(0) { $0 + (($1["accesses"] as? [Object])?.count ?? 0) } == 216 + 93)
  }

  private func expectFields(of access: [String: Any]) {
    let kind = access["kind"] as? String ?? ""
    #expect(["read", "write", "fetch"].contains(kind))
    #expect(Self.isAddress(access["address"]))
    #expect(kind == "fetch" ? Self.isNull(access["size"]) : access["size"] is Int)
    for name in ["symbol", "object", "member"] {
      let text = access[name] as? String
      #expect(Self.isNull(access[name]) || text?.isEmpty == false, "\(name): null or a name")
    }
    #expect(access["region"] is String)
    #expect(access["verdict"] as? String == "ok")
    #expect(Self.isNull(access["error_code"]))
    #expect(Self.isNull(access["reason"]))
    let elsewhere = access["elsewhere"] as? [[String: Any]] ?? []
    #expect(elsewhere.count == 1)
    for other in elsewhere {
      #expect(["U", "K"].contains(other["space_name"] as? String))
      let isFault = other["verdict"] as? String == "fault"
      #expect(isFault || other["verdict"] as? String == "ok")
      #expect(isFault ? other["error_code"] is Int : Self.isNull(other["error_code"]))
    }
  }

  @Test func flips() throws {
    let steps = try Self.objects(BuiltIn.recording(), .init())
    let flips = steps.filter { !Self.isNull($0["flip"]) }
    #expect(flips.map { $0["step"] as? Int } == [8, 207])
    let flip = try #require(flips.first?["flip"] as? Object)
    #expect(flip["from"] as? String == "U")
    #expect(flip["to"] as? String == "K")
    #expect(flip["cr3"] as? String == "0x000000000055e000")
    #expect(Self.isNull(flip["noflush"]), "this log does not record it")
    #expect(flip["site"] as? String == "entry_SYSCALL_64+0x20")
    #expect(flips.first?["space"] as? String == "U", "its own space is still the old one")
  }

  @Test func noFlushWhereItIsRecorded() throws {
    let recording = try InputFile.open(sample("captures/pcid/getpid.csv")).recording
    let flips = try Self.objects(recording, .init(onlyFlips: true)).compactMap { $0["flip"] as? Object }
    #expect(flips.map { $0["cr3"] as? String } == ["0x80000000005f2004", "0x80000000005f3804"])
    #expect(flips.map { $0["noflush"] as? Bool } == [true, true])
    let report = StepsReport(Judge(Timeline(recording)), selection: .init(onlyFlips: true))
    let text = ByteSink.text { _ = report.writeJSON(to: &$0) }
    #expect(text.split(separator: #""noflush":true,"#).count == 3, "a JSON true, not a number")
  }

  /// The names of a process switch are the design's; which process is beside them.
  @Test func processes() throws {
    let recording = try InputFile.open(sample("captures/pti/switch.csv")).recording
    let flips = try Self.objects(recording, .init(from: 7370, to: 8518, onlyFlips: true))
    #expect(flips.map { $0["process"] as? String } == ["A", "B"])
    let first = try #require(flips.first?["flip"] as? Object)
    #expect([first["from"] as? String, first["to"] as? String] == ["K", "K"])
    #expect([first["from_process"] as? String, first["to_process"] as? String] == ["A", "B"])
  }

  @Test func aFault() throws {
    let recording = try InputFile.open(sample("captures/pti/pagefault.csv")).recording
    let step = try #require(try Self.objects(recording, .init(to: 0)).first)
    let accesses = try #require(step["accesses"] as? [Object])
    try #require(accesses.map { $0["verdict"] as? String } == ["ok", "fault"])
    #expect(accesses[1]["error_code"] as? Int == 6)
    #expect(accesses[1]["address"] as? String == "0x0000000070000000")
    #expect(accesses[1]["size"] as? Int == 1)
    #expect(accesses[1]["reason"] as? String == "#PF 0x6, not present at level 2")
  }

  @Test func aLeak() throws {
    let recording = try InputFile.open(sample("captures/nopti/getpid.csv")).recording
    let steps = try Self.objects(recording, .init(to: 1))
    let labels = steps.map { ($0["leaks"] as? Object)?["meltdown"] as? [String] }
    #expect(labels == [["direct map", "vmalloc", "vmemmap", "kernel image", "fixmap"], []])
    #expect(steps.map { $0["space"] as? String } == ["P", "P"])
    #expect(steps.map { $0["space_name"] as? String } == ["K", "K"])
  }

  /// Without tables verdicts are null; steps and flips still work.
  @Test func withoutTables() throws {
    var recording = BuiltIn.recording()
    recording.hasTables = false
    let steps = try Self.objects(recording, .init(from: 8, to: 9))
    try #require(steps.count == 2)
    #expect(!Self.isNull(steps[0]["flip"]))
    for access in try #require(steps[1]["accesses"] as? [Object]) {
      #expect(Self.isNull(access["verdict"]) && Self.isNull(access["error_code"]))
      #expect((access["elsewhere"] as? [Object])?.isEmpty == true)
    }
    #expect(Self.isNull((steps[1]["leaks"] as? Object)?["meltdown"]))
  }
}
