import Isolation
import SectionCheck
import TestSupport
import Testing

/// Closures of small graphs of calls.
struct ClosureTests {
  private static let text = ".text..exposed"
  private static let call: [UInt8] = [0xe8, 0, 0, 0, 0]
  private static let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0]
  private static let zeros = [UInt8](repeating: 0, count: 8)

  /// A call by relocation; one after the other with a RET at the end.
  private static func calls(_ names: [String]) -> (bytes: [UInt8], fields: [SmallObject.Field]) {
    let fields = names.enumerated().map { SmallObject.Field($0.offset * 5 + 1, .plt32, $0.element, -4) }
    return (Array(repeating: call, count: names.count).flatMap { $0 } + [0xc3], fields)
  }

  /// Functions by name, and whom each calls.
  private static func object(_ graph: [(String, [String])], in section: String = text) -> SmallObject {
    var object = SmallObject()
    for (name, callees) in graph {
      let (bytes, fields) = calls(callees)
      let start = object.append(bytes, to: section, fields)
      object.label(name, in: section, at: start, size: bytes.count, kind: .function, isGlobal: true)
    }
    return object
  }

  /// The shortest way, nearest first; recursion ends; what nobody calls is not in it.
  @Test func graphs() throws {
    let graph = [
      ("entry", ["a", "b"]), ("a", ["c", "a"]), ("b", ["d"]), ("c", ["d", "entry"]), ("d", ["e"]), ("e", ["c"]),
      ("alone", ["a"]),
    ]
    let set = try ObjectSet(Self.object(graph))
    let expected = [
      "entry > a", "entry > b", "entry > a > c", "entry > b > d", "entry > b > d > e",
    ]
    #expect(try set.text(of: "entry") == ClosureText(functions: expected))
    #expect(
      try set.text(of: "e").functions == [
        "e > c", "e > c > d", "e > c > entry", "e > c > entry > a", "e > c > entry > b",
      ])
    let closure = try set.closure(of: "entry")
    #expect(closure.functions.map(\.caller) == [nil, 0, 0, 1, 2, 4])
    // The call of `a` is the first instruction, that of `b` the second; `d` is the first call of `b`.
    #expect(closure.functions.map(\.site) == [0, 0, 5, 11, 22, 39])
    #expect(closure.functions.map(\.size) == [11, 11, 6, 11, 6, 6])
    #expect(!closure.needsPrivate && closure.privateFunctions.isEmpty)
  }

  /// An address that is taken is named unless it is that of mapped read-only data, which strings are; one from the
  /// linker's table is not followed unless it is mapped. What a user half maps has no read-only data.
  @Test(
    arguments: [Design.unified, .pti],
    [(".rodata", true), (".rodata..private", false), (".data", false), (".data..exposed", true)])
  func addresses(design: Design, section: (name: String, isExposed: Bool)) throws {
    let isMapped = design == .unified && section.isExposed
    let isString = isMapped && section.name == ".rodata"
    for kind in [ObjectWriter.RelocationKind.relative32, .gotRelative] {
      var object = SmallObject()
      let opcode: UInt8 = kind == .relative32 ? 0x8d : 0x8b
      object.add("entry", in: ".entry.text", [0x48, opcode, 0x05, 0, 0, 0, 0, 0xc3], .init(3, kind, "table", -4))
      object.add("table", in: section.name, Self.zeros)
      let set = try ObjectSet(object)
      let found = ClosureText(try set.closure(of: "entry", design: design), in: set)
      #expect(found.objects == (isString ? [] : ["table address"]))
      #expect(found.unknowns.count == (kind == .gotRelative && !isMapped ? 1 : 0), "\(found.unknowns)")
    }
  }

  /// A return to what the code has just put on the stack is an indirect jump: PUSH; MOV, ADD and XCHG to [RSP]; PUSH of
  /// memory and of a number; with NOP in between. Not so behind what does something else.
  @Test(
    arguments: [
      ([0x50], true), ([0x41, 0x53], true), ([0x48, 0x89, 0x04, 0x24], true), ([0x4c, 0x89, 0x1c, 0x24], true),
      ([0x48, 0x89, 0x44, 0x24, 0x00], true), ([0x48, 0x83, 0x04, 0x24, 5], true), ([0x48, 0x87, 0x04, 0x24], true),
      ([0xff, 0x30], true), ([0x6a, 0], true), ([0x50, 0x0f, 0x1f, 0x00], true), ([0x50, 0x58], false),
      ([0x48, 0x89, 0x44, 0x24, 0x08], false), ([0x48, 0x8b, 0x04, 0x24], false),
      ([0x48, 0x8d, 0x64, 0x24, 0x08], false),
      ([0x48, 0x89, 0x04, 0x04], false), ([0x90], false), ([], false),
    ] as [([UInt8], Bool)], [[0xc3], [0xf3, 0xc3], [0xc2, 8, 0]] as [[UInt8]])
  func returns(code: (bytes: [UInt8], isJump: Bool), end: [UInt8]) throws {
    let (_, unknowns) = try ExposedFunction.found(ExposedFunction.object(code.bytes + end))
    #expect(unknowns == (code.isJump ? ["f+0x\(String(code.bytes.count, radix: 16)) indirect call"] : []))
  }

  /// The thunks that compilers put into the object itself.
  @Test(
    arguments: ["__x86_indirect_thunk_rax", "__llvm_retpoline_r11", "__llvm_lvi_thunk_r11"], [0xe8, 0xe9] as [UInt8])
  func thunks(name: String, opcode: UInt8) throws {
    for section in [".text.\(name)", ".text..__x86.indirect_thunk", nil] {
      var object = ExposedFunction.object([opcode, 0, 0, 0, 0, 0xc3], .init(1, .plt32, name, -4))
      if let section { object.add(name, in: section, [0x48, 0x89, 0x04, 0x24, 0xc3]) }
      let (lines, unknowns) = try ExposedFunction.found(object)
      #expect(lines.count == 1 && lines[0].hasSuffix("[INDIRECT]"), "\(lines)")
      #expect(unknowns.first == "f+0x0 indirect call")
    }
  }

  /// Branches that the assembler has filled in, with 1 and 4 bytes, forwards and backwards; a jump is a call.
  @Test(
    arguments: [
      // Of `entry` at 8, to `first` at 0 and to `last` at 16: CALL, JMP, JE; JMP and JE with one byte, LOOP, JRCXZ.
      ([0xe8, 0xf3, 0xff, 0xff, 0xff, 0xc3], "entry > first"), ([0xe9, 0xf3, 0xff, 0xff, 0xff], "entry > first"),
      ([0x0f, 0x84, 0xf2, 0xff, 0xff, 0xff, 0xc3], "entry > first"), ([0xeb, 0xf6], "entry > first"),
      ([0x74, 0xf6, 0xc3], "entry > first"), ([0xe2, 0xf6, 0xc3], "entry > first"),
      ([0xe3, 0xf6, 0xc3], "entry > first"),
      ([0xe8, 3, 0, 0, 0, 0xc3], "entry > last"), ([0xe9, 3, 0, 0, 0], "entry > last"), ([0xeb, 6], "entry > last"),
      ([0x75, 6, 0xc3], "entry > last"), ([0x66, 0x90, 0xeb, 4], "entry > last"),
      // Inside of the function, and past the end of the section.
      ([0xeb, 0xfe], nil), ([0x74, 0, 0xc3], nil),
    ] as [([UInt8], String?)])
  func filledBranches(code: [UInt8], path: String?) throws {
    var object = SmallObject()
    object.add("first", in: Self.text, [0xc3] + [UInt8](repeating: 0xcc, count: 7), size: 1)
    object.add("entry", in: Self.text, code + [UInt8](repeating: 0xcc, count: 8 - code.count), size: code.count)
    object.add("last", in: Self.text, [0xc3])
    #expect(try ObjectSet(object).text(of: "entry") == ClosureText(functions: path.map { [$0] } ?? []))
  }

  /// Control goes on into what follows, be it a label of the function or the next function, unless something stops it.
  @Test(
    arguments: [
      // The label is inside of the function by its size; a NOP, and loads that begin with 0F, 66.
      ([0x90], true, ["entry > inner"]), ([0x0f, 0xb6, 0x07], true, ["entry > inner"]),
      ([0x66, 0x8b, 0x07], true, ["entry > inner"]), ([0x31, 0xc0], true, ["entry > inner"]),
      ([0x0f, 0x0b], true, ["entry > inner"]), ([0x0f, 0x0b], false, []),
      ([0xeb, 0, 0x0f, 0xb6, 0x07], true, ["entry > inner"]), ([0x74, 0], true, ["entry > inner"]),
      // The UD2 of a WARN does not end it. RET, JMP *RAX and INT3 do; NOPs behind them are padding: 90, 66 90, 0F 1F 00, 66 2E 0F 1F 84 00.
      ([0xc3], true, []), ([0xc3, 0x90, 0x66, 0x90], true, []), ([0xcc], true, []),
      ([0xc3, 0x0f, 0x1f, 0x00], true, []), ([0xc3, 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0], true, []),
      // Into the next function: only a call at the end is taken for one that does not come back.
      ([0x31, 0xc0], false, ["entry > inner"]), ([0x90], false, ["entry > inner"]), ([0xc3, 0x90], false, []),
      ([0xe8, 0xfb, 0xff, 0xff, 0xff], false, []), ([0xe8, 0xfb, 0xff, 0xff, 0xff, 0x90], false, []),
      ([0xe8, 0xfb, 0xff, 0xff, 0xff], true, ["entry > inner"]),
    ] as [([UInt8], Bool, [String])])
  func fallingThrough(code: [UInt8], isOne: Bool, functions: [String]) throws {
    var object = SmallObject()
    object.add("entry", in: Self.text, code, size: isOne ? code.count + 1 : code.count)
    object.add("inner", in: Self.text, [0xc3], kind: isOne ? ObjectWriter.SymbolKind.none : .function)
    #expect(try ObjectSet(object).text(of: "entry") == ClosureText(functions: functions))
  }

  /// A jump that is replaced by nothing, or switched off, lets control go on into what follows.
  @Test(arguments: [".altinstructions", "__jump_table", ""]) func patchedJumps(table: String) throws {
    var object = SmallObject()
    object.add("entry", in: Self.text, [0x90, 0xe9, 0, 0, 0, 0], .init(2, .plt32, "out", -4))
    object.add("inner", in: Self.text, [0xc3])
    object.add("out", in: Self.text, [0xc3])
    object.append([0x90], to: ".altinstr_replacement")
    if !table.isEmpty {
      let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0]
      let fields: [SmallObject.Field] = [
        .init(0, .relative32, "entry", 1),
        .init(4, .relative32, table == "__jump_table" ? "out" : ".altinstr_replacement"),
      ]
      object.append(table == "__jump_table" ? bytes : Array(bytes.prefix(14)), to: table, fields)
    }
    let ways = ["entry > out"] + (table.isEmpty ? [] : ["entry > inner"])
    #expect(try Set(ObjectSet(object).text(of: "entry").functions) == Set(ways))
  }

  /// Code without a size goes on into the next symbol; behind a call only a label does.
  @Test(
    arguments: [
      (ObjectWriter.SymbolKind.none, [0x31, 0xc0], ["entry > next"]), (.function, [0x31, 0xc0], ["entry > next"]),
      (.none, [0xe8, 0xfb, 0xff, 0xff, 0xff], ["entry > next"]), (.function, [0xe8, 0xfb, 0xff, 0xff, 0xff], []),
    ] as [(ObjectWriter.SymbolKind, [UInt8], [String])])
  func unsized(kind: ObjectWriter.SymbolKind, code: [UInt8], functions: [String]) throws {
    var object = SmallObject()
    object.add("entry", in: Self.text, code, kind: kind, size: 0)
    object.add("next", in: Self.text, [0xc3])
    #expect(try ObjectSet(object).text(of: "entry").functions == functions)
  }

  /// Data in the order in which it is met, each once; an access is more than an address, whichever comes first.
  @Test func objects() throws {
    var object = SmallObject()
    object.add(
      "entry", in: Self.text, [0xbf, 0, 0, 0, 0] + Self.load + Self.load + Self.call + [0xc3],
      .init(1, .absolute32, "a"), .init(8, .relative32, "b", 4), .init(15, .relative32, "c", -4),
      .init(20, .plt32, "next", -4))
    object.add(
      "next", in: Self.text, Self.load + [0xbf, 0, 0, 0, 0] + [0x48, 0xc7, 0x05, 0, 0, 0, 0, 1, 0, 0, 0, 0xc3],
      .init(3, .relative32, "a", -4), .init(8, .absolute32, "b"), .init(15, .relative32, "open", -8))
    for name in ["a", "b", "c"] { object.add(name, in: ".data", Self.zeros + Self.zeros) }
    object.add("open", in: ".data..exposed", Self.zeros)
    let set = try ObjectSet(object)
    #expect(
      try set.text(of: "entry")
        == ClosureText(
          functions: ["entry > next"], objects: ["b access", "c access", "a access", "open access"]))
    let closure = try set.closure(of: "entry")
    #expect(closure.privateData.count == 3 && closure.needsPrivate)
    // `a` is read in `next`, whose start is at 25; before, its address was taken.
    let first = try #require(closure.objects.first { set.name(of: $0.place).symbol == "a" })
    #expect(first.function == 1 && first.site == 25 && first.size == 16 && !first.isExposed)
  }

  /// An address alone does not need the private space, nor does one of private text.
  @Test func addresses() throws {
    var object = SmallObject()
    object.add(
      "entry", in: Self.text, [0xbf, 0, 0, 0, 0, 0xbf, 0, 0, 0, 0, 0xbf, 0, 0, 0, 0, 0xc3], .init(1, .absolute32, "a"),
      .init(6, .absolute32, "work"), .init(11, .absolute32, "string"))
    object.add("a", in: ".data", Self.zeros)
    object.add("work", in: ".text", [0xc3])
    object.add("string", in: ".rodata", Self.zeros)
    let set = try ObjectSet(object)
    #expect(try set.text(of: "entry").objects == ["a address", "work address"])
    let closure = try set.closure(of: "entry")
    #expect(!closure.needsPrivate && closure.privateAddresses.count == 1)
    #expect(try set.closure(of: "entry", policy: .standard(.split)).privateAddresses.count == 2)
  }

  /// A gate ends the way: what it calls and reads is behind it, and the entry needs the private space.
  @Test func gates() throws {
    var object = Self.object([("entry", ["gate", "next"]), ("next", ["gate"])])
    object.add(
      "gate", in: ".text..gate", Self.call + Self.load + [0xc3], .init(1, .plt32, "work", -4),
      .init(8, .relative32, "a", -4))
    object.add("work", in: ".text", [0xc3])
    object.add("a", in: ".data", Self.zeros)
    let set = try ObjectSet(object)
    #expect(try set.text(of: "entry") == ClosureText(functions: ["entry > next"], gates: ["gate"]))
    let closure = try set.closure(of: "entry")
    #expect(closure.needsPrivate && closure.gates.map(\.function) == [0] && closure.gates.map(\.site) == [0])
  }

  /// Private text is mapped or not; the part of a function that was moved away is followed as any other.
  @Test(arguments: [(Settings.TextPolicy.public, false), (.split, true)])
  func privateText(text: Settings.TextPolicy, needsPrivate: Bool) throws {
    var object = Self.object([("entry", ["entry.cold"])])
    object.add("entry.cold", in: ".text.unlikely", [0xe9, 0, 0, 0, 0], .init(1, .plt32, "work", -4), isGlobal: false)
    object.add("work", in: ".text", [0xc3])
    let set = try ObjectSet(object)
    let closure = try set.closure(of: "entry", policy: .standard(text))
    #expect(ClosureText(closure, in: set).functions == ["entry > entry.cold", "entry > entry.cold > work"])
    #expect(closure.privateFunctions.count == 2 && closure.needsPrivate == needsPrivate)
  }

  /// Several files: a symbol that another one defines.
  @Test func files() throws {
    let set = try ObjectSet(
      Self.object([("entry", ["a"]), ("d", [])]), Self.object([("a", ["b"]), ("c", ["d"])]), Self.object([("b", ["c"])])
    )
    #expect(
      try set.text(of: "entry").functions == [
        "entry > a", "entry > a > b", "entry > a > b > c", "entry > a > b > c > d",
      ])
  }
}
