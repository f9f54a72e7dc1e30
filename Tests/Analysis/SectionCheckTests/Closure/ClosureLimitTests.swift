import Isolation
import SectionCheck
import TestSupport
import Testing

/// Where closures cannot see on, and what is patched.
struct ClosureLimitTests {
  private static let text = ".text..exposed"
  private static let call: [UInt8] = [0xe8, 0, 0, 0, 0]
  private static let zeros = [UInt8](repeating: 0, count: 8)

  /// Calls and jumps through registers, memory, thunks and trampolines; a return through a thunk is none.
  @Test(
    arguments: [
      // CALL *RAX, JMP *RAX, CALL *8(RAX), behind a NOP.
      ([0xff, 0xd0], "", ["entry+0x1 indirect call"], [], []), ([0xff, 0xe0], "", ["entry+0x1 indirect call"], [], []),
      ([0xff, 0x50, 8], "", ["entry+0x1 indirect call"], [], []),
      ([0xff, 0x15, 0, 0, 0, 0], "operation", ["entry+0x1 indirect call"], [], ["operation access"]),
      ([0xe8, 0, 0, 0, 0], "__x86_indirect_thunk_rax", ["entry+0x1 indirect call"], [], []),
      ([0xe9, 0, 0, 0, 0], "__x86_indirect_thunk_rax", ["entry+0x1 indirect call"], [], []),
      ([0xe9, 0, 0, 0, 0], "__x86_return_thunk", [], [], []),
      // The same, in another file.
      ([0xe8, 0, 0, 0, 0], "__x86_indirect_thunk_r8", ["entry+0x1 indirect call"], [], []),
      ([0xe9, 0, 0, 0, 0], "__x86_return_thunk_elsewhere", ["entry+0x1 undefined symbol"], [], []),
      ([0xe8, 0, 0, 0, 0], "__SCT__elsewhere", ["entry+0x1 static call"], [], []),
      // A static call is followed to what its trampoline jumps to as it is built.
      (
        [0xe8, 0, 0, 0, 0], "__SCT__operation", ["entry+0x1 static call"],
        ["entry > __SCT__operation", "entry > __SCT__operation > work"], []
      ),
      ([0xe8, 0, 0, 0, 0], "elsewhere", ["entry+0x1 undefined symbol"], [], []),
      ([0x8b, 0x05, 0, 0, 0, 0], "elsewhere", ["entry+0x1 undefined symbol"], [], []),
      ([0x8b, 0x05, 0, 0, 0, 0], "shared", ["entry+0x1 undefined symbol"], [], []),
      ([0x8d, 0x05, 0, 0, 0, 0], "elsewhere", [], [], []),
      ([0xe8, 0, 0, 0, 0], "start", [], [], []),
    ] as [([UInt8], String, [String], [String], [String])])
  func unknowns(code: [UInt8], target: String, unknowns: [String], functions: [String], objects: [String]) throws {
    var object = SmallObject()
    let fields: [SmallObject.Field] =
      target.isEmpty ? [] : [.init(code.count - 3, target == "" ? .none : .relative32, target, -4)]
    let start = object.append([0x90] + code + [0xc3], to: Self.text, fields)
    object.label("entry", in: Self.text, at: start, size: code.count + 2, kind: .function, isGlobal: true)
    object.add("__x86_indirect_thunk_rax", in: ".text..__x86.indirect_thunk", [0xff, 0xe0])
    object.add("__x86_return_thunk", in: ".text..__x86.return_thunk", [0xc3])
    object.add("__SCT__operation", in: ".static_call.text", [0xe9, 0, 0, 0, 0], .init(1, .plt32, "work", -4))
    object.add("work", in: ".text", [0xc3])
    object.add("start", in: ".init.text", [0xff, 0xe0])
    object.add("operation", in: ".data..exposed", Self.zeros)
    object.common("shared")
    #expect(
      try ObjectSet(object).text(of: "entry")
        == ClosureText(functions: functions, objects: objects, unknowns: unknowns))
  }

  /// What returns through a thunk that another file has knows no less.
  @Test func returnThunkElsewhere() throws {
    var object = SmallObject()
    object.add("entry", in: Self.text, [0xe9, 0, 0, 0, 0], .init(1, .plt32, "__x86_return_thunk", -4))
    #expect(try ObjectSet(object).text(of: "entry") == ClosureText())
  }

  /// The table of a switch leads to code of the function and of the part of it that was moved away: JMP *table(,RAX,8).
  @Test(arguments: [("entry.cold", [String](), ["entry > entry.cold"]), ("other", ["entry+0x0 indirect call"], [])])
  func switches(part: String, unknowns: [String], functions: [String]) throws {
    var object = SmallObject()
    object.add("entry", in: Self.text, [0xff, 0x24, 0xc5, 0, 0, 0, 0, 0xc3], .init(3, .signed32, ".rodata"))
    object.add(part, in: ".text.unlikely", [0xc3], isGlobal: false)
    let own = SmallObject.Field(8, .absolute64, Self.text, 7)
    let first = SmallObject.Field(0, .absolute64, ".text.unlikely")
    object.append(Self.zeros + Self.zeros + Self.zeros, to: ".rodata", [first, own])
    object.label("constant", in: ".rodata", at: 0)
    let text = try ObjectSet(object).text(of: "entry")
    #expect(text.functions == functions && text.unknowns == unknowns)
  }

  /// A table leads to a part that is met first there, and later entries to others: all entries count.
  @Test func wholeTable() throws {
    var object = SmallObject()
    object.add("entry", in: Self.text, [0xff, 0x24, 0xc5, 0, 0, 0, 0, 0xc3], .init(3, .signed32, ".rodata", 8))
    object.add("entry.cold", in: ".text.unlikely", [0xc3, 0xc3], isGlobal: false)
    object.append(
      [UInt8](repeating: 0, count: 40), to: ".rodata",
      [
        .init(0, .absolute64, "elsewhere"), .init(8, .absolute64, Self.text, 7), .init(16, .absolute64, Self.text),
        .init(24, .absolute64, ".text.unlikely", 1), .init(32, .absolute64, "elsewhere"),
      ])
    #expect(try ObjectSet(object).text(of: "entry").functions == ["entry > entry.cold"])
  }

  /// Tables of one function that overlap, one a jump, are read once; an object that wraps around is no table.
  @Test(arguments: [(0, 0), (UInt64.max, 1), (UInt64.max - 4, 1)]) func overlappingTables(size: UInt64, unknowns: Int)
    throws
  {
    var object = SmallObject()
    let jump: [UInt8] = [0xff, 0x24, 0xc5, 0, 0, 0, 0]
    let start = object.append([], to: Self.text)
    for number in 0..<40 {
      object.append(jump, to: Self.text, [.init(3, .signed32, ".rodata", Int64(8 * number))])
      object.append(Self.zeros, to: ".rodata", [.init(0, .absolute64, Self.text)])
    }
    object.label("entry", in: Self.text, at: start, size: 280, kind: .function, isGlobal: true)
    object.label("table", in: ".rodata", at: 8, size: Int(truncatingIfNeeded: size))
    #expect(try ObjectSet(object).closure(of: "entry").unknowns.count == unknowns)
  }

  /// Replacements and switched jumps are followed from the instruction that they patch.
  @Test func patches() throws {
    var object = SmallObject()
    object.add("before", in: Self.text, [0xc3])
    object.add("entry", in: Self.text, [UInt8](repeating: 0x90, count: 10) + [0xc3])
    object.add("a", in: ".text", [0xc3])
    object.add("b", in: ".text", [0xc3])
    object.add("secret", in: ".data", Self.zeros)
    object.addAlternative(
      14, of: Self.text, at: 3, Self.call + [0x48, 0x8b, 0x05, 0, 0, 0, 0], .init(1, .plt32, "a", -4),
      .init(8, .relative32, "secret", -4))
    object.addAlternative(14, of: Self.text, at: 0, Self.call, .init(1, .plt32, "before", -4))
    object.append(
      Self.zeros + Self.zeros, to: "__jump_table",
      [.init(0, .relative32, Self.text, 6), .init(4, .relative32, "b"), .init(8, .relative64, "secret")])
    let set = try ObjectSet(object)
    #expect(
      try set.text(of: "entry") == ClosureText(functions: ["entry > a", "entry > b"], objects: ["secret access"]))
    let closure = try set.closure(of: "entry")
    #expect(closure.functions.map(\.site) == [0, 3, 6] && closure.objects.map(\.site) == [3])
  }

  /// A replacement with a jump through a register is unknown as the code itself would be.
  @Test func indirectReplacement() throws {
    var object = SmallObject()
    object.add("entry", in: Self.text, [0x90, 0x90, 0x90, 0xc3])
    let start = object.append([0xff, 0xd0], to: ".altinstr_replacement")
    for place in [1, 2] { object.addAlternative(14, of: Self.text, at: place, replacement: start, length: 2) }
    #expect(
      try ObjectSet(object).text(of: "entry")
        == ClosureText(unknowns: ["entry+0x1 indirect call", "entry+0x2 indirect call"]))
  }
}
