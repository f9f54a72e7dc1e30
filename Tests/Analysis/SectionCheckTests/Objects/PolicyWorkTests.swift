import Isolation
import SectionCheck
import TestSupport
import Testing

/// Which policies take too long for the names of files.
struct PolicyWorkTests {
  /// A policy with patterns in one of its keys.
  private static func policy(_ key: String, _ patterns: [String]) -> SectionPolicy {
    var policy = SectionPolicy.standard
    switch key {
    case "sections": policy.rules = patterns.map { .init($0, .exposedText) }
    case "spaces": policy.exposures[.pti]?.sections = patterns.map { Glob($0) }
    case "entries": policy.entries = patterns.map { Glob($0) }
    case "from": policy.allowances = patterns.map { .init(from: $0, to: "other", reason: "r") }
    default: policy.allowances = patterns.map { .init(from: "other", to: $0, reason: "r") }
    }
    return policy
  }

  /// Names of many equal letters, of functions and of their sections.
  private static func files(_ count: Int) throws -> ObjectSet {
    var object = SmallObject()
    for number in 0..<count {
      let name = String(repeating: "a", count: 60) + String(number)
      object.add(name, in: "." + name, [0xc3])
    }
    return try ObjectSet(object)
  }

  /// Pieces that stand everywhere in a name, each of which waits for something else; with question marks, and at the
  /// edges; whole names with question marks; and patterns that fit all names.
  private static let costly: [[String]] = [
    (1...60).map { "*\(String(repeating: "a", count: $0))*B*" },
    (1...30).map { "*\(String(repeating: "a", count: $0))?B*" },
    (1...30).map { "*\(String(repeating: "a", count: $0))*\(String(repeating: "a", count: 30 - $0))*" },
    (30...47).map { "*\(String(repeating: "a", count: $0))*B*" },
    (1...60).map { "*\(String(repeating: "?", count: $0))\(String(repeating: "b", count: 61 - $0))" },
    // Nothing waits for these pieces, as none gets behind its first.
    (1...60).map { "*B*\(String(repeating: "a", count: $0))*" },
    (1...60).map { "\(String(repeating: "a", count: $0))?\(String(repeating: "a", count: 60 - $0))b" },
    // All fit: each is told of for each name.
    Array(repeating: "*a*", count: 4096), Array(repeating: "*", count: 4096),
  ]

  @Test(arguments: ["sections", "spaces", "entries", "from", "to"], 0..<9)
  func products(key: String, kind: Int) throws {
    let patterns = Self.costly[kind]
    let few = try Self.files(1)
    let many = try Self.files(40)
    let policy = Self.policy(key, patterns)
    // What fails is not to be printed: a policy is long.
    let answers = [
      PolicyWork.isTooMuch(policy, for: few, limit: 20_000), PolicyWork.isTooMuch(policy, for: many, limit: 20_000),
      PolicyWork.isTooMuch(policy, for: many),
    ]
    #expect(answers == [false, true, false])
  }

  private static let harmless: [[String]] = [
    (0..<4000).map { "foo\($0)*" }, (0..<4000).map { "*bar\($0)" }, (0..<4000).map { "*middle\($0)*" },
    (0..<4000).map { "name\($0)" }, Array(repeating: "*x*x*x*x*x*x*x*x0", count: 4000),
  ]

  /// Names that are not alike, whole ones, and beginnings and ends that are, take next to nothing.
  @Test(arguments: 0..<5)
  func cheap(kind: Int) throws {
    let patterns = Self.harmless[kind]
    let files = try Self.files(500)
    for key in ["sections", "spaces", "entries", "from", "to"] {
      let isTooMuch = PolicyWork.isTooMuch(Self.policy(key, patterns), for: files, limit: 100_000)
      #expect(!isTooMuch, "\(key)")
    }
  }

  /// What was found without a limit is found with one that is not reached.
  @Test func theSame() {
    var limited = GlobSet(["*a*b*", "a?*", "*", "c*"].map { Glob($0) })
    var free = limited
    limited.allow(steps: 10_000)
    for name in ["ab", "acb", "ca", "", "abab"] {
      var found: [[Int]] = [[], []]
      limited.forEachMatch(name) { found[0].append($0) }
      free.forEachMatch(name) { found[1].append($0) }
      #expect(found[0] == found[1])
    }
    #expect(!limited.isExhausted && limited.stepsLeft < 10_000)
    limited.allow(steps: 0)
    limited.forEachMatch("ab") { _ in }
    #expect(limited.isExhausted)
    limited.forEachMatch("ab") { _ in Issue.record("nothing fits any more") }
  }
}
