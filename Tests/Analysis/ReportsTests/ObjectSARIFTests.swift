import Bytes
import Diagnostics
import ELF
import Foundation
import Isolation
import Reports
import SectionCheck
import TestSupport
import Testing

/// SARIF 2.1.0: the exact text, and what the standard and code hosts ask for.
struct ObjectSARIFTests {
  private static func text(_ report: ObjectReport) -> String {
    ByteSink.text { report.writeSARIF(version: "1.2.3", to: &$0) }
  }

  private static func run(_ report: ObjectReport) throws -> [String: Any] {
    let log = try #require(try JSONSerialization.jsonObject(with: Data(text(report).utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    #expect((log["$schema"] as? String)?.hasSuffix("/sarif-schema-2.1.0.json") == true)
    let runs = try #require(log["runs"] as? [[String: Any]])
    return try #require(runs.count == 1 ? runs.first : nil)
  }

  private static func results(_ report: ObjectReport) throws -> [[String: Any]] {
    try #require(try run(report)["results"] as? [[String: Any]])
  }

  private static func rules(_ report: ObjectReport) throws -> [[String: Any]] {
    let tool = try #require(try run(report)["tool"] as? [String: Any])
    let driver = try #require(tool["driver"] as? [String: Any])
    #expect(driver["name"] as? String == "cr3scope" && driver["semanticVersion"] as? String == "1.2.3")
    return try #require(driver["rules"] as? [[String: Any]])
  }

  private static func location(_ result: [String: Any]) throws -> [String: Any] {
    let locations = try #require(result["locations"] as? [[String: Any]])
    #expect(locations.count == 1)
    return try #require(locations.first)
  }

  private static func physical(_ result: [String: Any]) throws -> (uri: String, region: [String: Int]) {
    let physical = try #require(try location(result)["physicalLocation"] as? [String: Any])
    let artifact = try #require(physical["artifactLocation"] as? [String: Any])
    return (try #require(artifact["uri"] as? String), try #require(physical["region"] as? [String: Int]))
  }

  private static func fingerprints(_ result: [String: Any], _ name: String) throws -> String {
    try #require((result["partialFingerprints"] as? [String: String])?[name])
  }

  @Test func exactText() throws {
    expectGolden(Self.text(try CheckedObject.report()), "Derived/findings.sarif")
  }

  @Test func nothing() throws {
    let report = try CheckedObject.report(
      least: .error,
      policy: .init(
        rules: [.init("*", .meta)], text: .public, exposures: [:], entries: [], aliases: [:]))
    #expect(Self.text(report).hasSuffix("\"results\":[]}]}\n"))
    #expect(try Self.rules(report).count == 7)
  }

  /// A short and a full description, of which code hosts take 1024 characters, and help for each rule.
  @Test func rules() throws {
    let rules = try Self.rules(try CheckedObject.report())
    #expect(rules.map { $0["id"] as? String } == RuleID.allCases.map(\.rawValue))
    for rule in rules {
      let texts = try ["shortDescription", "fullDescription", "help"].map { name in
        try #require((rule[name] as? [String: String])?["text"])
      }
      #expect(texts.allSatisfy { !$0.isEmpty } && texts[0].count <= 255 && texts[1].count <= 1024)
      #expect(texts[2].hasPrefix(texts[1]) && texts[0].hasSuffix("."))
      let level = try #require((rule["defaultConfiguration"] as? [String: String])?["level"])
      #expect(["error", "warning", "note"].contains(level))
    }
  }

  @Test func ruleIndexAndLevel() throws {
    let report = try CheckedObject.report()
    let rules = try Self.rules(report)
    let results = try Self.results(report)
    #expect(results.count == report.findings.count)
    for (result, finding) in zip(results, report.findings) {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(result["ruleId"] as? String == finding.id.rawValue)
      #expect(rules[index]["id"] as? String == finding.id.rawValue)
      #expect(result["level"] as? String == finding.severity.rawValue)
      #expect((result["message"] as? [String: String])?["text"] == "\(finding.from.place): \(finding.message)")
      #expect(result["baselineState"] == nil)
    }
  }

  /// The bytes at the place of each finding are those of the field that the reference fills in.
  @Test func placesInTheFile() throws {
    let results = try Self.results(try CheckedObject.report())
    let marks: [UInt8] = [7, 1, 2, 3, 4, 5, 6]
    try #require(results.count == marks.count)
    for (result, mark) in zip(results, marks) {
      let region = try Self.physical(result).region
      #expect(region.keys.sorted() == ["byteLength", "byteOffset"])
      let offset = try #require(region["byteOffset"])
      #expect(region["byteLength"] == (mark == 7 ? 8 : 4))
      #expect(Array(CheckedObject.bytes[offset..<offset + 4]) == CheckedObject.mark(mark))
    }
  }

  @Test func logicalLocations() throws {
    let places = try Self.results(try CheckedObject.report()).map { result in
      let logical = try #require(try Self.location(result)["logicalLocations"] as? [[String: String]])
      return logical.map { "\($0["kind"] ?? "-") \($0["name"] ?? "-") \($0["fullyQualifiedName"] ?? "-")" }
    }
    #expect(
      places.flatMap { $0 } == [
        "variable table .rodata!table+0x0", "function foo .text..exposed!foo+0x1",
        "function foo .text..exposed!foo+0x7", "function foo .text..exposed!foo+0xe",
        "function foo .text..exposed!foo+0x14", "- foo .text..exposed!foo+0x19", "function foo .text..exposed!foo+0x1f",
      ])
  }

