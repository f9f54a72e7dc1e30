import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// Branches into the middle of what was read as one instruction: what runs there is said to be unknown.
struct MiddleTests {
  private static let words = "1 branch leads into the middle of an instruction: what runs there is not read"
  /// 48 B8: MOV, which takes the eight NOPs behind it for its number; then RET.
  private static let number = [0x48, 0xb8] + [UInt8](repeating: 0x90, count: 8) + [0xc3]

  private static func expect(_ object: SmallObject, isMiddle: Bool, at place: String = "f+0x0") throws {
    let (lines, unknowns) = try ExposedFunction.found(object)
    #expect(lines == (isMiddle ? ["a.o: warning: \(place): \(words) (.text..exposed) [BLIND]"] : []))
    #expect(unknowns == (isMiddle ? ["\(place) code that cannot be decoded"] : []))
  }

  /// JMP in the same function. One to the instruction itself, or behind it, is none.
  @Test(arguments: [(2, true), (9, true), (10, false), (0, false)] as [(UInt8, Bool)])
  func itself(distance: UInt8, isMiddle: Bool) throws {
    try Self.expect(ExposedFunction.object([0xeb, distance] + Self.number), isMiddle: isMiddle)
  }

  /// The last instruction has a middle, too: JMP back to the second byte of itself.
  @Test func theLast() throws {
    try Self.expect(ExposedFunction.object([0x90, 0xeb, 0xff]), isMiddle: true, at: "f+0x1")
  }

  /// A relocation that was removed hides no branch. One that is there says itself where the branch leads.
  @Test(arguments: [(.none, true), (.plt32, false)] as [(ObjectWriter.RelocationKind, Bool)])
  func remains(kind: ObjectWriter.RelocationKind, isMiddle: Bool) throws {
    // The number in the code leads to g+0x2, the relocation to g.
    var object = ExposedFunction.object([0xe9, 2, 0, 0, 0], .init(1, kind, "g", -4))
    object.add("g", in: ".text..exposed", Self.number)
    try Self.expect(object, isMiddle: isMiddle)
  }

  /// JMP into another function of the section, or of another section by a relocation; what is private is a finding anyway.
  @Test(arguments: [(0, false), (1, true), (2, true), (9, true), (10, false)] as [(UInt8, Bool)])
  func another(offset: UInt8, isMiddle: Bool) throws {
    var object = ExposedFunction.object([0xeb, offset])
    object.add("g", in: ".text..exposed", Self.number)
    try Self.expect(object, isMiddle: isMiddle)
    for section in [".text..exposed", ".text..exposed.b"] {
      var object = ExposedFunction.object([0xe9, 0, 0, 0, 0], .init(1, .plt32, "g", Int64(offset) - 4))
      object.add("g", in: section, Self.number)
      try Self.expect(object, isMiddle: isMiddle)
    }
  }

  /// Where a jump goes that is switched on, and the fixup of a fault.
  @Test(arguments: ["__jump_table", "__ex_table"], [(5, false), (7, true)] as [(Int64, Bool)])
  func tables(table: String, place: (offset: Int64, isMiddle: Bool)) throws {
    var object = ExposedFunction.object([0x0f, 0x1f, 0x44, 0, 0] + Self.number)
    object.append(
      [UInt8](repeating: 0, count: table == "__ex_table" ? 12 : 16), to: table,
      [.init(0, .relative32, "f"), .init(4, .relative32, "f", place.offset)])
    try Self.expect(object, isMiddle: place.isMiddle)
  }

  /// A replacement that jumps into its own second instruction.
  @Test(arguments: [(0, false), (2, true)] as [(UInt8, Bool)])
  func replacements(distance: UInt8, isMiddle: Bool) throws {
    var object = ExposedFunction.object([UInt8](repeating: 0x90, count: 13) + [0xc3])
    let replacement = [0xeb, distance] + Self.number
    object.append(replacement, to: ".altinstr_replacement")
    object.append(
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, UInt8(replacement.count)], to: ".altinstructions",
      [.init(0, .relative32, "f"), .init(4, .relative32, ".altinstr_replacement")])
    try Self.expect(object, isMiddle: isMiddle)
  }
}
