import Isolation
import SectionCheck
import TestSupport
import Testing

/// Code that is patched in counts for the instruction that it replaces.
struct AlternativeTests {
  private static let text = ".text..exposed"
  private static let replacements = ".altinstr_replacement"
  private static let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0]
  private static let call: [UInt8] = [0xe8, 0, 0, 0, 0]

  /// `foo` with 16 bytes of NOPs and a RET in a section, and a variable in each of two others.
  private static func object(_ section: String = text) -> SmallObject {
    var object = SmallObject()
    object.add("foo", in: section, [UInt8](repeating: 0x90, count: 16) + [0xc3])
    object.add("private_data", in: ".data", [UInt8](repeating: 0, count: 8))
    object.add("exposed_data", in: ".data..exposed", [UInt8](repeating: 0, count: 8))
    object.add("private_work", in: ".text", [0xc3])
    return object
  }

  private static func dataLine(_ offset: String) -> String {
    "a.o: error: foo+\(offset): reference to private private_data (.data) from exposed text (.text..exposed) [DATA]"
  }

  private static func callLine(_ offset: String) -> String {
    "a.o: error: foo+\(offset): call to private_work() leaves exposed text (.text..exposed -> .text) [CALL]"
  }

  /// struct alt_instr of Linux 6.12 (14 bytes), 5.13 to 6.2 (12) and 4.1 to 5.12 (13: the padding's length is last).
  @Test(arguments: [12, 13, 14])
  func sizes(size: Int) throws {
    var object = Self.object()
    for place in [2, 9] {
      object.addAlternative(size, of: Self.text, at: place, Self.load, .init(3, .relative32, "private_data", -4))
    }
    let check = try ObjectCheck(object)
    #expect(check.lines == [Self.dataLine("0x2"), Self.dataLine("0x9")])
    #expect(check.findings.allSatisfy { $0.origin == .alternative && $0.relocation == "R_X86_64_PC32" })
  }

  /// One entry alone: its size is that of the section.
  @Test(arguments: [12, 13, 14])
  func single(size: Int) throws {
    var object = Self.object()
    object.addAlternative(size, of: Self.text, at: 0, Self.call, .init(1, .plt32, "private_work", -4))
    #expect(try ObjectCheck(object).lines == [Self.callLine("0x0")])
  }

  /// Replacements are read if none of them has a relocation, too: PUSH ES is none in 64-bit mode.
  @Test func withoutRelocations() throws {
    var object = Self.object()
    object.addAlternative(14, of: Self.text, at: 2, [0x06])
    let words = "not decoded from +0x2 on: 1 byte is no known instruction"
    #expect(try ObjectCheck(object).lines == ["a.o: warning: foo+0x2: \(words) (.text..exposed) [BLIND]"])
  }

  @Test func shared() throws {
    var object = Self.object()
    let start = object.append(Self.load, to: Self.replacements, [.init(3, .relative32, "private_data", -4)])
    for place in [0, 7, 3] { object.addAlternative(14, of: Self.text, at: place, replacement: start, length: 7) }
    // The same again: each place once.
    object.addAlternative(14, of: Self.text, at: 7, replacement: start, length: 7)
    #expect(try ObjectCheck(object).lines == ["0x0", "0x3", "0x7"].map(Self.dataLine))
  }

  /// Nothing replaces the instruction: what stands at that place belongs to another.
  @Test func empty() throws {
    var object = Self.object()
    object.addAlternative(14, of: Self.text, at: 0, replacement: 0, length: 0)
    object.addAlternative(14, of: Self.text, at: 8, Self.load, .init(3, .relative32, "private_data", -4))
    #expect(try ObjectCheck(object).lines == [Self.dataLine("0x8")])
  }

  /// Both references of one replacement count for one place; a third one, of exposed data, does not.
  @Test func several() throws {
    var object = Self.object()
    object.addAlternative(
      14, of: Self.text, at: 4, Self.load + Self.call + Self.load, .init(3, .relative32, "private_data", -4),
      .init(8, .plt32, "private_work", -4), .init(15, .relative32, "exposed_data", -4))
    #expect(try ObjectCheck(object).lines == [Self.callLine("0x4"), Self.dataLine("0x4")])
  }

  /// The length says where a replacement ends, so that the next one is not this place's.
  @Test func ends() throws {
    var object = Self.object()
    object.addAlternative(14, of: Self.text, at: 1, Self.call, .init(1, .plt32, "private_work", -4))
    object.addAlternative(14, of: Self.text, at: 8, Self.load, .init(3, .relative32, "private_data", -4))
    #expect(try ObjectCheck(object).lines == [Self.callLine("0x1"), Self.dataLine("0x8")])
  }

  /// A call through pv_ops becomes a direct one at the start, on any processor: nothing reads the pointer, but where it
  /// leads is not visible. With another feature, or without the flag, the call as it stands may be the one that runs.
  @Test(arguments: [(0x2_0075, false), (0x2_0074, true), (0x75, true), (0x3_0075, true)] as [(UInt32, Bool)])
  func replacedCall(flags: UInt32, isRead: Bool) throws {
    var object = SmallObject()
    object.add("foo", in: Self.text, [0x90, 0xff, 0x15, 0, 0, 0, 0, 0xc3], .init(3, .relative32, "pv_ops", 4))
    object.add("pv_ops", in: ".data", [UInt8](repeating: 0, count: 16))
    object.add("BUG_func", in: Self.text, [0xc3])
    let start = object.append(Self.call, to: Self.replacements, [.init(1, .plt32, "BUG_func", -4)])
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: flags >> ($0 * 8)) }
    object.append(
      [UInt8](repeating: 0, count: 8) + bytes + [6, 5], to: ".altinstructions",
      [.init(0, .relative32, Self.text, 1), .init(4, .relative32, Self.replacements, Int64(start))])
    let data = "a.o: error: foo+0x3: reference to private pv_ops+0x8 (.data) from exposed text (.text..exposed) [DATA]"
    let call =
      "a.o: warning: foo+0x3: indirect call {dynamic} through pv_ops+0x8 may leave exposed text (.text..exposed) [INDIRECT]"
    #expect(try ObjectCheck(object).lines == (isRead ? [data, call] : [call]))
    let set = try ObjectSet(object)
    var finder = ClosureFinder(set, policy: .standard)
    let closure = finder.closure(of: "foo", at: try #require(set.places { $0 == "foo" }.first).place)
    #expect(closure.privateData.count == (isRead ? 1 : 0))
    #expect(closure.unknowns.map(\.reason) == [.indirect])
  }

  /// What is patched into a gate or into private text is not checked.
  @Test(arguments: [".text..gate", ".text.other", ".init.text"])
  func elsewhere(section: String) throws {
    var object = Self.object(section)
    object.addAlternative(14, of: section, at: 0, Self.load, .init(3, .relative32, "private_data", -4))
    #expect(try ObjectCheck(object).lines == [])
  }
}

