import Bytes
import Isolation
import Scenarios
import TestSupport
import Testing

/// What the keys of a policy mean.
struct PolicyReadingTests {
  private static func policy(_ text: String) throws -> SectionPolicy {
    try PolicyFile.read(FileBytes(name: "p.yaml", Array(text.utf8)))
  }

  @Test func rulesStandBeforeTheStandardOnes() throws {
    let policy = try Self.policy(
      """
      sections:
        - xtext: [.text..mine*, .text..other]
        - pdata: .data..exposed..but_secret*
      """)
    #expect(
      policy.rules == [
        .init(".text..mine*", .exposedText), .init(".text..other", .exposedText),
        .init(".data..exposed..but_secret*", .privateData),
      ] + SectionPolicy.standard.rules)
    #expect(policy.linkClass(ofSection: ".text..mine.x", isText: true) == .exposedText)
    #expect(policy.linkClass(ofSection: ".data..exposed..but_secret1", isText: false) == .privateData)
    #expect(policy.linkClass(ofSection: ".data..exposed..other", isText: false) == .exposedData)
    var rest = policy
    rest.rules = SectionPolicy.standard.rules
    #expect(rest == .standard)
  }

  @Test(arguments: ["{}", "extends: standard"])
  func standard(text: String) throws {
    #expect(try Self.policy(text) == .standard)
  }

  @Test func noneIsEmpty() throws {
    let policy = try Self.policy("extends: none")
    #expect(policy == SectionPolicy(rules: [], text: .public, exposures: [:], entries: [], aliases: [:]))
  }

  @Test func otherKeys() throws {
    let policy = try Self.policy(
      """
      text: split
      spaces:
        pti: [entry, .data..percpu..page_aligned, xdata, .bss..page*]
      entries: [__x64_sys_*, my_entry]
      aliases: {one: two, jiffies: my_jiffies}
      """)
    #expect(policy.text == .split)
    #expect(
      policy.exposures[.pti]
        == .init([.entry, .exposedData], sections: [Glob(".data..percpu..page_aligned"), Glob(".bss..page*")]))
    #expect(policy.exposures[.unified] == SectionPolicy.standard.exposures[.unified])
    #expect(policy.entries == [Glob("__x64_sys_*"), Glob("my_entry")])
    #expect(policy.aliases == ["one": "two", "jiffies": "my_jiffies", "const_pcpu_hot": "pcpu_hot"])
  }

  @Test func threeFormsOfAnAllowance() throws {
    let policy = try Self.policy(
      """
      allow:
        - from: foo*
          to: jiffies
          reason: >
            public, written
            at boot
        - "bar -> .data..ro_after_init : read only: after the start"
        - bar -> .data..ro_after_init : read only
        - 'bar->x:y'
      """)
    #expect(
      policy.allowances == [
        .init(from: "foo*", to: "jiffies", reason: "public, written at boot"),
        .init(from: "bar", to: ".data..ro_after_init", reason: "read only: after the start"),
        .init(from: "bar", to: ".data..ro_after_init", reason: "read only"),
        .init(from: "bar", to: "x", reason: "y"),
      ])
  }

  /// A chain is no circle, and two names may stand for one.
  @Test func chainsOfAliases() throws {
    let policy = try Self.policy("extends: none\naliases: {a: b, b: c, d: b}")
    #expect(policy.aliases == ["a": "b", "b": "c", "d": "b"])
  }

  /// What is shown later is cleaned here.
  @Test func cleaned() throws {
    let policy = try Self.policy("extends: none\nentries: [\"a\\eb\"]\nallow: [\"a -> b : c\\ed\"]")
    #expect(policy.entries == [Glob("a\u{fffd}b")] && policy.allowances[0].reason == "c\u{fffd}d")
  }

  /// The policy of samples/sections.
  @Test func sample() throws {
    let policy = try PolicyFile.read(FileBytes.open(TestSupport.sample("sections/policy.yaml")))
    #expect(policy.linkClass(ofSection: ".data..sample_clock", isText: false) == .exposedData)
    #expect(policy.exposes(".data..percpu..page_aligned", .privateData, under: .pti))
    #expect(policy.allowances.map(\.to) == [Glob("allowed_setting")])
  }
}
