import Bytes
import Diagnostics
import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// Relocations of all kinds, bytes that are no instruction, and what lies before a symbol: told, or said not to be read.
struct BlindTests {
  private static let text = ".text..exposed"
  private static let zeros = [UInt8](repeating: 0, count: 8)

  /// `foo` with these bytes and fields; `work` is private text, `priv` private data.
  private static func lines(_ bytes: [UInt8], _ fields: SmallObject.Field...) throws -> [String] {
    var object = SmallObject()
    let start = object.append(bytes, to: text, fields)
    object.label("foo", in: text, at: start, size: bytes.count, kind: .function, isGlobal: true)
    object.add("work", in: ".text", [0xc3])
    object.add("priv", in: ".data", zeros)
    object.absolute("number")
    return try ObjectCheck(object).lines.map { String($0.dropFirst("a.o: ".count)) }
  }

  private static func blind(_ place: String, _ words: String) -> String {
    "warning: foo+\(place): \(words) (.text..exposed) [BLIND]"
  }

  private static func call(_ place: String) -> String {
    "error: foo+\(place): call to work() leaves exposed text (.text..exposed -> .text) [CALL]"
  }

  private static func data(_ place: String, _ name: String = "priv") -> String {
    "error: foo+\(place): reference to private \(name) (.data) from exposed text (.text..exposed) [DATA]"
  }

  private static func address(_ place: String, _ name: String = "priv (.data)") -> String {
    "warning: foo+\(place): address of private \(name) taken in exposed text (.text..exposed) [ADDR]"
  }

  // MARK: Relocations

  private static let movabs: [UInt8] = [0x48, 0xb8] + zeros

  /// System V ABI, AMD64 supplement, table 4.9: PC8, PC16, GOTOFF64, GOT64, PLTOFF64, GOTPCREL64, PC64; and of APX.
  @Test func rareKinds() throws {
    func field(_ offset: Int, _ kind: UInt32, _ to: String, _ addend: Int64 = 0) -> SmallObject.Field {
      .init(offset, .init(rawValue: kind), to, addend)
    }
    #expect(try Self.lines([0xeb, 0, 0xc3], field(1, 15, "work", -1)) == [Self.call("0x1")])
    #expect(try Self.lines([0x66, 0xe9, 0, 0, 0xc3], field(2, 13, "work", -2)) == [Self.call("0x2")])
    #expect(try Self.lines([0x66, 0x0f, 0x84, 0, 0, 0xc3], field(3, 13, "work", -2)) == [Self.call("0x3")])
    #expect(try Self.lines(Self.movabs + [0xc3], field(2, 25, "priv")) == [Self.data("0x2")])
    #expect(try Self.lines(Self.movabs + [0xc3], field(2, 25, "work")) == [Self.address("0x2", "work (.text)")])
    for kind in [24, 27, 28] as [UInt32] {
      #expect(try Self.lines(Self.movabs + [0xc3], field(2, kind, "priv")) == [Self.address("0x2")])
    }
    #expect(try Self.lines(Self.movabs + [0xc3], field(2, 31, "work")) == [Self.address("0x2", "work (.text)")])
    #expect(try Self.lines([0x8b, 0x83, 0, 0, 0, 0, 0xc3], field(2, 3, "priv")) == [Self.address("0x2")])
    let apx: [UInt8] = [0xd5, 0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xc3]
    #expect(try Self.lines(apx, field(4, 43, "priv", -4)) == [Self.address("0x4")])
    #expect(try Self.lines([0xd5, 0, 0xa1] + Self.zeros, field(3, 1, "work")) == [Self.call("0x3")])
  }