  @Test(
    arguments: [
      ("a.o", "a.o"), ("a b/c.o", "a%20b/c.o"), ("\u{fc}.o", "%C3%BC.o"), ("100%.o", "100%25.o"),
      ("lib.a(foo.o)", "lib.a%28foo.o%29"), ("c:x.o", "c%3Ax.o"), ("a?b#c.o", "a%3Fb%23c.o"),
      ("/srv/a b.o", "file:///srv/a%20b.o"),
      ("//srv//a.o", "file:///srv//a.o"), ("/100%/\u{fc}.o", "file:///100%25/%C3%BC.o"),
      ("../a~b_c-d.o", "../a~b_c-d.o"), ("\u{1b}[m.o", "%EF%BF%BD%5Bm.o"),
      ("\"\\\".o", "%22%5C%22.o"), ("standard input", "standard%20input"),
    ])
  func address(name: String, expected: String) throws {
    let report = try CheckedObject.report(name)
    #expect(try Self.results(report).allSatisfy { try Self.physical($0).uri == expected })
    #expect(URL(string: expected) != nil)
  }

  /// What cannot be read makes the run incomplete, even if a baseline knows it: 3.20.14, 3.20.21 and appendix I.
  @Test func incompleteRuns() throws {
    func invocation(_ report: ObjectReport) throws -> [String: Any] {
      let invocations = try #require(try Self.run(report)["invocations"] as? [[String: Any]])
      return try #require(invocations.count == 1 ? invocations.first : nil)
    }
    let whole = try invocation(try CheckedObject.report())
    #expect(whole["executionSuccessful"] as? Bool == true && whole["toolExecutionNotifications"] == nil)
    var object = ObjectWriter()
    let text = object.addSection(".text..exposed", [.allocated, .execute], [0x90, 0x06, 0xc3])
    object.addSymbol("foo", .function, in: text, size: 3, isGlobal: true)
    let set = ObjectSet(try ObjectFile.files(in: FileBytes(name: "/a b.o", object.bytes())), policy: .standard)
    let check = ObjectCheck(set, policy: .standard)
    for report in [ObjectReport(check), ObjectReport(check, baseline: Baseline(of: check.findings), least: .error)] {
      let part = try invocation(report)
      #expect(part["executionSuccessful"] as? Bool == false)
      let notes = try #require(part["toolExecutionNotifications"] as? [[String: Any]])
      #expect(notes.count == 1 && notes.first?["level"] as? String == "error")
      #expect((notes.first?["associatedRule"] as? [String: String])?["id"] == "BLIND")
      #expect(
        (notes.first?["message"] as? [String: String])?["text"]
          == "foo+0x1: not decoded from +0x1 on: 2 bytes are no known instruction (.text..exposed)")
      #expect(try Self.physical(try #require(notes.first)).uri == "file:///a%20b.o")
    }
  }

  /// Two references from one function to one object differ, and stay what they are when others are known.
  @Test func fingerprints() throws {
    let all = try CheckedObject.report()
    for name in ["reference/v1", "primaryLocationLineHash"] {
      let found = try Self.results(all).map { try Self.fingerprints($0, name) }
      #expect(Set(found).count == found.count)
    }
    var known = Baseline()
    for finding in all.findings where finding.from.place != "foo+0x1f" { known.add(finding.baselineLine) }
    let new = try Self.results(try CheckedObject.report(baseline: known))
    try #require(new.count == 1)
    #expect(new[0]["baselineState"] as? String == "new")
    #expect(try Self.fingerprints(new[0], "reference/v1") == "DATA|.text..exposed|foo|.data|secret|2")
    let last = try #require(try Self.results(all).last)
    #expect(last["partialFingerprints"] as? [String: String] == new[0]["partialFingerprints"] as? [String: String])
    let errors = try Self.results(try CheckedObject.report(least: .error))
    #expect(errors.count == 3)
    #expect(try errors.map { try Self.fingerprints($0, "reference/v1") }.map(\.last) == ["1", "1", "2"])
  }

  /// The hash is FNV-1a of what is said, and the number of those that say it.
  @Test func hash() throws {
    let results = try Self.results(try CheckedObject.report())
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in Array("CALL|.text..exposed|foo|.text|work".utf8) { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    let hex = String(hash, radix: 16)
    #expect(
      try Self.fingerprints(results[1], "primaryLocationLineHash")
        == String(repeating: "0", count: 16 - hex.count) + hex + ":1")
  }
}
