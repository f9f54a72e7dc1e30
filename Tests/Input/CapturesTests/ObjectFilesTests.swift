import Bytes
import Captures
import Diagnostics
import PageTables
import Recordings
import Testing

/// objects.csv, types.csv and members.csv.
struct ObjectFilesTests {
  private static func bytes(_ text: String) -> FileBytes { FileBytes(name: "o.csv", Array(text.utf8)) }

  @Test func quotedNames() throws {
    let names = try ObjectFiles(
      objects: Self.bytes("start,end,kind,name\n0x10,0x20,slab,\"a, \"\"b\"\"\"\n"),
      types: Self.bytes("detail,type,end,start\nfd 3,file,0x20,0x10\n"),
      members: Self.bytes("type,offset,size,member\nfile,8,4,f_mode\n")
    ).read()
    #expect(names.object(at: VirtualAddress(0x1f))?.name == "a, \"b\"")
    #expect(names.object(at: VirtualAddress(0x20)) == nil)
    let range = try #require(names.typedRange(at: VirtualAddress(0x18)))
    #expect(range == .init(start: 0x10, end: 0x20, type: "file", detail: "fd 3"))
    #expect(names.member(of: range, at: VirtualAddress(0x18), size: 4)?.name == "f_mode")
  }

  @Test(arguments: [
    (
      ObjectFiles(objects: bytes("start,end,kind\n")),
      "o.csv:1:1: error: no column \"name\"; expected the columns start,end,kind,name\n  start,end,kind\n  ^"
    ),
    (
      ObjectFiles(objects: bytes("start,end,kind,name\n0x20,0x20,a,b\n")),
      "o.csv:2:6: error: end \"0x20\"; expected an address above the start\n  0x20,0x20,a,b\n       ^"
    ),
    (
      ObjectFiles(types: bytes("start,end,type,detail\n20,0x20,a,b\n")),
      "o.csv:2:1: error: start \"20\"; expected 0x and up to 16 hexadecimal digits\n  20,0x20,a,b\n  ^"
    ),
    (
      ObjectFiles(members: bytes("type,offset,size,member\na,-1,8,b\n")),
      "o.csv:2:3: error: offset \"-1\"; expected a decimal number\n  a,-1,8,b\n    ^"
    ),
    (
      ObjectFiles(members: bytes("type,offset,size,member\na,1\n")),
      "o.csv:2:1: error: 2 fields; expected 4, as in the header\n  a,1\n  ^"
    ),
  ])
  func refusals(files: ObjectFiles, expected: String) {
    #expect(Samples.error { () throws(ParseError) in _ = try files.read() } == expected)
  }

  @Test func withoutFilesThereAreNoNames() throws {
    #expect(try ObjectFiles().read().isEmpty)
    #expect(ObjectFiles().isEmpty)
  }
}