  /// What is not read is named and counted; each kind once a function, where it is first.
  @Test func unreadKinds() throws {
    let load: [UInt8] = [0x64, 0x8b, 0x04, 0x25, 0, 0, 0, 0]
    func field(_ offset: Int, _ kind: UInt32) -> SmallObject.Field { .init(offset, .init(rawValue: kind), "priv") }
    #expect(
      try Self.lines(load + load + load + [0xc3], field(4, 23), field(12, 77), field(20, 23)) == [
        Self.blind("0x4", "2 relocations of type R_X86_64_TPOFF32 are not read"),
        Self.blind("0xc", "1 relocation of type R_X86_64 type 77 is not read"),
      ])
    for (kind, name) in [(19, "TLSGD"), (22, "GOTTPOFF"), (44, "CODE_4_GOTTPOFF"), (51, "CODE_6_GOTPC32_TLSDESC")] {
      #expect(
        try Self.lines(load + [0xc3], field(4, UInt32(kind))) == [
          Self.blind("0x4", "1 relocation of type R_X86_64_\(name) is not read")
        ])
    }
  }

  /// In data that the exposed space maps as well; not in private code, and not in what markers or a policy let go.
  @Test func whereItMatters() throws {
    var object = SmallObject()
    object.add("table", in: ".rodata", Self.zeros, .init(0, .init(rawValue: 18), "priv"))
    object.add("work", in: ".text", [0x06, 0x8b, 0x04, 0x25, 0, 0, 0, 0], .init(4, .init(rawValue: 23), "priv"))
    object.add("priv", in: ".data", Self.zeros)
    #expect(
      try ObjectCheck(object).lines == [
        "a.o: warning: table+0x0: 1 relocation of type R_X86_64_TPOFF64 is not read (.rodata) [BLIND]"
      ])
    var policy = SectionPolicy.standard
    policy.allowances = [.init(from: "table", to: "R_X86_64_TPOFF64", reason: "none")]
    let check = try ObjectCheck(object, policy: policy)
    #expect(check.lines == [] && check.allowed == [1])
    #expect(try ObjectCheck(object, design: .nopti).lines == [])
  }

  // MARK: Bytes that are no instruction

  /// PUSH ES, POP ES and PUSH CS are none in 64-bit mode.
  private static let none: [UInt8] = [0x06, 0x07, 0x0e]

  @Test func readAgainBehindThem() throws {
    let words = "not decoded from +0x0 on: 3 bytes are no known instruction"
    // MOV RAX, [priv]; CMPB [priv], 1; MOVL [priv], 7; LEA; CALL.
    func lines(_ code: [UInt8], _ field: Int, _ kind: ObjectWriter.RelocationKind, _ to: String, _ addend: Int64) throws
      -> [String]
    {
      try Self.lines(Self.none + code + [0xc3], .init(3 + field, kind, to, addend))
    }
    let blind = Self.blind("0x0", words)
    #expect(
      try lines([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, "priv", -4) == [blind, Self.data("0x6")])
    #expect(try lines([0x80, 0x3d, 0, 0, 0, 0, 1], 2, .relative32, "priv", -5) == [blind, Self.data("0x5")])
    #expect(
      try lines([0xc7, 0x05, 0, 0, 0, 0, 7, 0, 0, 0], 2, .relative32, "priv", -8) == [blind, Self.data("0x5")])
    #expect(try lines([0x48, 0x8d, 0x05, 0, 0, 0, 0], 3, .relative32, "priv", -4) == [blind, Self.address("0x6")])
    #expect(try lines([0xe8, 0, 0, 0, 0], 1, .plt32, "work", -4) == [blind, Self.call("0x4")])
    #expect(try Self.lines([0x90] + Self.none) == [Self.blind("0x1", words.replacing("0x0", with: "0x1"))])
  }

  /// Data that looks like code up to the middle of the next instruction: the relocation shows it.
  @Test func misreadBytes() throws {
    let data: [UInt8] = [0x48, 0x8b, 0, 0, 0, 0, 0, 0]
    #expect(
      try Self.lines(data + [0xe8, 0, 0, 0, 0, 0xc3], .init(9, .plt32, "work", -4)) == [
        Self.blind("0x9", "not decoded from +0x9 on: instructions and relocations do not fit"), Self.call("0x9"),
      ])
  }

  /// CALL and MOV EAX, [RIP] with 0 where a relocation was; LEA of the next instruction, JE and a distance are none.
  @Test func removedRelocations() throws {
    let code: [UInt8] = [0xe8, 0, 0, 0, 0, 0x8b, 0x05, 0, 0, 0, 0, 0xc3]
    #expect(try Self.lines(code) == [Self.blind("0x0", "2 operands are 0 and not relocated: was that removed?")])
    #expect(try Self.lines(code, .init(1, .plt32, "work", -4), .init(7, .relative32, "priv", -4)).count == 2)
    let load: [UInt8] = [0x8b, 0x05, 1, 0, 0, 0, 0xc3, 0xcc]
    #expect(try Self.lines([0x48, 0x8d, 0x05, 0, 0, 0, 0, 0x74, 0, 0xe8, 1, 0, 0, 0, 0xcc] + load) == [])
  }

  /// R_X86_64_NONE at an operand that is 0 is what is left of a relocation, whatever others the section has.
  @Test func removedRelocation() throws {
    let words = "1 operand is 0 and not relocated: was that removed?"
    let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xc3]
    #expect(try Self.lines(load, .init(3, .init(rawValue: 0), "priv", -4)) == [Self.blind("0x0", words)])
    #expect(
      try Self.lines([0xe8, 0, 0, 0, 0, 0xc3], .init(1, .init(rawValue: 0), "work")) == [Self.blind("0x0", words)])
    #expect(
      try Self.lines([0xb8, 0, 0, 0, 0] + load, .init(1, .absolute32, "number")) == [Self.blind("0x5", words)])
  }

  // MARK: Absolute addresses

  private static let oneAddress = "1 operand is an absolute address: nobody can tell what lies there"

  /// JMP, CALL, MOV, CALL * and MOV of 64 bits to an absolute symbol: no section says what lies there.
  @Test func absoluteSymbols() throws {
    func field(_ offset: Int, _ kind: ObjectWriter.RelocationKind, _ addend: Int64 = 0) -> SmallObject.Field {
      .init(offset, kind, "number", addend)
    }
    let blind = [Self.blind("0x0", Self.oneAddress)]
    #expect(try Self.lines([0xe9, 0, 0, 0, 0], field(1, .relative32, -4)) == blind)
    #expect(try Self.lines([0xe8, 0, 0, 0, 0, 0xc3], field(1, .plt32, -4)) == blind)
    #expect(try Self.lines([0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xc3], field(3, .relative32, -4)) == blind)
    #expect(try Self.lines([0x8b, 0x04, 0x25, 0, 0, 0, 0, 0xc3], field(3, .signed32)) == blind)
    #expect(try Self.lines([0x48, 0xa1] + Self.zeros + [0xc3], field(2, .absolute64)) == blind)
  }

  /// The same with numbers in the code, which no relocation fills in: MOV, CALL *, JMPABS; counted, at the first place.
  @Test func absoluteNumbers() throws {
    let load: [UInt8] = [0x48, 0x8b, 0x04, 0x25, 0, 0, 0, 0x82]
    #expect(try Self.lines([0x90] + load + [0xc3]) == [Self.blind("0x1", Self.oneAddress)])
    #expect(try Self.lines([0xff, 0x14, 0x25, 0, 0, 0, 0x82, 0xc3]) == [Self.blind("0x0", Self.oneAddress)])
    #expect(try Self.lines([0xd5, 0, 0xa1, 1, 2, 3, 4, 5, 6, 7, 8]) == [Self.blind("0x0", Self.oneAddress)])
    #expect(
      try Self.lines([0xe8, 0, 0, 0, 0] + load + load + [0xc3], .init(1, .plt32, "number", -4)) == [
        Self.blind("0x0", "3 operands are absolute addresses: nobody can tell what lies there")
      ])
  }

  /// Numbers that are no addresses: added to a register, only computed with.
  @Test func numbersThatAreNoAddresses() throws {
    // MOV EAX, [RAX + number]; MOV EAX, [RDI * 4 + number]; MOV EAX, [RAX + 0x82000000].
    #expect(try Self.lines([0x8b, 0x80, 0, 0, 0, 0, 0xc3], .init(2, .signed32, "number")) == [])
    #expect(try Self.lines([0x8b, 0x04, 0xbd, 0, 0, 0, 0, 0xc3], .init(3, .signed32, "number")) == [])
    #expect(try Self.lines([0x8b, 0x80, 0, 0, 0, 0x82, 0xc3]) == [])
    // MOV EAX, number; MOV EAX, 0x82000000; LEA; NOP.
    #expect(try Self.lines([0xb8, 0, 0, 0, 0, 0xc3], .init(1, .absolute32, "number")) == [])
    #expect(try Self.lines([0xb8, 0, 0, 0, 0x82, 0xc3]) == [])
    #expect(try Self.lines([0x48, 0x8d, 0x04, 0x25, 0, 0, 0, 0x82, 0xc3]) == [])
    #expect(try Self.lines([0x0f, 0x1f, 0x04, 0x25, 0, 0, 0, 0x82, 0xc3]) == [])
  }

  // MARK: Linked files

  /// The final link puts `.text..exposed` into `.text`: the call of private code is no longer seen, and that is said.
  @Test func linkedFile() throws {
    var object = ObjectWriter(.executable)
    let text = object.addSection(".text", [.allocated, .execute], [0xe8, 1, 0, 0, 0, 0xc3, 0xc3])
    object.addSymbol("foo", .function, in: text, size: 6, isGlobal: true)
    let work = object.addSymbol("work", .function, in: text, offset: 6, size: 1, isGlobal: true)
    object.addRelocation(in: text, offset: 1, .plt32, work, addend: -4)
    let files = try ObjectFile.files(in: FileBytes(name: "linked", object.bytes()))
    let set = ObjectSet(files, policy: .standard)
    let check = ObjectCheck(set, policy: .standard)
    let words = "the file is linked: sections that its sources keep apart may be one, so nothing here is certain"
    #expect(check.lines == ["linked: warning: foo+0x0: \(words) (.text) [BLIND]"])
    #expect(check.notices == [] && check.count(.error) == 0 && check.count(.warning) == 1)
    #expect(ObjectCheck(set, policy: .standard, design: .nopti).lines == [])
    // Under the text policy "public" all of the text is mapped.
    let open = SectionPolicy.standard(.public)
    var finder = ClosureFinder(set, policy: open)
    let closure = finder.closure(of: "foo", at: try #require(set.places { $0 == "foo" }.first?.place))
    #expect(closure.unknowns.map(\.reason) == [.merged, .merged])
  }

  /// Zeros at the end of a section are no code.
  @Test func padding() throws {
    #expect(try Self.lines([0xc3, 0]) == [])
    #expect(try Self.lines([0xc3, 0, 0, 0]) == [])
    #expect(try Self.lines([0xc3, 0x0f]).count == 1)
  }

  // MARK: Before and behind a symbol

  /// MOV RAX, [after - 8]; MOV RAX, [secret + 8]; MOV EAX, after - 8: an access is told by what lies there.
  @Test func neighbours() throws {
    var object = SmallObject()
    object.add(
      "foo", in: Self.text,
      [
        0x48, 0x8b, 0x05, 0, 0, 0, 0, 0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xb8, 0, 0, 0, 0, 0x48, 0x8b, 0x05, 0, 0, 0, 0,
        0xc3,
      ],
      .init(3, .relative32, "after", -12), .init(10, .relative32, "secret", 4), .init(15, .absolute32, "after", -8),
      .init(22, .relative32, "secret", -12))
    object.add("secret", in: ".data", Self.zeros)
    object.add("after", in: ".data", Self.zeros)
    #expect(
      try ObjectCheck(object).lines.map { String($0.dropFirst("a.o: ".count)) } == [
        Self.data("0x3", "secret"), Self.data("0xa", "after"), Self.address("0xf", "after-0x8 (.data)"),
        // What lies before the section nobody knows.
        Self.blind("0x13", "1 operand leads out of its section: nobody can tell what lies there"),
        Self.data("0x16", "secret-0x8"),
      ])
  }
}
