import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// What leads out of its section is said to be unknown, and closures promise nothing.
struct OutsideTests {
  private static let text = ".text..exposed"
  private static let one =
    "1 operand leads out of its section: nobody can tell what lies there (.text..exposed) [BLIND]"
  private static func expectOutside(_ object: SmallObject, _ comment: Comment? = nil) throws {
    let (lines, unknowns) = try ExposedFunction.found(object)
    #expect(lines == ["a.o: warning: f+0x0: " + one], comment)
    #expect(unknowns == ["f+0x0 place outside of its section"], comment)
  }

  // MARK: Displacements

  /// CALL, JMP, JE, JMP, LOOP, JRCXZ, XBEGIN, MOV, INCL and CMPL without a relocation, each to far behind the section.
  @Test(
    arguments: [
      [0xe8, 0, 0x10, 0, 0], [0xe9, 0, 0x10, 0, 0], [0x0f, 0x84, 0, 0x10, 0, 0], [0xeb, 0x70], [0xe2, 0x70],
      [0xe3, 0x70], [0xc7, 0xf8, 0, 0x10, 0, 0], [0x48, 0x8b, 0x05, 0, 0x10, 0, 0], [0xff, 0x05, 0, 0x10, 0, 0],
      [0x83, 0x3d, 0, 0x10, 0, 0, 1],
    ] as [[UInt8]])
  func farBehind(code: [UInt8]) throws {
    try Self.expectOutside(ExposedFunction.object(code + [0xc3]))
  }

  /// The end is outside and so is what is before the start; the last byte and the first one are inside.
  @Test func edges() throws {
    try Self.expectOutside(ExposedFunction.object([0xeb, 1, 0xc3]))
    try ExposedFunction.expectNothing(ExposedFunction.object([0xeb, 0, 0xc3]))
    try Self.expectOutside(ExposedFunction.object([0xe8, 1, 0, 0, 0, 0xc3]))
    try Self.expectOutside(ExposedFunction.object([0x7f, 0xfd, 0xc3]))
    try ExposedFunction.expectNothing(ExposedFunction.object([0x7f, 0xfe, 0xc3]))
    try Self.expectOutside(ExposedFunction.object([0xe8, 0xfa, 0xff, 0xff, 0xff, 0xc3]))
    try ExposedFunction.expectNothing(ExposedFunction.object([0xe8, 0xfb, 0xff, 0xff, 0xff, 0xc3]))
    try Self.expectOutside(ExposedFunction.object([0x8b, 0x05, 0xf9, 0xff, 0xff, 0xff, 0xc3]))
    try ExposedFunction.expectNothing(ExposedFunction.object([0x8b, 0x05, 0xfa, 0xff, 0xff, 0xff, 0xc3]))
  }

  /// Another function of the section is followed; a relocation that fills the field in says where it leads; LEA and
  /// NOP access nothing.
  @Test func inside() throws {
    var object = ExposedFunction.object([0xe8, 1, 0, 0, 0, 0xc3])
    object.add("g", in: Self.text, [0xc3])
    let set = try ObjectSet(object)
    #expect(try ObjectCheck(object).lines == [])
    #expect(try set.text(of: "f") == ClosureText(functions: ["f > g"]))
    try ExposedFunction.expectNothing(
      ExposedFunction.object([0x8b, 0x05, 0, 0x10, 0, 0, 0xc3], .init(2, .relative32, "pub", -4)))
    try ExposedFunction.expectNothing(
      ExposedFunction.object([0x48, 0x8d, 0x05, 0, 0x10, 0, 0, 0x0f, 0x1f, 0x05, 0, 0x10, 0, 0, 0xc3]))
    // R_X86_64_NONE fills nothing in.
    try Self.expectOutside(ExposedFunction.object([0xe8, 0, 0x10, 0, 0, 0xc3], .init(1, .init(rawValue: 0), "pub")))
  }

  /// All of a function are one finding with their count; the closure has a place each.
  @Test func counted() throws {
    let (lines, unknowns) = try ExposedFunction.found(
      ExposedFunction.object([0x90, 0xe8, 0, 0x10, 0, 0, 0x74, 0x70, 0xc3]))
    let words = "2 operands lead out of their section: nobody can tell what lies there"
    #expect(lines == ["a.o: warning: f+0x1: \(words) (.text..exposed) [BLIND]"])
    #expect(unknowns == ["f+0x1 place outside of its section", "f+0x6 place outside of its section"])
  }

  // MARK: Symbols