/// Jumps that are switched on and off: `struct jump_entry`.
struct JumpTableTests {
  private static func object(_ from: String, jumpTo target: String, in section: String) -> SmallObject {
    var object = SmallObject()
    object.add("foo", in: from, [0x90, 0x0f, 0x1f, 0x44, 0, 0, 0xc3])
    object.add(target, in: section, [0x90, 0xc3])
    object.add("key", in: ".data", [UInt8](repeating: 0, count: 8))
    object.append(
      [UInt8](repeating: 0, count: 16), to: "__jump_table",
      [.init(0, .relative32, from, 1), .init(4, .relative32, target), .init(8, .relative64, "key")])
    return object
  }

  /// The target counts as a call at the code; the key is the patching code's, and says nothing.
  @Test(
    arguments: [
      (".text..exposed", ".text", true), (".text..exposed", ".text.unlikely", true),
      (".text..exposed", ".noinstr.text", false), (".text..exposed", ".text..gate", false), (".text.a", ".text", false),
    ])
  func target(from: String, to: String, isFound: Bool) throws {
    let check = try ObjectCheck(Self.object(from, jumpTo: "work", in: to))
    let line = "a.o: error: foo+0x1: call to work() leaves exposed text (\(from) -> \(to)) [CALL]"
    #expect(check.lines == (isFound ? [line] : []))
    #expect(check.findings.allSatisfy { $0.origin == .staticJump })
  }
}

extension SmallObject {
  /// Adds a replacement of 7 bytes at an offset of a section, and its entry of `size` bytes.
  mutating func addAlternative(_ size: Int, of section: String, at offset: Int, _ code: [UInt8], _ fields: Field...) {
    let start = append(code, to: ".altinstr_replacement", fields)
    addAlternative(size, of: section, at: offset, replacement: start, length: code.count)
  }

  /// Adds an entry of `size` bytes for a replacement that is there.
  mutating func addAlternative(_ size: Int, of section: String, at offset: Int, replacement: Int, length: Int) {
    var entry = [UInt8](repeating: 0, count: size)
    // Flags, the length of the instruction, the length of the replacement, and in 13 bytes that of padding.
    let lengths = size == 14 ? 12 : 10
    entry[8] = 1
    entry[lengths] = 7
    entry[lengths + 1] = UInt8(length)
    append(
      entry, to: ".altinstructions",
      [
        .init(0, .relative32, section, Int64(offset)),
        .init(4, .relative32, ".altinstr_replacement", Int64(replacement)),
      ])
  }
}
