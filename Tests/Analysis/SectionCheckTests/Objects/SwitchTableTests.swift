import SectionCheck
import TestSupport
import Testing

/// Jumps through the tables of switches: their cases are known.
struct SwitchTableTests {
  private static let text = ".text..exposed"
  /// JMP [table + RAX * 8].
  private static let jump: [UInt8] = [0xff, 0x24, 0xc5, 0, 0, 0, 0]
  /// LEA RDX, [table]; MOVSXD RAX, [RDX + RAX * 4]; ADD RAX, RDX; JMP RAX.
  private static let distantJump: [UInt8] = [
    0x48, 0x8d, 0x15, 0, 0, 0, 0, 0x48, 0x63, 0x04, 0x82, 0x48, 0x01, 0xd0, 0xff, 0xe0,
  ]

  /// `foo` jumps through a table without a name, whose cases are these places; another table follows it.
  private static func object(_ cases: [(section: String, offset: Int64)], isDistant: Bool) -> SmallObject {
    var object = SmallObject()
    let code = isDistant ? distantJump : jump
    let field = SmallObject.Field(3, isDistant ? .relative32 : .signed32, ".rodata", isDistant ? -4 : 0)
    object.add("foo", in: text, code + [0x90, 0xc3], field)
    let size = isDistant ? 4 : 8
    let other = SmallObject.Field(
      3, isDistant ? .relative32 : .signed32, ".rodata", Int64(cases.count * size) - (isDistant ? 4 : 0))
    object.add("bar", in: text, code + [0x90, 0xc3], other)
    for (index, entry) in (cases + [(text, Int64(code.count + 2))]).enumerated() {
      let start = index < cases.count ? Int64(index * size) : 0
      object.append(
        [UInt8](repeating: 0, count: size), to: ".rodata",
        [.init(0, isDistant ? .relative32 : .absolute64, entry.section, entry.offset + (isDistant ? start : 0))])
    }
    object.add("foo.cold", in: ".text.unlikely", [0xc3], isGlobal: false)
    object.add("work", in: ".text", [0xc3])
    return object
  }

  private static func found(_ object: SmallObject) throws -> [String] {
    try ObjectCheck(object).findings.filter { $0.id != .pointer }.map {
      "\($0.from.place) \($0.to.name) \($0.id.rawValue)"
    }
  }

  @Test(arguments: [false, true])
  func casesInExposedCode(isDistant: Bool) throws {
    let code = isDistant ? Self.distantJump : Self.jump
    let object = Self.object(
      [(Self.text, Int64(code.count)), (Self.text, Int64(code.count + 1))], isDistant: isDistant)
    #expect(try Self.found(object) == [])
    let closure = try ObjectSet(object).closure(of: "foo")
    #expect(closure.unknowns.isEmpty && closure.functions.count == 1)
  }