  /// CALL, JE, MOV and CMPL of what lies behind the section of the symbol, or at its end; MOV of what lies before it.
  @Test func relocations() throws {
    func object(_ code: [UInt8], _ behind: [UInt8], _ target: String, _ addend: Int) -> SmallObject {
      var object = ExposedFunction.object(
        code + [0, 0, 0, 0] + behind + [0xc3],
        .init(code.count, .relative32, target, Int64(addend - 4 - behind.count)))
      object.label("far", in: ".data..exposed", at: 100, size: 8, kind: .object)
      return object
    }
    for code in [[0xe8], [0x0f, 0x84], [0xe9]] as [[UInt8]] {
      for addend in [code.count + 5, 96] { try Self.expectOutside(object(code, [], Self.text, addend)) }
      try ExposedFunction.expectNothing(object(code, [], Self.text, code.count + 4))
    }
    for (code, behind) in [([0x48, 0x8b, 0x05], []), ([0x83, 0x3d], [1])] as [([UInt8], [UInt8])] {
      for (target, addend) in [("far", 0), ("pub", 8), ("pub", -9)] {
        try Self.expectOutside(object(code, behind, target, addend), "\(target) \(addend)")
      }
      try ExposedFunction.expectNothing(object(code, behind, "pub", 7))
    }
  }

  /// Where an address is taken, or a register is added, the end of an object may be meant.
  @Test func addresses() throws {
    try ExposedFunction.expectNothing(
      ExposedFunction.object([0x48, 0x8d, 0x05, 0, 0, 0, 0, 0xc3], .init(3, .relative32, "pub", 4)))
    try ExposedFunction.expectNothing(
      ExposedFunction.object([0x8b, 0x80, 0, 0, 0, 0, 0xc3], .init(2, .signed32, "pub", 8)))
  }

