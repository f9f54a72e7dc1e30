import Diagnostics
import Isolation
import PageTables
import Recordings
import SectionCheck
import TestSupport
import Testing

/// Rows of semantics 5.2 that are not about code, or about symbols without a section.
struct WrittenDataTests {
  private static let zeros = [UInt8](repeating: 0, count: 8)

  /// A pointer of a type in a section to `bar` in another.
  private static func pointer(_ from: String, _ kind: ObjectWriter.RelocationKind, _ to: String) -> SmallObject {
    var object = SmallObject()
    object.add("table", in: from, zeros + zeros, .init(8, kind, "bar"))
    object.add("bar", in: to, zeros)
    return object
  }

  @Test(
    arguments: [
      (".data..exposed", ".data"), (".rodata", ".data"), (".rodata", ".text"), (".bss..exposed", ".bss"),
      (".data..percpu..exposed", ".data..percpu"),
    ])
  func pointers(from: String, to: String) throws {
    let check = try ObjectCheck(Self.pointer(from, .absolute64, to))
    #expect(
      check.lines == [
        "a.o: note: table+0x8: exposed data (\(from)) holds a pointer to private bar (\(to)) [PTR]"
      ])
    #expect(check.count(.note) == 1 && check.count(.warning) == 0 && check.count(.error) == 0)
  }

  @Test(
    arguments: [
      // Types other than R_X86_64_64 in tables.
      (".rodata", .relative32, ".data"), (".rodata", .relative64, ".data"), (".rodata", .absolute32, ".data"),
      (".rodata", .plt32, ".text"), (".rodata", .signed32, ".text"),
      // What is exposed, or is no target.
      (".rodata", .absolute64, ".data..exposed"), (".rodata", .absolute64, ".text..exposed"),
      (".rodata", .absolute64, ".text..gate"), (".rodata", .absolute64, ".init.text"),
      // Private data, and tables that describe code.
      (".data", .absolute64, ".text"), (".bss", .absolute64, ".data"), (".rodata..private", .absolute64, ".data"),
      (".data..ro_after_init", .absolute64, ".text"), (".smp_locks", .absolute64, ".text"),
      (".orc_unwind_ip", .absolute64, ".data"), ("__bug_table", .absolute64, ".data"),
      (".init.data", .absolute64, ".data"), ("__ksymtab_strings", .absolute64, ".data"),
    ] as [(String, ObjectWriter.RelocationKind, String)])
  func noPointers(from: String, kind: ObjectWriter.RelocationKind, to: String) throws {
    #expect(try ObjectCheck(Self.pointer(from, kind, to)).lines == [])
  }

  /// A symbol that no file defines, from each kind of section; what describes code does not count.
  @Test(
    arguments: [
      (".text..exposed", true), (".data..exposed", true), (".text", true), (".data", true), (".text..gate", true),
      (".smp_locks", false), (".init.text", false),
    ])
  func undefined(from: String, isFound: Bool) throws {
    var object = SmallObject()
    object.add("foo", in: from, [0x48, 0xb8] + Self.zeros + [0xc3], .init(2, .absolute64, "elsewhere"))
    let line = "a.o: note: foo+0x2: reference to undefined elsewhere from \(from) [UNDEF]"
    #expect(try ObjectCheck(object).lines == (isFound ? [line] : []))
  }

  /// Symbols of the linker script: the policy's aliases, then the kernel's symbols at the same address.
  @Test func aliases() throws {
    var object = SmallObject()
    let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0]
    object.add(
      "foo", in: ".text..exposed", load + load, .init(3, .relative32, "jiffies", -4),
      .init(10, .relative32, "synonym", -4))
    object.add("jiffies_64", in: ".data", Self.zeros)
    object.add("original", in: ".bss", Self.zeros)
    let first = "a.o: error: foo+0x3: reference to private jiffies_64 (.data) from exposed text (.text..exposed) [DATA]"
    #expect(
      try ObjectCheck(object).lines == [
        first, "a.o: note: foo+0xa: reference to undefined synonym from .text..exposed [UNDEF]",
      ])
    let symbols = SymbolTable(
      ["original", "synonym"].map { .init(address: VirtualAddress(0xffff_ffff_8100_0000), kind: "D", name: $0) })
    let set = ObjectSet(try ObjectSet(object).files, policy: .standard, symbols: symbols)
    #expect(
      ObjectCheck(set, policy: .standard).lines == [
        first, "a.o: error: foo+0xa: reference to private original (.bss) from exposed text (.text..exposed) [DATA]",
      ])
    // Of several addresses the one whose other name comes first.
    let places = [(2, "synonym"), (1, "original"), (3, "synonym"), (1, "synonym"), (3, "jiffies_64")]
    let several = SymbolTable(
      places.map { .init(address: VirtualAddress(0xffff_ffff_8100_0000 + 16 * UInt64($0.0)), kind: "D", name: $0.1) })
    let other = ObjectSet(try ObjectSet(object).files, policy: .standard, symbols: several)
    #expect(ObjectCheck(other, policy: .standard).lines == ObjectCheck(set, policy: .standard).lines)
  }

  /// Common data of another file is private; where a third one says where it is, that counts.
  @Test(arguments: [nil, ".data", ".data..exposed"] as [String?]) func commonOfAnotherFile(section: String?) throws {
    var object = SmallObject()
    object.add("foo", in: ".text..exposed", [0x48, 0x8b, 0x05, 0, 0, 0, 0], .init(3, .relative32, "shared", -4))
    var other = SmallObject()
    other.common("shared")
    var third = SmallObject()
    if let section { third.add("shared", in: section, Self.zeros) }
    let set = ObjectSet(
      try [object, other, third].flatMap { try ObjectSet($0).files }, policy: .standard)
    let found = ObjectCheck(set, policy: .standard).lines
    let expected = section == ".data..exposed" ? [] : ["(\(section ?? "COMMON"))"]
    #expect(found.count == expected.count && zip(found, expected).allSatisfy { $0.contains($1) }, "\(found)")
  }

  /// A number that another file defines is nothing that anybody knows, as after `ld -r`.
  @Test func numberOfAnotherFile() throws {
    var object = SmallObject()
    object.add("foo", in: ".text..exposed", [0x48, 0x8b, 0x05, 0, 0, 0, 0], .init(3, .relative32, "number", -4))
    var other = SmallObject()
    other.absolute("number")
    for files in [[object, other], [other, object]] {
      let set = ObjectSet(try files.flatMap { try ObjectSet($0).files }, policy: .standard)
      #expect(
        ObjectCheck(set, policy: .standard).lines == [
          "a.o: warning: foo+0x0: 1 operand is an absolute address: nobody can tell what lies there (.text..exposed) [BLIND]"
        ])
    }
  }

  /// The linker takes what is not weak before common data, and that before what is weak; GNU ld and lld do so in any order.
  @Test(arguments: ["none", "common", "number", "common and strong"]) func weakData(other kind: String) throws {
    var object = SmallObject()
    object.add("foo", in: ".text..exposed", [0x48, 0x8b, 0x05, 0, 0, 0, 0], .init(3, .relative32, "shared", -4))
    object.add("shared", in: ".data..exposed", Self.zeros, isWeak: true)
    var others = [SmallObject(), SmallObject()]
    if kind.hasPrefix("common") { others[0].common("shared") }
    if kind == "number" { others[0].absolute("shared") }
    if kind.hasSuffix("strong") { others[1].add("shared", in: ".data", Self.zeros) }
    let expected = ["common": "(COMMON)", "number": "[BLIND]", "common and strong": "(.data)"][kind]
    for files in [[object] + others, others.reversed() + [object]] {
      let set = ObjectSet(try files.flatMap { try ObjectSet($0).files }, policy: .standard)
      let found = ObjectCheck(set, policy: .standard).lines
      #expect(found.count == (expected == nil ? 0 : 1) && found.allSatisfy { $0.contains(expected ?? "") }, "\(found)")
    }
  }

  /// Common data of the file itself is where a file says that defines it.
  @Test(arguments: [".data", ".data..exposed"]) func ownCommon(section: String) throws {
    var object = SmallObject()
    object.add("foo", in: ".text..exposed", [0x48, 0x8b, 0x05, 0, 0, 0, 0], .init(3, .relative32, "shared", -4))
    object.common("shared")
    var other = SmallObject()
    other.add("shared", in: section, Self.zeros)
    for files in [[object, other], [other, object]] {
      let set = ObjectSet(try files.flatMap { try ObjectSet($0).files }, policy: .standard)
      let found = ObjectCheck(set, policy: .standard).lines
      #expect(found.count == (section == ".data" ? 1 : 0) && found.allSatisfy { $0.contains("(.data)") }, "\(found)")
    }
  }

  /// Code that a policy calls data is mapped as that, and read as code.
  @Test(arguments: [("xdata", true), ("rodata", true), ("pdata", false)])
  func codeThatIsCalledData(name: String, isExposed: Bool) throws {
    var policy = SectionPolicy.standard
    policy.rules.insert(.init("*clock*", try #require(LinkClass(rawValue: name))), at: 0)
    var object = SmallObject()
    object.add("foo", in: ".text.clock", [0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xc3], .init(3, .relative32, "secret", -4))
    object.add("secret", in: ".data", Self.zeros)
    let found = ObjectCheck(try ObjectSet(object), policy: policy).lines
    #expect(found.count == (isExposed ? 1 : 0) && found.allSatisfy { $0.hasSuffix("[DATA]") }, "\(found)")
  }

  /// No symbol's section: what lies at a number nobody knows, and common data is private.
  @Test func symbolsWithoutSection() throws {
    var object = SmallObject()
    let load: [UInt8] = [0x8b, 0x04, 0x25, 0, 0, 0, 0]
    object.add(
      "foo", in: ".text..exposed", load + load, .init(3, .signed32, "number"), .init(10, .signed32, "shared"))
    object.absolute("number")
    object.common("shared")
    #expect(
      try ObjectCheck(object).lines == [
        "a.o: warning: foo+0x0: 1 operand is an absolute address: nobody can tell what lies there (.text..exposed) [BLIND]",
        "a.o: error: foo+0xa: reference to private shared (COMMON) from exposed text (.text..exposed) [DATA]",
      ])
  }

  /// A symbol's size (SIZE32, SIZE64) and the linker's table itself (GOTPC32, GOTPC64) say nothing, but that nobody can tell
  /// what a branch does which they fill in.
  @Test(arguments: [26, 29, 32, 33] as [UInt32])
  func kindsThatDoNotCount(kind: UInt32) throws {
    var object = SmallObject()
    for (name, target) in [("foo", "bar"), ("other", "elsewhere")] {
      object.add(
        name, in: ".text..exposed", [0x90, 0xe8, 0, 0, 0, 0, 0x90, 0x90, 0x90, 0x90],
        .init(2, .init(rawValue: kind), target, -4))
      object.add(name + "s", in: ".rodata", Self.zeros, .init(0, .init(rawValue: kind), target))
    }
    object.add("bar", in: ".data", Self.zeros)
    let words = "1 operand is an absolute address: nobody can tell what lies there (.text..exposed) [BLIND]"
    #expect(try ObjectCheck(object).lines == ["foo", "other"].map { "a.o: warning: \($0)+0x1: \(words)" })
  }

  /// Thunks jump to where a register says; `elsewhere` they are in another file.
  @Test(
    arguments: [
      ("__x86_indirect_thunk_rax", ".text..__x86.indirect_thunk", true),
      ("__x86_indirect_thunk_r11", ".text.__x86.indirect_thunk", true),
      ("__x86_indirect_call_thunk_rax", ".text..__x86.indirect_thunk", true),
      ("__x86_return_thunk", ".text..__x86.return_thunk", false),
      ("__x86_indirect_thunk_rax", nil, true), ("__SCT__might_resched", nil, true),
    ] as [(String, String?, Bool)])
  func thunks(name: String, section: String?, isIndirect: Bool) throws {
    for opcode: UInt8 in [0xe8, 0xe9] {
      var object = SmallObject()
      object.add("foo", in: ".text..exposed", [opcode, 0, 0, 0, 0], .init(1, .plt32, name, -4))
      if let section { object.add(name, in: section, [0xcc]) }
      let line =
        "a.o: warning: foo+0x1: indirect call {dynamic} through \(name) may leave exposed text (.text..exposed) [INDIRECT]"
      #expect(try ObjectCheck(object).lines == (isIndirect ? [line] : []))
    }
  }
}
