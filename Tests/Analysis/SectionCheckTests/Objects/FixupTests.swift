import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// Where control goes when an instruction faults: __ex_table, as a call of that instruction.
struct FixupTests {
  private static let call = "call to fix() leaves exposed text (.text..exposed -> .text) [CALL]"
  private static let damaged = "1 patch of code cannot be read: nobody can tell what it does"

  /// `f`, two bytes of NOP and RET, `g` the same, and a private `fix`.
  private static func object() -> SmallObject {
    var object = ExposedFunction.object([0x90, 0xc3])
    object.add("g", in: ".text..exposed", [0x90, 0xc3])
    object.add("fix", in: ".text", [0xc3])
    return object
  }

  /// `struct exception_table_entry` of Linux 6.12, and without its third field.
  @Test(arguments: [12, 8])
  func fixups(size: Int) throws {
    var object = Self.object()
    object.append(
      [UInt8](repeating: 0, count: size), to: "__ex_table",
      [.init(0, .relative32, "f", 1), .init(4, .relative32, "fix")])
    #expect(try ObjectCheck(object).lines == ["a.o: error: f+0x1: \(Self.call)"])
    #expect(try ObjectSet(object).text(of: "f").functions == ["f > fix"])
  }

  /// Up to Linux 5.15 the third field is the place of a function: two such entries are as long as three of two fields.
  @Test func handlers() throws {
    var object = Self.object()
    for name in ["f", "g"] {
      object.append(
        [UInt8](repeating: 0, count: 12), to: "__ex_table",
        [.init(0, .relative32, name), .init(4, .relative32, "fix"), .init(8, .relative32, "ex_handler_default")])
    }
    #expect(try ObjectCheck(object).lines == ["a.o: error: f+0x0: \(Self.call)", "a.o: error: g+0x0: \(Self.call)"])
  }

  /// Before Linux 3.5 both are addresses of 8 bytes.
  @Test func addresses() throws {
    var object = Self.object()
    object.append(
      [UInt8](repeating: 0, count: 16), to: "__ex_table", [.init(0, .absolute64, "f"), .init(8, .absolute64, "fix")])
    #expect(try ObjectCheck(object).lines == ["a.o: error: f+0x0: \(Self.call)"])
  }

  /// A fixup that is not there, and an instruction that is not.
  @Test func unread() throws {
    var object = Self.object()
    object.append(
      [UInt8](repeating: 0, count: 12), to: "__ex_table",
      [.init(0, .relative32, "f"), .init(4, .relative32, "elsewhere")])
    #expect(try ObjectCheck(object).lines == ["a.o: warning: f+0x0: \(Self.damaged) (.text..exposed) [BLIND]"])
    #expect(try ObjectSet(object).text(of: "f").unknowns == ["f+0x0 patch that cannot be read"])
    object.append([UInt8](repeating: 0, count: 12), to: "__ex_table", [.init(4, .relative32, "f")])
    #expect(try ObjectCheck(object).lines.last == "a.o: warning: __ex_table+0xc: \(Self.damaged) (__ex_table) [BLIND]")
  }

  /// Somebody has removed the relocations: nobody can tell what is patched.
  @Test(arguments: ["__ex_table", "__jump_table", ".altinstructions"]) func withoutRelocations(table: String) throws {
    var object = Self.object()
    object.append([UInt8](repeating: 0, count: 12), to: table)
    #expect(try ObjectCheck(object).lines == ["a.o: warning: \(table)+0x0: \(Self.damaged) (\(table)) [BLIND]"])
    #expect(try ObjectSet(object).text(of: "f").unknowns == ["f+0x0 patch that cannot be read"])
  }

  /// Tables may stand in another file than the code: of jumps they are followed, of replacements not.
  @Test func anotherFile() throws {
    var tables = SmallObject()
    tables.append(
      [UInt8](repeating: 0, count: 12), to: "__ex_table",
      [.init(0, .relative32, "f"), .init(4, .relative32, "fix")])
    let set = try ObjectSet(Self.object(), tables)
    #expect(try set.text(of: "f").functions == ["f > fix"])
    var replacing = SmallObject()
    replacing.append([0x90], to: ".altinstr_replacement")
    replacing.append(
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1], to: ".altinstructions",
      [.init(0, .relative32, "f"), .init(4, .relative32, ".altinstr_replacement")])
    #expect(try ObjectSet(Self.object(), replacing).text(of: "f").unknowns == ["f+0x0 patch that cannot be read"])
  }
}
