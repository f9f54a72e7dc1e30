import Diagnostics
import Isolation
import SectionCheck
import TestSupport
import Testing

/// The table of semantics 5.2, and group 26, in files that the tests write: code that is encoded by hand after
/// Intel SDM vol. 2, and a relocation in it.
struct WrittenRowTests {
  /// One instruction of `foo`, behind a NOP so that no offset is 0, that refers to `bar` in a section.
  struct Row: CustomTestStringConvertible, Sendable {
    let code: [UInt8]
    let field: Int
    let kind: ObjectWriter.RelocationKind
    let addend: Int64
    let from: String
    let to: String
    let expected: [String]

    init(
      _ code: [UInt8], _ field: Int, _ kind: ObjectWriter.RelocationKind, _ addend: Int64, to: String,
      from: String = ".text..exposed", _ expected: String...
    ) {
      (self.code, self.field, self.kind, self.addend) = (code, field, kind, addend)
      (self.from, self.to, self.expected) = (from, to, expected)
    }

    var testDescription: String {
      "\(code.map { String($0, radix: 16) }.joined(separator: " ")) at \(field), type \(kind.rawValue), \(from) -> \(to)"
    }

    /// The field is after the NOP.
    fileprivate var place: String { "foo+0x\(String(field + 1, radix: 16))" }

    /// Whole lines: "ERROR text [ID]" without the place.
    fileprivate var lines: [String] {
      expected.map { line in
        let severity = line.prefix { $0 != " " }
        return "a.o: \(severity): \(place):\(line.dropFirst(severity.count))"
      }
    }
  }

  /// `bar` lies behind something else, so that an offset that is wrong shows.
  private static func object(_ row: Row) -> SmallObject {
    var object = SmallObject()
    object.add("foo", in: row.from, [0x90] + row.code + [0xc3], .init(row.field + 1, row.kind, "bar", row.addend))
    object.add("before", in: row.to, [UInt8](repeating: 0xcc, count: 16))
    object.add("bar", in: row.to, [UInt8](repeating: 0xcc, count: 16))
    return object
  }

  /// Each row with the severity in its line, and as many of each in the count.
  private static func expect(_ row: Row, _ policy: SectionPolicy = .standard) throws {
    let check = try ObjectCheck(object(row), policy: policy)
    #expect(check.lines == row.lines)
    for severity in [Severity.error, .warning, .note] {
      #expect(check.count(severity) == row.expected.count { $0.hasPrefix(severity.rawValue + " ") })
    }
    #expect(check.notices == [])
  }

  private static let call = "error call to bar() leaves exposed text (.text..exposed -> .text) [CALL]"

