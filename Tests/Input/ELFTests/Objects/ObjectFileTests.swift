import Bytes
import Diagnostics
import ELF
import TestSupport
import Testing

/// What is read of object files that the tests write.
struct ObjectFileTests {
  private static func read(_ object: ObjectWriter) throws -> ObjectFile {
    try #require(try ObjectFile.files(in: FileBytes(name: "t.o", object.bytes())).first)
  }

  /// One of each, in a file of this kind; the symbols are 1 to 7.
  static func sample(_ kind: ObjectWriter.Kind) -> ObjectWriter {
    var object = ObjectWriter(kind)
    let text = object.addSection(
      ".text..exposed", [.allocated, .execute], [0xe8, 0, 0, 0, 0, 0xc3, 0, 0, 0, 0], address: 0x1000)
    let data = object.addSection(".data", [.allocated, .write], [UInt8](repeating: 7, count: 8), address: 0x2000)
    object.addSection(".bss", [.allocated, .write], type: 8, size: 1 << 40, address: 0x3000)
    object.addSection(".comment", [], [1, 2, 3])
    let foo = object.addSymbol("foo", .function, in: text, size: 6, isGlobal: true)
    let bar = object.addUndefined("bar")
    let section = object.addSectionSymbol(data)
    object.addAbsolute("limit", 0x77)
    _ = object.addCommon("shared", size: 24, alignment: 16)
    object.addSymbol("last", .object, in: data, offset: 8)
    object.addSymbol("a\u{1b}b", in: 4, offset: 3)
    object.addRelocation(in: text, offset: 6, .signed32, section, addend: 4)
    object.addRelocation(in: text, offset: 1, .plt32, bar, addend: -4)
    object.addRelocation(in: data, offset: 0, .absolute64, foo, addend: .min)
    object.addRelocation(in: data, offset: 8, .none, 0)
    object.addRelocation(in: 4, offset: 999, .absolute64, 999)
    return object
  }