  @Test(arguments: [false, true])
  func casesInPrivateCode(isDistant: Bool) throws {
    let code = isDistant ? Self.distantJump : Self.jump
    let place = isDistant ? "foo+0xe" : "foo+0x3"
    let own = (Self.text, Int64(code.count))
    #expect(
      try Self.found(Self.object([own, (".text.unlikely", 0)], isDistant: isDistant)) == ["\(place) foo.cold CALL"])
    let object = Self.object([own, (".text", 0), (".text.unlikely", 0)], isDistant: isDistant)
    #expect(try Self.found(object) == ["\(place) foo.cold CALL", "\(place) work CALL"])
    let closure = try ObjectSet(object).closure(of: "foo")
    #expect(closure.unknowns.isEmpty && closure.functions.count == 3)
  }

  /// None, one that can be written to, one with a hole, and one of functions: INDIRECT stays.
  @Test func unknownTables() throws {
    for section in [".rodata", ".data..exposed"] {
      var object = SmallObject()
      object.add("foo", in: Self.text, Self.jump + [0xc3], .init(3, .signed32, "table"))
      object.append([0, 0, 0, 0, 0, 0, 0, 0], to: ".rodata")
      object.add("table", in: section, [UInt8](repeating: 0, count: 16))
      #expect(try Self.found(object) == ["foo+0x3 table INDIRECT"])
    }
  }

  /// Cases that nobody wrote are zeros: the table goes on behind them. Other bytes end it, and so do too many zeros. What is
  /// left of a relocation that was removed does not.
  @Test(
    arguments: [(Array(repeating: 0, count: 8), true), ([0, 0, 0, 0, 1, 0, 0, 0], false), ([0, 0, 0, 0], false)]
      + [(Array(repeating: 0, count: 1024), true), (Array(repeating: 0, count: 1032), false)] as [([UInt8], Bool)],
    [false, true])
  func gaps(gap: (bytes: [UInt8], isPassed: Bool), hasRemains: Bool) throws {
    var object = SmallObject()
    object.add("foo", in: Self.text, Self.jump + [0x90, 0xc3], .init(3, .signed32, ".rodata"))
    let entry = [UInt8](repeating: 0, count: 8)
    object.append(entry, to: ".rodata", [.init(0, .absolute64, Self.text, 7)])
    object.append(gap.bytes, to: ".rodata", hasRemains ? [.init(0, .none, Self.text)] : [])
    object.append(entry, to: ".rodata", [.init(0, .absolute64, ".text", 0)])
    object.add("work", in: ".text", [0xc3])
    #expect(try Self.found(object) == (gap.isPassed ? ["foo+0x3 work CALL"] : []))
    let closure = try ObjectSet(object).closure(of: "foo")
    #expect(closure.functions.count == (gap.isPassed ? 2 : 1))
  }

  /// A register may have the start of several tables. If one of them is not known, so is not where the jump goes: its
  /// first case is in no part of the function, or it is in the part that was moved away and more than 4 places of code
  /// have the table.
  @Test(arguments: [(".text", 1, true), (".text.unlikely", 4, false), (".text.unlikely", 5, true)])
  func twoTables(section: String, references: Int, isUnknown: Bool) throws {
    let count = 200
    var object = SmallObject()
    let lea: [UInt8] = [0x48, 0x8d, 0x15, 0, 0, 0, 0]
    object.add(
      "foo", in: Self.text, lea + Self.distantJump, .init(3, .relative32, "other", -4),
      .init(10, .relative32, "table", -4))
    for number in 1..<references {
      object.add("user\(number)", in: Self.text, lea + [0xc3], .init(3, .relative32, "other", -4))
    }
    object.add("foo.cold", in: ".text.unlikely", [0xc3], isGlobal: false)
    object.add("work", in: ".text", [0xc3])
    object.add("table", in: ".rodata", [0, 0, 0, 0], .init(0, .relative32, "foo", 0))
    let fields = (0..<count).map { SmallObject.Field($0 * 4, .relative32, section, Int64($0 * 4)) }
    let start = object.append([UInt8](repeating: 0, count: count * 4), to: ".rodata", fields)
    object.label("other", in: ".rodata", at: start, size: count * 4, kind: .object)
    let closure = try ObjectSet(object).closure(of: "foo")
    #expect(closure.unknowns.map(\.reason) == (isUnknown ? [.indirect] : []))
    #expect(closure.functions.count == (isUnknown ? 1 : 2))
  }

  /// A case may be an address that nobody knows.
  @Test func absoluteCase() throws {
    var object = SmallObject()
    object.add("foo", in: Self.text, Self.jump + [0xc3], .init(3, .signed32, "table"))
    object.absolute("number")
    object.add(
      "table", in: ".rodata", [UInt8](repeating: 0, count: 16), .init(0, .absolute64, "foo", 7),
      .init(8, .absolute64, "number"))
    #expect(try ObjectCheck(object).findings.map(\.id) == [.blind])
    #expect(try ObjectSet(object).closure(of: "foo").unknowns.map(\.reason) == [.absolute])
  }

  /// A register that is overwritten between the table and the jump says nothing.
  @Test func broken() throws {
    var object = SmallObject()
    var code = Self.distantJump
    code.insert(0x90, at: 14)
    object.add("foo", in: Self.text, code, .init(3, .relative32, "table", -4))
    object.add("table", in: ".rodata", [0, 0, 0, 0], .init(0, .relative32, "foo", 0))
    let closure = try ObjectSet(object).closure(of: "foo")
    #expect(closure.unknowns.map(\.reason) == [.indirect])
  }

  /// An instruction between LEA and MOVSXD, and whether RDX has another value behind it. Intel SDM vol. 2, chapters 3, 4.
  @Test(
    arguments: [
      ("mov rdx, [rbx+8]", [0x48, 0x8b, 0x53, 0x08], true), ("pop rdx", [0x5a], true),
      ("xor edx, edx", [0x31, 0xd2], true),
      ("xchg rdx, rax", [0x48, 0x92], true), ("mul rcx", [0x48, 0xf7, 0xe1], true), ("cpuid", [0x0f, 0xa2], true),
      ("mov edx, 1", [0xba, 1, 0, 0, 0], true), ("movzx edx, al", [0x0f, 0xb6, 0xd0], true),
      ("lea rdx, [rdx+8]", [0x48, 0x8d, 0x52, 0x08], true), ("inc rdx", [0x48, 0xff, 0xc2], true),
      ("mov rcx, rdx", [0x48, 0x89, 0xd1], false), ("cmp rdx, rax", [0x48, 0x39, 0xc2], false),
      ("mov [rdx], eax", [0x89, 0x02], false), ("push rdx", [0x52], false),
      ("mov r10, rdx", [0x49, 0x89, 0xd2], false),
      ("xor r10d, r10d", [0x45, 0x31, 0xd2], false), ("mov ebx, [rdx+4]", [0x8b, 0x5a, 0x04], false),
      ("test edx, edx", [0x85, 0xd2], false), ("nop", [0x66, 0x90], false),
    ] as [(String, [UInt8], Bool)])
  func between(text: String, bytes: [UInt8], isChanged: Bool) throws {
    var object = SmallObject()
    var code = Self.distantJump
    code.insert(contentsOf: bytes, at: 7)
    object.add("foo", in: Self.text, code, .init(3, .relative32, "table", -4))
    object.add("table", in: ".rodata", [0, 0, 0, 0], .init(0, .relative32, "foo", 0))
    let closure = try ObjectSet(object).closure(of: "foo")
    #expect(closure.unknowns.map(\.reason) == (isChanged ? [.indirect] : []), "\(text)")
  }
}
