import Bytes
import Diagnostics
import ELF
import TestSupport
import Testing

/// Files whose code is not there, or does not say what it refers to: none of them may look like one without a fault.
struct ObjectCodeTests {
  private static let code: [UInt8] = [0xe8, 0, 0, 0, 0, 0xc3]
  private static let wanted = "an object file (.o, vmlinux.o)"
  private static let lto =
    "is a gcc LTO object without machine code; expected \(wanted), compiled without -flto, or with -ffat-lto-objects"

  private static func message(_ bytes: [UInt8], name: String = "a.o") -> String? {
    do throws(ParseError) {
      _ = try ObjectFile.filesWithCode(in: FileBytes(name: name, bytes))
      return nil
    } catch {
      return error.description
    }
  }

  /// What gcc -flto leaves: sections of bytecode, and empty ones for code and data.
  private static func bytecode(_ text: [UInt8] = [], data: [UInt8] = [], isMarked: Bool) -> [UInt8] {
    var object = ObjectWriter()
    object.addSection(".text", [.allocated, .execute], text)
    object.addSection(".data", [.allocated, .write], data)
    object.addSection(".gnu.lto_.lto.68f576495e1fb2bc", [], [12, 0, 0, 0, 1, 0, 2, 0])
    if isMarked { _ = object.addCommon("__gnu_lto_slim", size: 1, alignment: 1) }
    return object.bytes()
  }

  @Test func gccsBytecode() {
    #expect(Self.message(Self.bytecode(isMarked: true)) == "a.o: \(Self.lto)")
    // `strip` takes the symbol; `ld -r` adds machine code of others.
    #expect(Self.message(Self.bytecode(isMarked: false)) == "a.o: \(Self.lto)")
    #expect(Self.message(Self.bytecode([0xc3], isMarked: true)) == "a.o: \(Self.lto)")
  }

  /// `ld -r -d` gives common symbols a place.
  @Test func bytecodeWhoseMarkHasAPlace() {
    var object = ObjectWriter()
    object.addSection(".text", [.allocated, .execute], [0xc3])
    let data = object.addSection(".bss", [.allocated, .write], [0])
    object.addSection(".gnu.lto_.lto.68f576495e1fb2bc", [], [12, 0, 0, 0, 1, 0, 2, 0])
    object.addSymbol("__gnu_lto_slim", .object, in: data, size: 1)
    #expect(Self.message(object.bytes()) == "a.o: \(Self.lto)")
  }

  /// -ffat-lto-objects, and data only.
  @Test func machineCodeBesideBytecode() {
    var object = ObjectWriter()
    let text = object.addSection(".text", [.allocated, .execute], [0xc3])
    object.addSymbol("f", .function, in: text, size: 1)
    object.addSection(".gnu.lto_.lto.68f576495e1fb2bc", [], [12, 0, 0, 0, 0, 0, 2, 0])
    #expect(Self.message(object.bytes()) == nil)
    #expect(Self.message(Self.bytecode(data: [1], isMarked: false)) == nil)
  }

  @Test(arguments: [[0x42, 0x43, 0xc0, 0xde], [0xde, 0xc0, 0x17, 0x0b]] as [[UInt8]])
  func clangsBytecode(magic: [UInt8]) {
    let bytes = magic + [UInt8](repeating: 0, count: 60)
    let words = "is LLVM bitcode; expected \(Self.wanted), compiled without LTO"
    #expect(ObjectFile.isLikely(FileBytes(name: "a.o", bytes)))
    #expect(Self.message(bytes) == "a.o: \(words)")
    #expect(Self.message(ArchiveWriter(.gnu, [("b.o", bytes)]).file, name: "l.a") == "l.a(b.o): \(words)")
  }