  @Test(arguments: [ObjectWriter.Kind.relocatable, .executable, .shared], [false, true])
  func everything(kind: ObjectWriter.Kind, usesExtendedNumbers: Bool) throws {
    var writer = Self.sample(kind)
    writer.usesExtendedNumbers = usesExtendedNumbers
    let image = writer.image()
    let file = try Self.read(writer)
    #expect(file.name == "t.o")
    #expect(file.isLinked == (kind != .relocatable))
    #expect(file.sections.map(\.name).prefix(5) == ["", ".text..exposed", ".data", ".bss", ".comment"])
    #expect(
      file.sections.map(\.flags).prefix(5) == [
        [], [.allocated, .execute], [.allocated, .write], [.allocated, .write], [],
      ])
    #expect(file.sections.map(\.size).prefix(5) == [0, 10, 8, 1 << 40, 3])
    #expect(file.sections.map(\.address).prefix(5) == [0, 0x1000, 0x2000, 0x3000, 0])
    #expect(file.sections.map(\.type).prefix(5) == [0, 1, 1, 8, 1])
    #expect(file.sections.map(\.isText).prefix(5) == [false, true, false, false, false])
    #expect(file.sections.map(\.contents).prefix(5).map(\.count) == [0, 10, 8, 0, 3])
    #expect(file.sections[1].contents.lowerBound == image.contents[1])
    #expect(file.bytes.byte(at: file.sections[1].contents.lowerBound) == 0xe8)
    #expect((0..<file.symbolCount).map { Self.text(file.symbol($0)) } == Self.symbols)
    #expect(
      (0..<file.symbolCount).map { file.name(ofSymbol: $0) } == [
        "", "foo", "bar", ".data", "limit", "shared", "last", "a\u{fffd}b",
      ])
    let text = try #require(file.relocations(ofSection: 1))
    #expect((0..<text.count).map { Self.text(text[$0]) } == ["6 R_X86_64_32S 3 4", "1 R_X86_64_PLT32 2 -4"])
    let data = try #require(file.relocations(ofSection: 2))
    #expect(
      (0..<data.count).map { Self.text(data[$0]) } == ["0 R_X86_64_64 1 \(Int64.min)", "8 R_X86_64_NONE 0 0"])
    #expect(file.sections.indices.filter { file.relocations(ofSection: $0) != nil } == [1, 2])
    #expect(file.relocations(ofSection: 99) == nil)
  }

  private static let symbols = [
    "0 local undefined 0 0", "2 global section(1) 0 6", "0 global undefined 0 0", "3 local section(2) 0 0",
    "0 global absolute 119 0", "1 global common 16 24", "1 local section(2) 8 0", "0 local section(4) 3 0",
  ]

  private static func text(_ symbol: ObjectSymbol) -> String {
    "\(symbol.kind.rawValue) \(symbol.isGlobal ? "global" : "local") \(symbol.place) \(symbol.offset) \(symbol.size)"
  }

  private static func text(_ relocation: Relocation) -> String {
    "\(relocation.offset) \(relocation.kind.name) \(relocation.symbol) \(relocation.addend)"
  }

  @Test func symbolsOfALinkedFileOutsideTheirSectionAreAbsolute() throws {
    var object = Self.sample(.executable)
    let end = object.addSymbol("end", in: 2, offset: 8)
    let past = object.addSymbol("past", in: 2, offset: 9)
    let before = object.addSymbol("before", in: 2, offset: UInt64(bitPattern: -1))
    let file = try Self.read(object)
    #expect(file.symbol(end).place == .section(2))
    #expect(file.symbol(end).offset == 8)
    #expect([past, before].map { file.symbol($0).place } == [.absolute, .absolute])
    #expect([past, before].map { file.symbol($0).offset } == [0x2009, 0x1fff])
  }

  @Test func symbolsOfARelocatableFileMayBePastTheirSection() throws {
    var object = Self.sample(.relocatable)
    let past = object.addSymbol("past", in: 2, offset: .max)
    let file = try Self.read(object)
    #expect(file.symbol(past).place == .section(2))
    #expect(file.symbol(past).offset == .max)
  }

  @Test(.timeLimit(.minutes(1))) func moreSectionsThan16BitsNumber() throws {
    var object = ObjectWriter()
    let count = 66_000
    for number in 1...count { object.addSection(".text.f\(number)", [.allocated, .execute], [0xe8, 0, 0, 0, 0]) }
    let symbols = [1, 0xfeff, 0xff00, 0xfff1, 0xffff, count].map {
      (section: $0, symbol: object.addSymbol("f\($0)", .function, in: $0, isGlobal: true))
    }
    for (section, symbol) in symbols { object.addRelocation(in: section, offset: 1, .plt32, symbol, addend: -4) }
    let file = try Self.read(object)
    #expect(file.sections.count == count + 1 + 6 + 4)
    for (section, symbol) in symbols {
      #expect(file.sections[section].name == ".text.f\(section)")
      #expect(file.symbol(symbol).place == .section(section))
      #expect(file.name(ofSymbol: symbol) == "f\(section)")
      #expect(file.relocations(ofSection: section)?[0].symbol == symbol)
    }
  }

  @Test func severalTablesOfRelocationsForASection() throws {
    var object = ObjectWriter()
    let a = object.addSection("a", .allocated, [UInt8](repeating: 0, count: 64))
    let others = (0..<4).map { object.addSection("b\($0)", .allocated, [UInt8](repeating: 0, count: 64)) }
    for (index, section) in ([a] + others).enumerated() {
      for offset in 0...index { object.addRelocation(in: section, offset: UInt64(8 * index + offset), .absolute64, 0) }
    }
    var image = object.image()
    // Not all, so that the pieces are not side by side in the file.
    for section in [others[1], others[3]] {
      image.set(.info, of: image.relocationSections[section] ?? 0, to: UInt64(a))
    }
    let file = try #require(try ObjectFile.files(in: FileBytes(name: "t.o", image.bytes)).first)
    let table = try #require(file.relocations(ofSection: a))
    #expect((0..<table.count).map { table[$0].offset } == [0, 16, 17, 18, 32, 33, 34, 35, 36])
    #expect(others.map { file.relocations(ofSection: $0)?.count } == [2, nil, 4, nil])
  }

  @Test func relocationsOfTheDynamicLinkerAreNotRead() throws {
    var object = Self.sample(.shared)
    object.addRelocation(in: 3, offset: 0, .absolute64, 0)
    var image = object.image()
    let table = try #require(image.relocationSections[3])
    image.set(.flags, of: table, to: 2)
    image.set(.entrySize, of: table, to: 7)
    image.set(.info, of: table, to: 1)
    let file = try #require(try ObjectFile.files(in: FileBytes(name: "t.so", image.bytes)).first)
    #expect(file.relocations(ofSection: 1)?.count == 2)
    image.set(.info, of: table, to: 999)
    #expect(try ObjectFile.files(in: FileBytes(name: "t.so", image.bytes)).count == 1)
  }

  @Test func longNamesOfSymbolsAreCut() throws {
    var object = ObjectWriter()
    let data = object.addSection("a")
    let symbols = [511, 512, 513].map { object.addSymbol(String(repeating: "x", count: $0), in: data) }
    let file = try Self.read(object)
    #expect(symbols.map { file.name(ofSymbol: $0).utf8.count } == [511, 512, 512])
  }

  /// Of a name that is not printable ASCII 80 bytes are shown.
  @Test(arguments: [("\u{1}", 80), ("\u{e9}", 40)]) func otherNamesAreCut(character: String, count: Int) throws {
    var object = ObjectWriter()
    let symbol = object.addSymbol(String(repeating: character, count: 256), in: object.addSection("a"))
    let shown = character == "\u{1}" ? "\u{fffd}" : character
    #expect(try Self.read(object).name(ofSymbol: symbol) == String(repeating: shown, count: count))
  }

  @Test func noSymbols() throws {
    var image = ObjectWriter().image()
    image.set(.type, of: image.symbolTable, to: 1)
    let file = try #require(try ObjectFile.files(in: FileBytes(name: "t.o", image.bytes)).first)
    #expect(file.symbolCount == 0)
  }
}
