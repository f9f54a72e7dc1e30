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
}
