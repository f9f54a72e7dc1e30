import Diagnostics
import Isolation
import SectionCheck
import TestSupport
import Testing

/// What a policy changes.
struct PolicyTests {
  private static let text = ".text..exposed"
  private static let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0]
  private static let call: [UInt8] = [0xe8, 0, 0, 0, 0]

  /// `foo` reads `a` of .data and `b` of .data..special, and calls `work`.
  private static var object: SmallObject {
    var object = SmallObject()
    object.add(
      "foo", in: text, load + load + call, .init(3, .relative32, "a", -4), .init(10, .relative32, "b", -4),
      .init(15, .plt32, "work", -4))
    object.add("a", in: ".data", [0])
    object.add("b", in: ".data..special", [0])
    object.add("work", in: ".text", [0xc3])
    return object
  }

  private static func targets(_ policy: SectionPolicy) throws -> [String] {
    try ObjectCheck(object, policy: policy).findings.map(\.to.symbol)
  }

  /// The first pattern that fits says the class.
  @Test(
    arguments: [
      ([], ["a", "b", "work"]),
      ([.init(".data..special", .exposedData)], ["a", "work"]),
      ([.init(".data*", .exposedData)], ["work"]),
      ([.init(".data", .privateData), .init(".data*", .readOnlyData)], ["a", "work"]),
      ([.init(".text", .gate)], ["a", "b"]),
      ([.init(".text", .meta), .init(".text", .privateText)], ["a", "b"]),
      ([.init(".text..exposed", .gate)], []),
      ([.init(".text..exposed", .privateText)], []),
    ] as [([SectionPolicy.Rule], [String])])
  func classes(rules: [SectionPolicy.Rule], targets: [String]) throws {
    var policy = SectionPolicy.standard
    policy.rules = rules + policy.rules
    #expect(try Self.targets(policy) == targets)
  }

  /// By symbol or by section; the first that fits counts what it lets go.
  @Test(
    arguments: [
      ([("foo", "a")], ["b", "work"], [1]),
      ([("foo", "*")], [], [3]),
      ([("f?o", ".data*")], ["work"], [2]),
      ([(".text..exposed", "b"), ("*", ".data*")], ["work"], [1, 1]),
      ([("*", ".data"), ("foo", "a")], ["b", "work"], [1, 0]),
      ([("fo", "a"), ("foo", "aa"), (".text", "*")], ["a", "b", "work"], [0, 0, 0]),
    ] as [([(String, String)], [String], [Int])])
  func allowances(pairs: [(String, String)], targets: [String], counts: [Int]) throws {
    var policy = SectionPolicy.standard
    policy.allowances = pairs.map { .init(from: $0.0, to: $0.1, reason: "known") }
    let check = try ObjectCheck(Self.object, policy: policy)
    #expect(check.findings.map(\.to.symbol) == targets)
    #expect(check.allowed == counts)
  }

  /// Entry text that calls other exposed text and reads a constant, what KAISER mapped for user code, and data.
  private static var entry: SmallObject {
    var object = SmallObject()
    object.add(
      "entry", in: ".entry.text", call + load + load + load, .init(1, .plt32, "near", -4),
      .init(8, .relative32, "constant", -4), .init(15, .relative32, "mapped", -4), .init(22, .relative32, "secret", -4))
    object.add(
      "near", in: ".noinstr.text", load + [0xff, 0x15, 0, 0, 0, 0], .init(3, .relative32, "secret", -4),
      .init(9, .relative32, "elsewhere", -4))
    object.add("constant", in: ".rodata", [UInt8](repeating: 0, count: 8), .init(0, .absolute64, "secret"))
    object.add("mapped", in: ".data..percpu..user_mapped", [0])
    object.add("secret", in: ".data", [0])
    return object
  }

  @Test(
    arguments: [
      (
        .unified,
        [
          "entry+0x16 secret DATA", "near+0x3 secret DATA", "near+0x9 elsewhere INDIRECT", "near+0x9 elsewhere UNDEF",
          "constant+0x0 secret PTR",
        ]
      ),
      // Only entry text and one section are mapped; the rest of the text is not, so that to read it would fault.
      (
        .pti,
        [
          "entry+0x1 near CALL", "entry+0x8 constant DATA", "entry+0x16 secret DATA", "near+0x9 elsewhere UNDEF",
        ]
      ),
      // One space for all.
      (.nopti, []),
    ] as [(Design, [String])])
  func designs(design: Design, expected: [String]) throws {
    let check = try ObjectCheck(Self.entry, design: design)
    #expect(
      check.findings.map { "\($0.from.place) \($0.to.symbol) \($0.id.rawValue)" } == expected)
  }

  /// Isolation for entries from user code exposes the same in the three designs that have an exposed kernel.
  @Test func isolatingDesigns() throws {
    let lines = try ObjectCheck(Self.entry, design: .unified).lines
    for design in [Design.asi3, .gasi] { #expect(try ObjectCheck(Self.entry, design: design).lines == lines) }
  }

  /// Under page-table isolation text is split, whatever the policy says: to read private text faults.
  @Test(arguments: [(Design.pti, true), (.unified, false)])
  func splitText(design: Design, isFound: Bool) throws {
    var object = SmallObject()
    object.add("foo", in: ".entry.text", Self.load, .init(3, .relative32, "work", -4))
    object.add("work", in: ".text", [0xc3])
    let line = "a.o: error: foo+0x3: reference to private work (.text) from exposed text (.entry.text) [DATA]"
    #expect(try ObjectCheck(object, policy: .standard(.public), design: design).lines == (isFound ? [line] : []))
  }

  /// A policy without spaces finds nothing, and says so; under nopti that is right.
  @Test func noSpaces() throws {
    var policy = SectionPolicy.standard
    policy.exposures = [:]
    let check = try ObjectCheck(Self.object, policy: policy)
    #expect(check.findings.isEmpty)
    #expect(
      check.notices == [
        Notice(
          .warning,
          "the policy has nothing for unified below spaces: everything counts as mapped, and nothing is found")
      ])
    #expect(try ObjectCheck(Self.object, policy: policy, design: .nopti).notices.isEmpty)
  }
}
