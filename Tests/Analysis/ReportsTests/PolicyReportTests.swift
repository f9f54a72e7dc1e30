import Bytes
import Isolation
import Reports
import Scenarios
import TestSupport
import Testing

/// A printed policy: its exact text, and that reading it gives the policy again.
struct PolicyReportTests {
  private static let empty = SectionPolicy(rules: [], text: .public, exposures: [:], entries: [], aliases: [:])

  private static func text(_ policy: SectionPolicy) -> String {
    ByteSink.text { PolicyReport(policy).writeText(to: &$0) }
  }

  private static func reread(_ policy: SectionPolicy) throws -> SectionPolicy {
    try PolicyFile.read(FileBytes(name: "p.yaml", Array(text(policy).utf8)))
  }

  /// The lines without comments and empty ones.
  private static func values(_ policy: SectionPolicy) -> [Substring] {
    text(policy).split(separator: "\n").filter { !$0.hasPrefix("#") }
  }

  @Test func everythingOfAPolicy() {
    var policy = Self.empty
    policy.text = .split
    policy.rules = [.init(".text..mine*", .exposedText), .init("*", .privateData)]
    policy.exposures = [
      .unified: .init([.exposedData, .entry], sections: [Glob(".b"), Glob(".a*")]), .nopti: .init([]),
    ]
    policy.entries = [Glob("sys_?"), Glob("asm*")]
    policy.allowances = [.init(from: "*", to: ".data", reason: "known: good")]
    policy.aliases = ["b": "c", "a": "b"]
    #expect(
      Self.values(policy) == [
        "extends: none", "text: split", "sections:", "  - xtext: .text..mine*", "  - pdata: \"*\"", "spaces:",
        "  nopti: []", "  unified: [entry, xdata, .b, .a*]", "entries:", "  - sys_?", "  - asm*", "allow:",
        "  - from: \"*\"", "    to: .data", "    reason: \"known: good\"", "aliases:", "  a: b", "  b: c",
      ])
  }

  @Test func nothingOfAPolicy() {
    #expect(
      Self.values(Self.empty) == [
        "extends: none", "text: public", "sections: []", "spaces: {}", "entries: []", "allow: []", "aliases: {}",
      ])
  }

  /// All of the standard policy with its comments, as --print-policy prints it.
  @Test func standard() {
    expectGolden(Self.text(.standard), "Derived/policy.yaml")
  }

  /// Each class is explained once.
  @Test func classes() {
    let comments = Self.text(.standard).split(separator: "\n").filter { $0.hasPrefix("#   ") }
    #expect(
      comments.map { $0.split(separator: " ")[1] } == [
        "meta", "gate", "entry", "xtext", "scall", "rodata", "xdata", "ptext", "pdata",
      ])
  }

  @Test func standardAndEmptyAreReadBack() throws {
    #expect(try Self.reread(.standard) == .standard)
    #expect(try Self.reread(Self.empty) == Self.empty)
  }

  @Test(
    arguments: [
      "\"", "'a'", "a\\b", "\\", "a#b", "a #b", "#", "a: b", "a:", ": ", "*", "*.text", "&a", "!a", "|", ">", "%a",
      "@a",
      "`a`", "-", "- a", "? a", "a, b", "[a]", "{a}", "null", "true", "~", "12", "0x1f", " a ", "a  b", "...", "---",
      "\u{fc}ber", "\u{1f600}", "\u{fffd}", "=", "<<",
    ])
  func oddNamesAreReadBack(name: String) throws {
    var policy = Self.empty
    policy.rules = [.init(name, .exposedText)]
    policy.entries = [Glob(name)]
    policy.aliases = [name: "x", "y": name]
    policy.exposures = [.pti: .init([.entry], sections: [Glob("." + name)])]
    policy.allowances = [.init(from: name, to: name, reason: Self.prose("a \(name) b"))]
    #expect(try Self.reread(policy) == policy)
  }

  /// What a reader would clean stands there all the same, and as one scalar.
  @Test func controlCharactersAreEscaped() throws {
    var policy = Self.empty
    policy.entries = [Glob("a\n- b\u{1b}\u{2028}")]
    #expect(Self.text(policy).contains("  - \"a\\u000a- b\\u001b\\u2028\"\n"))
    #expect(try Self.reread(policy).entries.count == 1)
  }

  @Test func anyPolicyIsReadBack() throws {
    try withSeeds(200) { random in
      let policy = Self.random(&random)
      try #require(try Self.reread(policy) == policy)
    }
  }

  /// Words with one space between two, as reasons are read.
  private static func prose(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }

  private static func random(_ random: inout SplitMix64) -> SectionPolicy {
    let letters = Array("ab.*?_\"\\'#:-> ,[]{}&!|%@`~\u{e9}0")
    func name(_ random: inout SplitMix64) -> String {
      String((0..<random.number(1...12)).map { _ in random.pick(letters, or: "a") })
    }
    func names(_ random: inout SplitMix64) -> [String] { (0..<random.number(0...4)).map { _ in name(&random) } }
    func linkClass(_ random: inout SplitMix64) -> LinkClass { random.pick(LinkClass.allCases, or: .meta) }
    var policy = empty
    policy.text = random.oneIn(2) ? .split : .public
    policy.rules = names(&random).map { .init($0, linkClass(&random)) }
    for design in Design.all where random.oneIn(2) {
      let classes = Set((0..<random.number(0...4)).map { _ in linkClass(&random) })
      policy.exposures[design] = .init(classes, sections: names(&random).map { Glob("." + $0) })
    }
    policy.entries = names(&random).map { Glob($0) }
    policy.allowances = names(&random).map { from in
      let words = ["r"] + (0..<random.number(0...5)).map { _ in name(&random) }
      return .init(from: from, to: name(&random), reason: prose(words.joined(separator: " ")))
    }
    // Names in their order, so that there is no circle.
    let sorted = Set(names(&random)).sorted()
    for (first, second) in zip(sorted, sorted.dropFirst()) { policy.aliases[first] = second }
    return policy
  }
}