  /// One member that cannot be read is enough.
  @Test func archives() {
    let slim = Self.bytecode(isMarked: true)
    var object = SmallFile.relocated()
    #expect(
      Self.message(ArchiveWriter(.gnu, [("a.o", object.bytes()), ("b.o", slim)]).file, name: "l.a")
        == "l.a(b.o): \(Self.lto)")
    object.addSection(".more", [.allocated, .write], [1])
    #expect(Self.message(ArchiveWriter(.bsd, [("a.o", object.bytes()), ("b.o", object.bytes())]).file) == nil)
  }

  @Test func stripped() {
    var object = ObjectWriter()
    object.addSection(".text..exposed", [.allocated, .execute], Self.code)
    #expect(
      Self.message(object.bytes())
        == "a.o: has code, but neither symbols nor relocations; expected an object file that was not stripped")
    _ = object.addUndefined("work")
    #expect(
      Self.message(object.bytes())
        == "a.o: has code that needs work, but no relocations; expected an object file whose relocations were not removed"
    )
  }

  /// Code that needs nothing, and what a file without code has.
  @Test func littleIsEnough() {
    var object = ObjectWriter()
    let text = object.addSection(".text", [.allocated, .execute], [0xc3])
    object.addSymbol("f", .function, in: text, size: 1)
    #expect(Self.message(object.bytes()) == nil)
    var data = ObjectWriter()
    data.addSection(".data", [.allocated, .write], [1])
    #expect(Self.message(data.bytes()) == nil)
    #expect(Self.message(SmallFile.relocated().bytes()) == nil)
  }

  /// objcopy --only-keep-debug.
  @Test func debuggingInformation() {
    var object = ObjectWriter()
    let text = object.addSection(".text", [.allocated, .execute], type: 8, size: 16)
    object.addSymbol("f", .function, in: text, size: 1)
    #expect(
      Self.message(object.bytes())
        == "a.o: has none of the code of its section .text (SHT_NOBITS), as files of debugging information have it; "
        + "expected the object file that it was taken from")
  }

  /// gcc -gsplit-dwarf writes these beside an object; one with something in memory is an object.
  @Test func splitDebuggingInformation() {
    var object = ObjectWriter()
    object.addSection(".debug_info.dwo", [], [1])
    #expect(
      Self.message(object.bytes())
        == "a.o: has debugging information alone (.debug_info.dwo); expected the object file (.o) that it belongs to")
    object.addSection(".data", [.allocated, .write], [1])
    #expect(Self.message(object.bytes()) == nil)
  }

  /// Compressed contents in memory, and relocations that only a dynamic linker reads.
  @Test func kindsOfSections() {
    var object = ObjectWriter()
    object.addSection(".text", [.allocated, .execute, .init(rawValue: 0x800)], [0xc3])
    #expect(Self.message(object.bytes())?.contains("section 1: compressed contents in memory; ") == true)
    for (type, words) in [
      (19, "relative relocations (SHT_RELR)"), (0x6000_0001, "packed relocations (SHT_ANDROID_REL)"),
      (0x6000_0002, "packed relocations (SHT_ANDROID_RELA)"),
    ] as [(UInt32, String)] {
      var object = ObjectWriter()
      let text = object.addSection(".text", [.allocated, .execute], [0xc3])
      let section = object.addSection(".relr", [], [0, 0, 0, 0, 0, 0, 0, 0], type: type)
      var image = object.image()
      image.set(.info, of: section, to: UInt64(text))
      #expect(Self.message(image.bytes)?.contains("section 2 (.relr): \(words); ") == true)
    }
  }
}

private enum SmallFile {
  /// A function that calls another one.
  static func relocated() -> ObjectWriter {
    var object = ObjectWriter()
    let text = object.addSection(".text..exposed", [.allocated, .execute], [0xe8, 0, 0, 0, 0, 0xc3])
    object.addSymbol("f", .function, in: text, size: 6, isGlobal: true)
    object.addRelocation(in: text, offset: 1, .plt32, object.addUndefined("work"), addend: -4)
    return object
  }
}