  /// A function whose symbol lies behind its section, or at its end: nobody can tell what it does.
  @Test(arguments: [8, 100])
  func function(offset: Int) throws {
    var object = SmallObject()
    object.add("g", in: Self.text, [0xe8, 0, 0, 0, 0, 0xc3, 0x90, 0x90], .init(1, .plt32, "f", -4))
    object.label("f", in: Self.text, at: offset, size: 8, kind: .function, isGlobal: true)
    let (lines, unknowns) = try ExposedFunction.found(object)
    let words = "the symbol lies outside of its section: nobody can tell what is there"
    #expect(
      lines == ["a.o: warning: g+0x0: " + Self.one, "a.o: warning: f+0x0: \(words) (.text..exposed) [BLIND]"])
    #expect(unknowns == ["f+0x0 place outside of its section"])
    let set = try ObjectSet(object)
    #expect(
      try set.text(of: "g")
        == ClosureText(
          functions: ["g > f"],
          unknowns: ["g+0x0 place outside of its section", "f+0x0 place outside of its section"]))
    // The end of code may have a label.
    object = ExposedFunction.object([0xc3])
    object.label("end", in: Self.text, at: 1)
    try ExposedFunction.expectNothing(object)
  }

  /// A jump that is switched on, and an alternative, lead to where the section is over.
  @Test func patches() throws {
    var object = ExposedFunction.object([0x66, 0x90, 0xc3])
    object.add("work", in: Self.text, [0xc3])
    object.append(
      [UInt8](repeating: 0, count: 16), to: "__jump_table",
      [.init(0, .relative32, "f"), .init(4, .relative32, "work", 5), .init(8, .relative64, "pub")])
    let (lines, unknowns) = try ExposedFunction.found(object)
    #expect(lines == ["a.o: warning: f+0x0: " + Self.one])
    #expect(unknowns == ["f+0x0 place outside of its section"])
    object = ExposedFunction.object([0x90, 0x90, 0x90, 0x90, 0x90, 0xc3])
    object.addAlternative(14, of: Self.text, at: 0, [0xe8, 0, 0x10, 0, 0])
    try Self.expectOutside(object)
  }

  /// Code that nothing stops at the end of its section runs on into what the linker puts there: that is a place which
  /// closures do not follow. A call at the end is taken for one that does not come back.
  @Test(
    arguments: [
      ([0x90], "f+0x0"), ([0x31, 0xc0], "f+0x0"), ([0x90, 0x31, 0xc0, 0x90], "f+0x1"), ([0x74, 0xfe], "f+0x0"),
      ([0xc3, 0x90], nil), ([0xeb, 0xfe], nil), ([0xe8, 0xfb, 0xff, 0xff, 0xff], nil),
    ] as [([UInt8], String?)])
  func runningOff(code: [UInt8], place: String?) throws {
    let (lines, unknowns) = try ExposedFunction.found(ExposedFunction.object(code))
    #expect(lines == [])
    #expect(unknowns == (place.map { ["\($0) place outside of its section"] } ?? []))
  }

  /// A label may stand where the code ends; nothing else, and nothing behind.
  @Test(
    arguments: [
      (1, .none, true), (2, .none, false), (1, .function, false), (2, .object, false),
    ] as [(Int, ObjectWriter.SymbolKind, Bool)])
  func labels(offset: Int, kind: ObjectWriter.SymbolKind, isInside: Bool) throws {
    var object = ExposedFunction.object([0xc3])
    object.label("beyond", in: Self.text, at: offset, kind: kind, isGlobal: true)
    let words = "the symbol lies outside of its section: nobody can tell what is there (.text..exposed) [BLIND]"
    #expect(try ObjectCheck(object).lines == (isInside ? [] : ["a.o: warning: beyond+0x0: \(words)"]))
  }

  /// Whatever the files say, a write of CR3 in code that is no gate flips: MOV CR3, RAX; not MOV RAX, CR3, nor CR4.
  @Test(
    arguments: [([0x0f, 0x22, 0xd8], true), ([0x0f, 0x20, 0xd8], false), ([0x0f, 0x22, 0xe0], false)]
      as [([UInt8], Bool)])
  func flips(code: [UInt8], isFlip: Bool) throws {
    let (lines, unknowns) = try ExposedFunction.found(ExposedFunction.object(code + [0xc3]))
    #expect(lines == [] && unknowns == (isFlip ? ["f+0x0 write of CR3"] : []))
  }

  /// A call of data that the exposed space maps, and one of a function that chooses another.
  @Test(
    arguments: [
      (".rodata", .object, "leads into data: nobody can tell what that does"),
      (
        ".text..exposed", .indirectFunction,
        "leads to an indirect function (STT_GNU_IFUNC): nobody can tell which one it chooses"
      ),
    ] as [(String, ObjectWriter.SymbolKind, String)])
  func calls(section: String, kind: ObjectWriter.SymbolKind, words: String) throws {
    var object = ExposedFunction.object([0xe8, 0, 0, 0, 0, 0xc3], .init(1, .plt32, "g", -4))
    object.add("g", in: section, [0xc3], kind: kind)
    #expect(
      try ObjectCheck(object).lines == ["a.o: warning: f+0x0: 1 branch \(words) (.text..exposed) [BLIND]"])
  }

  /// Who sends a branch somewhere: an instruction, the table of a switch, a jump that is switched on, a fault's fixup.
  enum Sender: CaseIterable {
    case call, switchTable, jumpTable, fixup
  }

  /// Where nobody can tell what runs it is said of each of them, and no closure promises anything.
  @Test(
    arguments: Sender.allCases,
    [
      (".rodata", .object, 0, "leads into data"),
      (".text..exposed", .indirectFunction, 0, "leads to an indirect function"),
      (".text..exposed", .function, 1, "leads into the middle"), (".text..exposed", .function, 16, "leads out of"),
      (".text..exposed", .function, 10, nil),
    ] as [(String, ObjectWriter.SymbolKind, Int64, String?)])
  func branches(
    from sender: Sender, to goal: (section: String, kind: ObjectWriter.SymbolKind, offset: Int64, words: String?)
  ) throws {
    let jump: [UInt8] = [0xff, 0x24, 0xc5, 0, 0, 0, 0, 0xc3]
    let other: [UInt8] = [0x0f, 0x1f, 0x44, 0, 0, 0xc3]
    let code = sender == .call ? [0xe8, 0, 0, 0, 0, 0xc3] : sender == .switchTable ? jump : other
    let fields: [SmallObject.Field] =
      switch sender {
      case .call: [.init(1, .plt32, "g", goal.offset - 4)]
      case .switchTable: [.init(3, .signed32, "table")]
      case .jumpTable, .fixup: []
      }
    var object = SmallObject()
    let start = object.append(code, to: ".text..exposed", fields)
    object.label("f", in: ".text..exposed", at: start, size: code.count, kind: .function, isGlobal: true)
    // MOVABS and RET.
    object.add("g", in: goal.section, [0x48, 0xb8] + Array(repeating: 0, count: 8) + [0xc3], kind: goal.kind)
    switch sender {
    case .call: break
    case .switchTable:
      object.add(
        "table", in: ".rodata", Array(repeating: 0, count: 16), .init(0, .absolute64, "f", 7),
        .init(8, .absolute64, "g", goal.offset))
    case .jumpTable, .fixup:
      object.append(
        Array(repeating: 0, count: sender == .fixup ? 12 : 16), to: sender == .fixup ? "__ex_table" : "__jump_table",
        [.init(0, .relative32, "f"), .init(4, .relative32, "g", goal.offset)])
    }
    let lines = try ObjectCheck(object).findings.filter { $0.id == .blind }.map(\.line)
    let closure = try ObjectSet(object).closure(of: "f")
    #expect(closure.unknowns.isEmpty == (goal.words == nil))
    guard let words = goal.words else { return #expect(lines == []) }
    #expect(lines.count == 1 && lines[0].contains(words), "\(lines)")
  }

  /// Compilers give the function that chooses the place of the one that it chooses for; either may stand first.
  @Test(arguments: [true, false]) func chooser(isFirst: Bool) throws {
    var object = ExposedFunction.object([0xe8, 0, 0, 0, 0, 0xc3], .init(1, .plt32, "g", -4))
    let kinds: [(String, ObjectWriter.SymbolKind)] = [("chooser", .function), ("g", .indirectFunction)]
    let start = object.append([0xc3], to: ".text..exposed")
    for (name, kind) in isFirst ? kinds : kinds.reversed() {
      object.label(name, in: ".text..exposed", at: start, size: 1, kind: kind, isGlobal: true)
    }
    let (lines, unknowns) = try ExposedFunction.found(object)
    #expect(lines.first?.contains("f+0x0: 1 branch leads to an indirect function (STT_GNU_IFUNC)") == true)
    #expect(unknowns == ["f+0x0 indirect call"])
    #expect(try ObjectSet(object).text(of: "g").unknowns == ["g+0x0 indirect call"])
  }
}
