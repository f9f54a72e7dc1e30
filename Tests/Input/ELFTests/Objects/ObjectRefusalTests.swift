import Bytes
import Diagnostics
import ELF
import TestSupport
import Testing

/// What is said of files that are no object files, and of damaged ones.
struct ObjectRefusalTests {
  /// A file, what is done to it, and what is said of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var kind = ObjectWriter.Kind.relocatable
    var usesExtendedNumbers = false
    let damage: @Sendable (inout ObjectImage) -> Void
    let expected: String

    init(
      _ expected: String, _ kind: ObjectWriter.Kind = .relocatable, usesExtendedNumbers: Bool = false,
      _ damage: @escaping @Sendable (inout ObjectImage) -> Void
    ) {
      self.expected = expected
      self.kind = kind
      self.usesExtendedNumbers = usesExtendedNumbers
      self.damage = damage
    }

    var testDescription: String { expected }
  }

  static func error(_ bytes: [UInt8], name: String = "t.o") -> String? {
    do throws(ParseError) {
      _ = try ObjectFile.files(in: FileBytes(name: name, bytes))
      return nil
    } catch {
      return error.description
    }
  }

  /// Sections 1 .text (8 bytes), 2 .bss, 3 .debug, 4 .rela.text, 5 .symtab, 6 .strtab; symbols 1 to 2.
  static func image(_ kind: ObjectWriter.Kind, usesExtendedNumbers: Bool = false) -> ObjectImage {
    var object = ObjectWriter(kind)
    object.usesExtendedNumbers = usesExtendedNumbers
    let text = object.addSection(
      ".text", [.allocated, .execute], [UInt8](repeating: 0x90, count: 8), address: 0x1000)
    object.addSection(".bss", [.allocated, .write], type: 8, size: 16, address: 0x2000)
    object.addSection(".debug", [], [1])
    let foo = object.addSymbol("foo", .function, in: text, size: 8)
    let bar = object.addUndefined("bar")
    object.addRelocation(in: text, offset: 0, .plt32, foo)
    object.addRelocation(in: text, offset: 4, .plt32, bar)
    return object.image()
  }

  @Test(arguments: kinds + headers + names + symbols + relocations) func refusals(damaged: Case) {
    var image = Self.image(damaged.kind, usesExtendedNumbers: damaged.usesExtendedNumbers)
    damaged.damage(&image)
    #expect(Self.error(image.bytes) == damaged.expected)
  }

  @Test func otherFiles() {
    let expected = "expected an object file (.o, vmlinux.o)"
    #expect(
      Self.error(Array("int main".utf8))
        == "t.o: at byte 0x0: no ELF magic number; \(expected) or an archive of them (.a)")
    #expect(
      Self.error([]) == "t.o: at byte 0x0: no ELF magic number; \(expected) or an archive of them (.a)")
    #expect(Self.error([0x42, 0x43, 0xc0, 0xde]) == "t.o: is LLVM bitcode; \(expected), compiled without LTO")
    #expect(Self.error([0xde, 0xc0, 0x17, 0x0b]) == "t.o: is LLVM bitcode; \(expected), compiled without LTO")
    #expect(Self.error([0x1f, 0x8b, 8, 0]) == "t.o is gzip-compressed; run 'gunzip -k t.o'")
  }

  private static let merged =
    "expected an object file (.o, vmlinux.o): the final link merged its sections; link with --emit-relocs to have it read"

  private static let kinds = [
    Case("t.o: is a core dump; expected an object file (.o, vmlinux.o)", .core) { _ in },
    Case("t.o: is an ELF file of type 9; expected an object file (.o, vmlinux.o)") { $0.set(16, 2, to: 9) },
    Case("t.o: at byte 0x4: class 1; expected 2 (64-bit)") { $0.set(4, 1, to: 1) },
    Case("t.o: at byte 0x12: machine 183; expected 62 (x86-64)") { $0.set(18, 2, to: 183) },
    Case("t.o: is an executable; \(merged)", .executable) { $0.set(.type, of: 4, to: 1) },
    // Relocations that are in memory are the dynamic linker's.
    Case("t.o: is a shared object; \(merged)", .shared) { $0.set(.flags, of: 4, to: 2) },
    Case("t.o: is an executable; \(merged)", .executable) { $0.set(.info, of: 4, to: 3) },
    Case("t.o: is an executable; \(merged)", .executable) { $0.set(.info, of: 4, to: 99) },
    Case("t.o: is an executable; \(merged)", .executable) { $0.set(40, 8, to: 0) },
    Case("t.o: has no sections; expected an object file (.o, vmlinux.o)") { $0.set(40, 8, to: 0) },
    Case("t.o: has no sections; expected an object file (.o, vmlinux.o)") { $0.set(60, 2, to: 0) },
  ]

  private static let headers = [
    Case("t.o: at byte 0x3a: section headers of 40 bytes; expected 64") { $0.set(58, 2, to: 40) },
    Case("t.o: at byte 0x28: section headers at 0xffffffffffffffff; expected a place inside the file (0x310)") {
      $0.set(40, 8, to: .max)
    },
    Case("t.o: at byte 0x28: section headers at 0x2d1; expected a place inside the file (0x310)") {
      $0.set(40, 8, to: 0x2d1)
    },
    Case("t.o: at byte 0x3c: 9 section headers; expected at most 8, which end inside the file (0x310)") {
      $0.set(60, 2, to: 9)
    },
    Case(
      "t.o: at byte 0x150: 18446744073709551615 section headers; expected at most 9, which end inside the file (0x370)",
      usesExtendedNumbers: true
    ) { $0.set(.size, of: 0, to: .max) },
    Case("t.o: at byte 0x3e: section 1 for the names of sections; expected the number of a string table") {
      $0.set(62, 2, to: 1)
    },
    Case(
      "t.o: at byte 0x3e: section 4294967295 for the names of sections; expected the number of a string table",
      usesExtendedNumbers: true
    ) { $0.set(.link, of: 0, to: 0xffff_ffff) },
    Case("t.o: at byte 0x150: section 1: an end at 0x311; expected one inside the file (0x310)") {
      $0.set(.size, of: 1, to: 0x311 - 0x40)
    },
    Case(
      "t.o: at byte 0x150: section 1: offset 0xffffffffffffffff plus size 0x8; expected a sum that fits in 64 bits"
    ) { $0.set(.offset, of: 1, to: .max) },
  ]

  private static let names = [
    Case("t.o: at byte 0x150: section 1: a name at 0x38; expected a place inside the string table (0x38)") {
      $0.set(.name, of: 1, to: 0x38)
    },
    Case("t.o: at byte 0x2d0: section 7: a name without end; expected a NUL as the last byte of a string table") {
      $0.set(.size, of: 7, to: 0x37)
    },
    Case(
      "t.o: at byte 0x290: section 6 (.strtab): a name without end; expected a NUL as the last byte of a string table"
    ) { $0.set(.size, of: 6, to: 8) },
    Case("t.o: at byte 0x98: symbol 1: a name at 0x9; expected a place inside the string table (0x9)") {
      $0.set(symbol: 1, 0, 4, to: 9)
    },
  ]

  @Test func longNamesOfSections() {
    var object = ObjectWriter()
    object.addSection(String(repeating: "x", count: 4097))
    var image = object.image()
    #expect(
      Self.error(image.bytes)
        == "t.o: at byte 0x\(String(image.sectionHeaders + 64, radix: 16)): section 1: a name of more than 4096 bytes; "
        + "expected a shorter one")
    image.set(.name, of: 1, to: 2)
    #expect(Self.error(image.bytes) == nil)
  }

  @Test func sharedNamesOfSections() {
    var object = ObjectWriter()
    for _ in 0..<40 { object.addSection(String(repeating: "x", count: 4000)) }
    #expect(
      Self.error(object.bytes())?.hasSuffix(": names that share bytes; expected shorter ones on the average") == true)
  }

  @Test func overlappingRelocations() {
    var object = ObjectWriter()
    let sections = (0..<3).map { object.addSection("s\($0)", .allocated, [0]) }
    for section in sections { object.addRelocation(in: section, offset: 0, .none, 0) }
    for _ in 0..<99 { object.addRelocation(in: 1, offset: 0, .none, 0) }
    var image = object.image()
    for section in sections {
      image.set(.offset, of: image.relocationSections[section] ?? 0, to: UInt64(image.contents[4]))
      image.set(.size, of: image.relocationSections[section] ?? 0, to: 2400)
    }
    let place = String(image.sectionHeaders + 64 * 5, radix: 16)
    #expect(
      Self.error(image.bytes)
        == "t.o: at byte 0x\(place): section 5 (.relas1): relocations that overlap others; expected tables that fit in the file"
    )
  }
}