  @Test(
    arguments: [
      // CALL, JMP, JE, JG: Intel SDM vol. 2, opcodes E8, E9, 0F 84, 0F 8F.
      Row([0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".text", call),
      Row([0xe8, 0, 0, 0, 0], 1, .relative32, -4, to: ".text", call),
      Row([0xe9, 0, 0, 0, 0], 1, .plt32, -4, to: ".text", call),
      Row([0xe9, 0, 0, 0, 0], 1, .relative32, -4, to: ".text", call),
      Row([0x0f, 0x84, 0, 0, 0, 0], 2, .plt32, -4, to: ".text", call),
      Row([0x0f, 0x8f, 0, 0, 0, 0], 2, .relative32, -4, to: ".text", call),
      Row(
        [0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".text.unlikely",
        "error call to bar() leaves exposed text (.text..exposed -> .text.unlikely) [CALL]"),
      Row(
        [0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".text", from: ".entry.text",
        "error call to bar() leaves exposed text (.entry.text -> .text) [CALL]"),
      Row(
        [0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".text", from: ".noinstr.text",
        "error call to bar() leaves exposed text (.noinstr.text -> .text) [CALL]"),
      Row(
        [0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".text", from: ".cpuidle.text",
        "error call to bar() leaves exposed text (.cpuidle.text -> .text) [CALL]"),
      // A direct branch to data.
      Row(
        [0xe9, 0, 0, 0, 0], 1, .plt32, -4, to: ".data",
        "error call to bar() leaves exposed text (.text..exposed -> .data) [CALL]"),
      // To gates, to other exposed text, to what is gone after the start.
      Row([0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".text..gate"),
      Row([0xe9, 0, 0, 0, 0], 1, .plt32, -4, to: ".text..gate.more"),
      Row([0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".noinstr.text"),
      Row([0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".init.text"),
      Row([0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".exit.text"),
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".init.data"),
    ])
  func branches(row: Row) throws {
    try Self.expect(row)
    try Self.expect(row, .standard(.split))
  }

  private static let data = "error reference to private bar (.data) from exposed text (.text..exposed) [DATA]"

  @Test(
    arguments: [
      // MOV RAX, [RIP]; MOV [RIP], RAX; CMPL [RIP], 1: the immediate stands behind the field; CMPL with 4 bytes; MOVB.
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".data", data),
      Row([0x48, 0x89, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".data", data),
      Row([0x83, 0x3d, 0, 0, 0, 0, 1], 2, .relative32, -5, to: ".data", data),
      Row([0x81, 0x3d, 0, 0, 0, 0, 1, 0, 0, 0], 2, .relative32, -8, to: ".data", data),
      Row([0xc6, 0x05, 0, 0, 0, 0, 7], 2, .relative32, -5, to: ".data", data),
      // MOV EAX, [bar] and MOV EAX, [bar + RDI * 4]: absolute; MOV from an address of 8 bytes (A1).
      Row([0x8b, 0x04, 0x25, 0, 0, 0, 0], 3, .signed32, 0, to: ".data", data),
      Row([0x8b, 0x04, 0xbd, 0, 0, 0, 0], 3, .signed32, 0, to: ".data", data),
      Row([0x48, 0xa1, 0, 0, 0, 0, 0, 0, 0, 0], 2, .absolute64, 0, to: ".data", data),
      // A field inside of the object.
      Row(
        [0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, 4, to: ".data",
        "error reference to private bar+0x8 (.data) from exposed text (.text..exposed) [DATA]"),
      // %gs: variables of each CPU, absolute and relative to RIP: INCQ.
      Row(
        [0x65, 0x48, 0xff, 0x04, 0x25, 0, 0, 0, 0], 5, .signed32, 0, to: ".data..percpu",
        "error reference to private bar (.data..percpu) from exposed text (.text..exposed) [DATA]"),
      Row(
        [0x65, 0x48, 0xff, 0x05, 0, 0, 0, 0], 4, .relative32, -4, to: ".data..percpu..read_mostly",
        "error reference to private bar (.data..percpu..read_mostly) from exposed text (.text..exposed) [DATA]"),
      Row([0x65, 0x48, 0xff, 0x04, 0x25, 0, 0, 0, 0], 5, .signed32, 0, to: ".data..percpu..exposed"),
      Row([0x65, 0x48, 0xff, 0x05, 0, 0, 0, 0], 4, .relative32, -4, to: ".data..percpu..user_mapped"),
      // What is private, and what is not, by its section.
      Row(
        [0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".bss",
        "error reference to private bar (.bss) from exposed text (.text..exposed) [DATA]"),
      Row(
        [0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".data..ro_after_init",
        "error reference to private bar (.data..ro_after_init) from exposed text (.text..exposed) [DATA]"),
      Row(
        [0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".rodata..private",
        "error reference to private bar (.rodata..private) from exposed text (.text..exposed) [DATA]"),
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".rodata"),
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".rodata.str1.1"),
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".data..exposed"),
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".bss..exposed"),
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".data..asi_non_sensitive"),
    ])
  func memory(row: Row) throws {
    try Self.expect(row)
    try Self.expect(row, .standard(.split))
  }

  /// Private text as data: an error only if the exposed space does not map it.
  @Test(
    arguments: [
      Row(
        [0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".text",
        "error reference to private bar (.text) from exposed text (.text..exposed) [DATA]")
    ])
  func textAsData(row: Row) throws {
    try Self.expect(row, .standard(.split))
    #expect(try ObjectCheck(Self.object(row), policy: .standard(.public)).lines == [])
  }

  private static let address = "warning address of private bar (.data) taken in exposed text (.text..exposed) [ADDR]"

  @Test(
    arguments: [
      // LEA; MOV r/m64, imm32 (C7); MOV r32, imm32 (BF); MOV r64, imm64 (48 B8); PUSH (68); CMP RDI (48 81 /7); ADD RAX (48 05).
      Row([0x48, 0x8d, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".data", address),
      Row([0x48, 0xc7, 0xc0, 0, 0, 0, 0], 3, .signed32, 0, to: ".data", address),
      Row([0xbf, 0, 0, 0, 0], 1, .absolute32, 0, to: ".data", address),
      Row([0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0], 2, .absolute64, 0, to: ".data", address),
      Row([0x68, 0, 0, 0, 0], 1, .signed32, 0, to: ".data", address),
      Row([0x48, 0x81, 0xff, 0, 0, 0, 0], 3, .signed32, 0, to: ".data", address),
      Row([0x48, 0x05, 0, 0, 0, 0], 2, .signed32, 0, to: ".data", address),
      Row(
        [0x48, 0x8d, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".text",
        "warning address of private bar (.text) taken in exposed text (.text..exposed) [ADDR]"),
      Row([0xbf, 0, 0, 0, 0], 1, .absolute32, 0, to: ".rodata"),
      Row([0xbf, 0, 0, 0, 0], 1, .absolute32, 0, to: ".data..exposed"),
      // What the linker makes of the table of addresses: a load becomes LEA, CALL * a CALL (AMD64 supplement, B.2).
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .gotRelativeRelaxedREX, -4, to: ".data", address),
      Row([0x8b, 0x05, 0, 0, 0, 0], 2, .gotRelativeRelaxed, -4, to: ".data", address),
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .gotRelative, -4, to: ".data", address),
      Row([0xff, 0x15, 0, 0, 0, 0], 2, .gotRelativeRelaxed, -4, to: ".text", call),
      Row([0xff, 0x25, 0, 0, 0, 0], 2, .gotRelativeRelaxed, -4, to: ".text", call),
    ])
  func addresses(row: Row) throws {
    try Self.expect(row)
    try Self.expect(row, .standard(.split))
  }

  private static let indirect =
    "warning indirect call {dynamic} through bar may leave exposed text (.text..exposed) [INDIRECT]"

  @Test(
    arguments: [
      // CALL [RIP] (FF /2), JMP [RIP] (FF /4), JMP [bar + RAX * 8].
      Row([0xff, 0x15, 0, 0, 0, 0], 2, .relative32, -4, to: ".data..exposed", indirect),
      Row([0xff, 0x25, 0, 0, 0, 0], 2, .relative32, -4, to: ".rodata", indirect),
      Row([0xff, 0x24, 0xc5, 0, 0, 0, 0], 3, .signed32, 0, to: ".rodata", indirect),
      Row([0xff, 0x15, 0, 0, 0, 0], 2, .relative32, -4, to: ".data", data, indirect),
      Row([0xff, 0x24, 0xc5, 0, 0, 0, 0], 3, .signed32, 0, to: ".data", data, indirect),
      // A trampoline of a static call.
      Row([0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".static_call.text", indirect),
      Row([0xe9, 0, 0, 0, 0], 1, .relative32, -4, to: ".static_call.text", indirect),
    ])
  func indirectCalls(row: Row) throws {
    try Self.expect(row)
    try Self.expect(row, .standard(.split))
  }

  /// From gates, private text, trampolines and what is gone after the start anything goes.
  @Test(
    arguments: [".text..gate", ".text", ".static_call.text", ".init.text", ".altinstr_aux"],
    [
      Row([0xe8, 0, 0, 0, 0], 1, .plt32, -4, to: ".text.other"),
      Row([0xe9, 0, 0, 0, 0], 1, .relative32, -4, to: ".static_call.text.other"),
      Row([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".data"),
      Row([0x48, 0x8d, 0x05, 0, 0, 0, 0], 3, .relative32, -4, to: ".data"),
      Row([0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0], 2, .absolute64, 0, to: ".data"),
      Row([0xff, 0x15, 0, 0, 0, 0], 2, .relative32, -4, to: ".data"),
    ])
  func fromElsewhere(from: String, row: Row) throws {
    let row = Row(row.code, row.field, row.kind, row.addend, to: row.to, from: from)
    try Self.expect(row)
    try Self.expect(row, .standard(.split))
  }
}
