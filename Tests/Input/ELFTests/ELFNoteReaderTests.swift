import Bytes
import Diagnostics
import ELF
import TestSupport
import Testing

/// Notes, whole and cut.
struct ELFNoteReaderTests {
  /// The notes of a file and the error that ended them.
  private func read(_ notes: [UInt8]) throws -> (notes: [ELFNote], error: String?) {
    let file = try ELFFile(FileBytes(name: "t.elf", ELFWriter([.init(kind: 4, bytes: notes)]).file))
    var reader = ELFNoteReader(try #require(file.programHeaders.first), in: file.bytes)
    var found: [ELFNote] = []
    do throws(ParseError) {
      while let note = try reader.next() { found.append(note) }
      return (found, nil)
    } catch {
      return (found, error.description)
    }
  }

  @Test func paddedNotes() throws {
    let (notes, error) = try read(
      ELFWriter.note("CORE", type: 1, [1, 2, 3]) + ELFWriter.note("", type: 7, [])
        + ELFWriter.note("a\u{1b}b", type: 2, [4]))
    #expect(error == nil)
    #expect(notes.map(\.owner) == ["CORE", "", "a\u{fffd}b"])
    #expect(notes.map(\.type) == [1, 7, 2])
    #expect(notes.map(\.contents) == [140..<143, 160..<160, 176..<177])
  }

  @Test func aLastNoteWithoutPadding() throws {
    let (notes, error) = try read(Array(ELFWriter.note("CORE", type: 1, [1, 2, 3]).dropLast()))
    #expect(error == nil)
    #expect(notes.count == 1)
  }

  @Test(
    arguments: [
      (
        ELFWriter.note("CORE", type: 1, [1, 2, 3, 4]).dropLast(1),
        "t.elf: at byte 0x78: a note that ends at 0x90; expected one that ends with program header 0, at 0x8f or before"
      ),
      ([1, 2, 3, 4, 5], "t.elf: at byte 0x78: 5 bytes; expected a note of at least 12"),
      (
        [255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0],
        "t.elf: at byte 0x78: a note that ends at 0x200000083; expected one that ends with program header 0, at 0x84 or before"
      ),
    ] as [(ArraySlice<UInt8>, String)])
  func damage(bytes: ArraySlice<UInt8>, expected: String) throws {
    let whole = ELFWriter.note("", type: 1, [])
    #expect(try read(Array(bytes)).error == expected)
    #expect(try read(whole + Array(bytes)).notes.count == 1)
  }
}
