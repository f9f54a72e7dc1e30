import Bytes
import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// Entries of the tables that patch code which cannot be read: each is said, and closures promise nothing.
struct DamagedPatchTests {
  private static let text = ".text..exposed"
  private static let replacements = ".altinstr_replacement"

  /// A field of an entry: bytes from its start, the symbol, what is added.
  typealias Field = (offset: Int, name: String, addend: Int64)

  /// `f` with a table of entries and their fields.
  private static func object(_ table: String, _ bytes: [UInt8], _ fields: [SmallObject.Field]) -> SmallObject {
    var object = ExposedFunction.object([0x90, 0x90, 0x90, 0xc3])
    object.append([0x90, 0x90, 0x90, 0x90], to: replacements)
    object.append(bytes, to: table, fields)
    return object
  }

  private static func expect(_ object: SmallObject, at place: String?, in table: String, _ count: Int = 1) throws {
    let (lines, unknowns) = try ExposedFunction.found(object)
    let words =
      count == 1
      ? "1 patch of code cannot be read: nobody can tell what it does"
      : "\(count) patches of code cannot be read: nobody can tell what they do"
    let line = place.map { "\($0): \(words) (\(text))" } ?? "\(table)+0x0: \(words) (\(table))"
    #expect(lines == ["a.o: warning: \(line) [BLIND]"])
    #expect(unknowns == ["\(place ?? "f+0x0") patch that cannot be read"])
  }

  /// Of an entry whose replacement ends behind its section, or is in none, the instruction is known; of one whose
  /// instruction lies behind its section, is in none or is not filled in, and of half an entry, nothing is.
  @Test(
    arguments: [
      (14, [(0, "f", 0), (4, replacements, 2)], "f+0x0"), (14, [(0, "f", 1)], "f+0x1"),
      (14, [(0, "f", 1), (4, "gone", 0)], "f+0x1"), (14, [(0, "f", 0x100), (4, replacements, 0)], nil),
      (14, [(0, "f", 4), (4, replacements, 0)], nil), (14, [(0, "gone", 0), (4, replacements, 0)], nil),
      (14, [(4, replacements, 0)], nil), (14, [], nil), (7, [], nil),
    ] as [(Int, [Field], String?)])
  func alternatives(size: Int, fields: [Field], place: String?) throws {
    let bytes = [UInt8]([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3].prefix(size))
    let object = Self.object(
      ".altinstructions", bytes, fields.map { .init($0.offset, .relative32, $0.name, $0.addend) })
    try Self.expect(object, at: place, in: ".altinstructions")
  }

  /// A replacement may end where its section does, and one without bytes may start there.
  @Test(arguments: [(1, 3), (4, 0)] as [(Int64, UInt8)])
  func ends(start: Int64, length: UInt8) throws {
    let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, length]
    try ExposedFunction.expectNothing(
      Self.object(
        ".altinstructions", bytes, [.init(0, .relative32, "f"), .init(4, .relative32, Self.replacements, start)]))
  }

  /// The same of jumps that are switched on; the key does not matter.
  @Test(
    arguments: [
      (16, [(0, "f", 1)], "f+0x1"), (16, [(0, "f", 1), (4, "gone", 0)], "f+0x1"),
      (16, [(0, "f", 4), (4, "f", 0)], nil), (16, [(4, "f", 0)], nil), (16, [], nil), (8, [], nil),
    ] as [(Int, [Field], String?)])
  func jumps(size: Int, fields: [Field], place: String?) throws {
    let object = Self.object(
      "__jump_table", [UInt8](repeating: 0, count: size),
      fields.map { .init($0.offset, .relative32, $0.name, $0.addend) })
    try Self.expect(object, at: place, in: "__jump_table")
  }

  /// Entries of which nothing can be read are one finding with their count.
  @Test func counted() throws {
    let fields = [SmallObject.Field(20, .relative32, "f")]
    let object = Self.object("__jump_table", [UInt8](repeating: 0, count: 48), fields)
    try Self.expect(object, at: nil, in: "__jump_table", 3)
  }

  /// Without CONFIG_HAVE_ARCH_JUMP_LABEL_RELATIVE a `struct jump_entry` is three addresses.
  @Test func addresses() throws {
    let fields = [
      SmallObject.Field(0, .absolute64, "f"), .init(8, .absolute64, "work"), .init(16, .absolute64, "pub"),
    ]
    var object = Self.object("__jump_table", [UInt8](repeating: 0, count: 24), fields)
    object.add("work", in: ".text", [0xc3])
    #expect(
      try ObjectCheck(object).lines == [
        "a.o: error: f+0x0: call to work() leaves exposed text (.text..exposed -> .text) [CALL]"
      ])
  }

  /// Entries that share a replacement of 5 bytes with 300 relocations, each of which counts as 8 bytes; other bytes of the
  /// file besides.
  private static func sharing(_ count: Int, besides size: Int) -> SmallObject {
    var object = ExposedFunction.object([0x90, 0x90, 0x90, 0x90, 0x90, 0xc3])
    object.append([UInt8](repeating: 0, count: size), to: ".data")
    object.append([0xe8, 0, 0, 0, 0], to: replacements, (0..<300).map { _ in .init(1, .plt32, "f", -4) })
    let entry: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5]
    object.append(
      [UInt8]((0..<count).flatMap { _ in entry }), to: ".altinstructions",
      (0..<count).flatMap { entry in
        [.init(entry * 14, .relative32, "f"), .init(entry * 14 + 4, .relative32, replacements)]
      })
    return object
  }

  /// 1,743 of them are within 4 MiB.
  @Test(arguments: [(1_743, false), (1_744, true)]) func tooManyRelocations(count: Int, isTooMuch: Bool) throws {
    let lines = try ObjectCheck(Self.sharing(count, besides: 2 << 20)).lines
    #expect(lines.contains { $0.contains("f+0x0: 1 patch of code cannot be read") } == isTooMuch, "\(lines)")
  }

  /// A small file has twice its size: members of an archive take time for their bytes together.
  @Test(arguments: [0, 10_000, 100_000], [10, 20, 50, 100, 200]) func smallFile(size: Int, count: Int) throws {
    let set = try ObjectSet(Self.sharing(count, besides: size))
    let isTooMuch = count * (5 + 300 * 8) > 2 * set.files[0].bytes.count
    let lines = ObjectCheck(set, policy: .standard).lines
    #expect(lines.contains { $0.contains("f+0x0: 1 patch of code cannot be read") } == isTooMuch, "\(lines)")
  }

  /// Replacements of more than 4 MiB in a file are not read: 250 bytes 17,000 times.
  @Test func tooMuch() throws {
    var object = ExposedFunction.object([UInt8](repeating: 0x90, count: 250) + [0xc3])
    object.append([UInt8](repeating: 0x90, count: 250), to: Self.replacements)
    object.append([UInt8](repeating: 0, count: 2 << 20), to: ".data")
    let entry: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 250, 250]
    object.append(
      [UInt8]((0..<17_000).flatMap { _ in entry }), to: ".altinstructions",
      (0..<17_000).flatMap { entry in
        [.init(entry * 14, .relative32, "f"), .init(entry * 14 + 4, .relative32, Self.replacements)]
      })
    #expect(try ObjectCheck(object).lines.first?.contains("f+0x0: 1 patch of code cannot be read") == true)
  }
}
