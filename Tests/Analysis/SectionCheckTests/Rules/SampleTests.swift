import ELF
import Isolation
import SectionCheck
import Testing

/// What samples/sections/README.md says of each source, in the compiler's own objects.
@Suite(.enabled(if: Compiler.isThere, "needs make, gcc and ld"))
struct SampleTests {
  /// Where a compiler may choose, the offset is "?".
  private static let expected: [String: [String]] = [
    "call.o": ["error: bad_call+?: call to call_private_work() leaves exposed text (.text..exposed -> .text) [CALL]"],
    "data.o": [
      "error: bad_data+?: reference to private data_private_count (.data) from exposed text (.text..exposed) [DATA]",
      "error: bad_data_constant+?: reference to private data_private_key (.rodata..private) from exposed text "
        + "(.text..exposed) [DATA]",
    ],
    "addr.o": [
      "warning: bad_addr+?: address of private addr_private_queue (.data) taken in exposed text (.text..exposed) [ADDR]"
    ],
    "indirect.o": [
      "warning: bad_indirect+?: indirect call {dynamic} through indirect_operation may leave exposed text "
        + "(.text..exposed) [INDIRECT]"
    ],
    "ptr.o": [
      "note: bad_ptr+0x0: exposed data (.data..exposed) holds a pointer to private ptr_private_value (.data) [PTR]"
    ],
    "undef.o": ["note: bad_undef+?: reference to undefined undef_elsewhere from .text..exposed [UNDEF]"],
    "percpu.o": [
      "error: bad_percpu+0x4: reference to private percpu_private_count (.data..percpu) from exposed text "
        + "(.text..exposed) [DATA]"
    ],
    // MOV of 6 bytes between the markers, then ADD with its field at 2.
    "suppressed.o": [
      "error: bad_suppressed+0x8: reference to private suppressed_private_flag (.data) from exposed text "
        + "(.text..exposed) [DATA]"
    ],
    "alternative.o": [
      "error: bad_alternative+0x0: reference to private alternative_private_mode (.data) from exposed text "
        + "(.text..exposed) [DATA]"
    ],
    "jumplabel.o": [
      "error: bad_jumplabel+0x0: call to jumplabel_private_work() leaves exposed text (.text..exposed -> .text) [CALL]"
    ],
    // TEST of 2 bytes, then JS with its field at 2.
    "cold.o": [
      "error: bad_cold+0x4: call to bad_cold.cold() leaves exposed text (.text..exposed -> .text.unlikely) [CALL]"
    ],
    "gate.o": [], "annotated.o": [],
    "allowed.o": [
      "error: good_with_policy+?: reference to private allowed_clock (.data..sample_clock) from exposed text "
        + "(.text..exposed) [DATA]",
      "error: good_with_policy+?: reference to private allowed_setting (.data..ro_after_init) from exposed text "
        + "(.text..exposed) [DATA]",
    ],
  ]

  /// Of those whose offset the compiler chooses.
  private static let chosen: Set = ["call.o", "data.o", "addr.o", "indirect.o", "undef.o", "allowed.o"]

  private static func lines(_ check: ObjectCheck, isChosen: (String) -> Bool) -> [String] {
    check.findings.map { finding in
      let line = String(finding.line.dropFirst(finding.file.count + 2))
      return isChosen(finding.from.symbol)
        ? line.replacing(/\+0x[0-9a-f]+:/, with: "+?:", maxReplacements: 1) : line
    }.sorted()
  }

  @Test func each() throws {
    let files = try Compiler.samples()
    #expect(files.keys.sorted() == (Array(Self.expected.keys) + ["sections.o"]).sorted())
    for (name, expected) in Self.expected {
      let check = ObjectCheck(ObjectSet([try #require(files[name])], policy: .standard), policy: .standard)
      #expect(Self.lines(check) { _ in Self.chosen.contains(name) } == expected, "\(name)")
      #expect(check.notices == [], "\(name)")
    }
  }

  /// The linker puts all of them into one and leaves what they say, but for the name of the file.
  @Test func together() throws {
    let file = try #require(try Compiler.samples()["sections.o"])
    let check = ObjectCheck(ObjectSet([file], policy: .standard), policy: .standard)
    let chosen = Self.expected.filter { Self.chosen.contains($0.key) }.values.joined().map { line in
      line.split(separator: " ")[1].prefix { $0 != "+" }
    }
    #expect(
      Self.lines(check) { symbol in chosen.contains { $0 == symbol } } == Self.expected.values.joined().sorted())
    // Two of suppressed.S and one of annotated.c.
    #expect(check.suppressed == 3)
    #expect(check.notices == [])
  }

  /// The policy of the samples, as a value: `PolicyReadingTests` reads the file.
  @Test func allowed() throws {
    var policy = SectionPolicy.standard
    policy.rules.insert(.init(".data..sample_clock*", .exposedData), at: 0)
    policy.allowances = [.init(from: "good_with_policy", to: "allowed_setting", reason: "written at the start only")]
    let file = try #require(try Compiler.samples()["allowed.o"])
    let check = ObjectCheck(ObjectSet([file], policy: policy), policy: policy)
    #expect(check.lines == [] && check.allowed == [1])
  }
}
