import Bytes
import Diagnostics
import ELF
import TestSupport
import Testing

/// Headers of files that the tests write, and what is said of bad ones.
struct ELFFileTests {
  private static func error(_ bytes: [UInt8]) -> String? {
    do throws(ParseError) {
      _ = try ELFFile(FileBytes(name: "t.elf", bytes))
      return nil
    } catch {
      return error.description
    }
  }

  private static func file(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
    var file = ELFWriter([.init(physical: 0x1000, bytes: [1, 2, 3])]).file
    file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    return file
  }

  @Test(arguments: [false, true]) func programHeaders(usesExtendedCount: Bool) throws {
    var writer = ELFWriter([
      .init(kind: 4, bytes: [1, 2, 3, 4]), .init(physical: 0x5000, bytes: [5], memorySize: 9),
    ])
    writer.usesExtendedCount = usesExtendedCount
    let file = try ELFFile(FileBytes(name: "t.elf", writer.file))
    let data = UInt64(64 + 2 * 56 + (usesExtendedCount ? 64 : 0))
    #expect(file.header.kind == .core)
    #expect(file.programHeaders.map(\.kind) == [.note, .load])
    #expect(file.programHeaders.map(\.fileOffset) == [data, data + 4])
    #expect(file.programHeaders.map(\.fileSize) == [4, 1])
    #expect(file.programHeaders.map(\.memorySize) == [4, 9])
    #expect(file.programHeaders.map(\.physicalAddress) == [0, 0x5000])
    #expect(file.programHeaders.map(\.fileEnd) == [data + 4, data + 5])
  }

  @Test(arguments: [
    (
      Array(file(0, []).prefix(63)),
      "t.elf: at byte 0x0: the file ends at 0x3f; expected an ELF header of 64 bytes"
    ),
    (file(0, [1]), "t.elf: at byte 0x0: no ELF magic number; expected 7f 45 4c 46"),
    (file(4, [1]), "t.elf: at byte 0x4: class 1; expected 2 (64-bit)"),
    (file(5, [2]), "t.elf: at byte 0x5: byte order 2; expected 1 (little endian)"),
    (file(6, [0]), "t.elf: at byte 0x6: ELF version 0; expected 1"),
    (file(18, [183]), "t.elf: at byte 0x12: machine 183; expected 62 (x86-64)"),
    (file(54, [32]), "t.elf: at byte 0x36: program headers of 32 bytes; expected 56"),
    (file(56, [4]), "t.elf: at byte 0x40: program header 1 ends at 0xb0, past the end of the file (0x7b)"),
    (
      file(32, [UInt8](repeating: 255, count: 8)),
      "t.elf: at byte 0x20: program headers at 0xffffffffffffffff; expected a place inside the file (0x7b)"
    ),
    (
      file(56, [255, 255]),
      "t.elf: at byte 0x38: 65535 program headers or more, counted in section header 0; "
        + "expected that header inside the file, not at 0x0"
    ),
    (
      file(72, [UInt8](repeating: 255, count: 8)),
      "t.elf: at byte 0x40: program header 0: offset 0xffffffffffffffff plus size 0x3; "
        + "expected a sum that fits in 64 bits"
    ),
  ])
  func refusals(bytes: [UInt8], expected: String) {
    #expect(Self.error(bytes) == expected)
  }

  @Test(arguments: [
    (1, "an object file"), (2, "an executable"), (3, "a shared object"), (4, "a core dump"),
    (9, "an ELF file of type 9"),
  ])
  func kinds(value: UInt16, name: String) {
    #expect(ELFHeader.Kind(rawValue: value).name == name)
  }
}
