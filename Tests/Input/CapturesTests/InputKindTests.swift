import Bytes
import Captures
import Diagnostics
import TestSupport
import Testing

/// Kinds of input are told by content.
struct InputKindTests {
  private static let kinds: String =
    "expected an ELF core dump (dump-guest-memory), a step log (CSV with step,rip,symbol,cpl,cr3) or a scenario (YAML)"

  private static func elf(_ kind: UInt16) -> [UInt8] {
    var writer = ELFWriter()
    writer.kind = kind
    return writer.file
  }

  @Test func accepted() throws {
    #expect(try InputKind.detect(FileBytes(name: "x", Self.elf(4))) == .coreDump)
    #expect(try InputKind.detect(FileBytes(name: "x", Array("cpl,cr3,step,rip,symbol\n".utf8))) == .stepLog)
    #expect(try InputKind.detect(FileBytes(name: "x", Array("\u{feff}step,rip".utf8))) == .stepLog)
  }

  @Test(
    arguments: [
      ([], "x: is empty; \(kinds)"), (Array("hello\n".utf8), "x: is of no known kind; \(kinds)"),
      ([0], "x: is of no known kind; \(kinds)"), (elf(2), "x: is an executable; \(kinds)"),
      (elf(1), "x: is an object file; \(kinds)"),
      (Array(elf(4).prefix(20)), "x: at byte 0x0: the file ends at 0x14; expected an ELF header of 64 bytes"),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "x is xz-compressed; run 'xz -dk x'"),
    ] as [([UInt8], String)])
  func refusals(bytes: [UInt8], expected: String) {
    #expect(
      Samples.error { () throws(ParseError) in _ = try InputKind.detect(FileBytes(name: "x", bytes)) }
        == expected)
  }

  private static let columns = "step,rip,symbol,cpl,cr3"

  /// What spreadsheets and other tools make of a step log: told with its place, not as something unknown.
  @Test(
    arguments: [
      ("step;rip;symbol;cpl;cr3\n", "x:1:5: error: columns divided by semicolons; expected commas: \(columns)"),
      ("Step\tRIP\tsymbol\r\n", "x:1:5: error: columns divided by tabs; expected commas: \(columns)"),
      ("\n\n\(columns)\n", "x:3:1: error: names of columns; expected them in the first line"),
      ("# of today\n\(columns)\n", "x:2:1: error: names of columns; expected them in the first line"),
      ("sep=,\n\(columns)\n", "x:2:1: error: names of columns; expected them in the first line"),
      ("# \(columns)\n", "x:1:1: error: names of columns; expected a first line such as \(columns)"),
      (
        "0,0xffffffff81400010,f,0,0x10000\n",
        "x:1:1: error: a row without a header above it; expected a first line such as \(columns)"
      ),
      ("\u{0}", "x: is of no known kind; \(kinds)"), ("a;b;c;d;e\n", "x: is of no known kind; \(kinds)"),
      ("a,b,c,d,e\n1,0x2,3,4,5\n", "x: is of no known kind; \(kinds)"),
    ])
  func nearlyAStepLog(text: String, expected: String) {
    let found = Samples.error { () throws(ParseError) in
      _ = try InputKind.detect(FileBytes(name: "x", Array(text.utf8)))
    }
    #expect(found?.split(separator: "\n").first.map(String.init) == expected)
  }

  @Test(arguments: [[0xff, 0xfe, 0x73, 0, 0x74, 0], [0xfe, 0xff, 0, 0x73, 0, 0x74]] as [[UInt8]])
  func wideText(bytes: [UInt8]) {
    let found = Samples.error { () throws(ParseError) in _ = try InputKind.detect(FileBytes(name: "x", bytes)) }
    #expect(found == "x: is text in UTF-16; expected UTF-8 (iconv -f UTF-16 -t UTF-8)")
  }
}
