import Bytes
import Diagnostics
import ELF
import TestSupport
import Testing

/// Archives of object files, good and bad.
struct ArchiveTests {
  private static func object(_ section: String) -> [UInt8] {
    var object = ObjectWriter()
    object.addSection(section, .allocated, [1])
    return object.bytes()
  }

  private static func error(_ bytes: [UInt8]) -> String? { ObjectRefusalTests.error(bytes, name: "lib.a") }

  private static func archive(_ members: [UInt8]...) -> [UInt8] {
    Array("!<arch>\n".utf8) + members.flatMap(\.self)
  }

  @Test(arguments: ArchiveWriter.Style.allCases) func members(style: ArchiveWriter.Style) throws {
    let names = ["a.o", "a member with a long name.o", "b.o", "another with a long name.o", "a.o"]
    // Odd lengths are padded.
    let members = names.enumerated().map {
      ($0.element, Self.object("s\($0.offset)") + [UInt8](repeating: 0, count: $0.offset))
    }
    let files = try ObjectFile.files(in: FileBytes(name: "lib.a", ArchiveWriter(style, members).file))
    #expect(files.map(\.name) == names.map { "lib.a(\($0))" })
    #expect(files.map { $0.sections[1].name } == ["s0", "s1", "s2", "s3", "s4"])
    #expect(files.map(\.bytes.count) == members.map(\.1.count))
    #expect(files.map { $0.bytes.byte(at: $0.sections[1].contents.lowerBound) } == [1, 1, 1, 1, 1])
  }

  @Test func theLastPaddingMayBeMissing() throws {
    let file = ArchiveWriter(.gnu, [("a.o", Self.object("s") + [0])]).file.dropLast()
    #expect(Self.error(Array(file)) == nil)
  }

  @Test func membersAreNamedInMessages() {
    var image = ObjectRefusalTests.image(.relocatable)
    image.set(symbol: 1, 0, 4, to: 99)
    let file = ArchiveWriter(.gnu, [("a.o", Self.object("s")), ("b\u{7}.o", image.bytes)]).file
    #expect(
      Self.error(file)
        == "lib.a(b\u{fffd}.o): at byte 0x98: symbol 1: a name at 0x63; expected a place inside the string table (0x9)")
  }

  @Test(arguments: [
    (archive(), "lib.a: is an archive without members; expected object files in it"),
    (archive(ArchiveWriter.member("/", [1])), "lib.a: is an archive without members; expected object files in it"),
    (
      Array("!<thin>\n".utf8),
      "lib.a: is a thin archive, whose members are other files; expected these files, or an archive that holds them "
        + "('ar rc' without 'T')"
    ),
    (archive([1, 2, 3]), "lib.a: at byte 0x8: no header of a member; expected 60 bytes that end with 60 0a"),
    (
      archive([UInt8](repeating: 0x20, count: 60)),
      "lib.a: at byte 0x8: no header of a member; expected 60 bytes that end with 60 0a"
    ),
    (
      archive(ArchiveWriter.member("a.o/", [1, 2], size: "3")),
      "lib.a: at byte 0x8: a member of 3 bytes; expected at most 2, up to the end of the file"
    ),
    (
      archive(ArchiveWriter.member("a.o/", [1, 2], size: "-3")),
      "lib.a: at byte 0x38: '-3        ' for the size; expected a number"
    ),
    (
      archive(ArchiveWriter.member("a.o/", [1, 2], size: "")),
      "lib.a: at byte 0x38: '          ' for the size; expected a number"
    ),
    (
      archive(ArchiveWriter.member("/7", [1, 2])),
      "lib.a: at byte 0x8: the name '/7'; expected a place inside the table of long names (0 bytes)"
    ),
    (
      archive(ArchiveWriter.member("//", Array("name.o/\n".utf8)), ArchiveWriter.member("/8", [])),
      "lib.a: at byte 0x4c: the name '/8'; expected a place inside the table of long names (8 bytes)"
    ),
    (
      archive(ArchiveWriter.member("//", Array("name".utf8)), ArchiveWriter.member("/0", [])),
      "lib.a: at byte 0x48: a long name without end; expected a line feed within 512 bytes"
    ),
    (
      archive(ArchiveWriter.member("#1/9", [1, 2])),
      "lib.a: at byte 0x8: the name '#1/9'; expected a length that the member has, at most 512"
    ),
    (
      archive(ArchiveWriter.member("#1/", [1, 2])),
      "lib.a: at byte 0x8: the name '#1/'; expected a length that the member has, at most 512"
    ),
    (
      archive(ArchiveWriter.member("notes.txt/", Array("hello".utf8))),
      "lib.a(notes.txt): at byte 0x0: no ELF magic number; expected an object file (.o, vmlinux.o) or an archive of them (.a)"
    ),
  ])
  func refusals(bytes: [UInt8], expected: String) {
    #expect(Self.error(bytes) == expected)
  }

  /// An object is a member whatever it is called, and only BSD's four names are tables of symbols.
  @Test(arguments: ["/", "__.SYMDEF", "__.SYMDEFx.o"])
  func objectsCalledAsTables(name: String) throws {
    let file = Self.archive(ArchiveWriter.member(name, Self.object("s")))
    #expect(try ObjectFile.files(in: FileBytes(name: "lib.a", file)).map(\.name) == ["lib.a(\(name))"])
  }
}
