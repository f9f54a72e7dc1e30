import Bytes
import Captures
import Diagnostics
import PageTables
import Recordings
import Testing

/// System.map, nm and kallsyms.
struct SymbolFileTests {
  private static func read(_ text: String) throws(ParseError) -> SymbolTable {
    try SymbolFile.read(FileBytes(name: "s.map", Array(text.utf8)))
  }

  @Test func threeForms() throws {
    let table = try Self.read(
      "ffffffff81000000 T _text\nffffffff81000010 t a\tb [module]\r\n                 U undefined\n\n60001000 T main"
    )
    #expect(table.count == 3)
    #expect(table.address(of: "main") == VirtualAddress(0x6000_1000))
    #expect(table.symbol(at: VirtualAddress(0xffff_ffff_8100_0014))?.symbol.name == "a")
    #expect(table.symbol(at: VirtualAddress(0xffff_ffff_8100_0014))?.offset == 4)
    #expect(table.symbol(at: VirtualAddress(0xffff_ffff_8100_0000))?.symbol.kind == "T")
  }

  @Test func theSymbolsOfTheUserProgram() throws {
    let table = try SymbolFile.read(FileBytes.open(Samples.path("labelled/user-symbols.nm.txt")))
    #expect(table.symbol(at: VirtualAddress(0x6000_1240))?.symbol.name == "site_getpid_ret")
  }

  @Test(arguments: [
    (
      "0 T a\nnot a symbol\n",
      "s.map:2:1: error: no symbol; expected an address in hexadecimal, a letter and a name\n  not a symbol\n  ^"
    ),
    (
      "1 T \n",
      "s.map:1:1: error: no symbol; expected an address in hexadecimal, a letter and a name\n  1 T \n  ^"
    ),
    (
      "10000000000000000 T a\n",
      "s.map:1:1: error: no symbol; expected an address in hexadecimal, a letter and a name\n  10000000000000000 T a\n  ^"
    ),
    ("\u{7f}ELF", "s.map: is an ELF file; expected System.map or the output of nm"),
  ])
  func refusals(text: String, expected: String) {
    #expect(Samples.error { () throws(ParseError) in _ = try Self.read(text) } == expected)
  }

  /// /proc/kallsyms without privileges: Linux 6.12 kernel/kallsyms.c. One symbol may be at 0.
  @Test func hidden() throws {
    let text = "0000000000000000 T _text\n0000000000000000 T startup_64\n"
    let error = Samples.error { () throws(ParseError) in _ = try Self.read(text) }
    #expect(
      error == "s.map: all addresses are 0, as /proc/kallsyms shows them to those without privileges; "
        + "expected addresses; read it as root")
    #expect(try Self.read("0000000000000000 A fixed_percpu_data\n").symbols.count == 1)
    #expect(try Self.read(text + "0000000000000001 T other\n").symbols.count == 3)
  }

  /// A name is shown at each row of its code: 512 bytes of it are read.
  @Test(arguments: [(512, 512), (513, 512), (1_000_000, 512)]) func longNames(size: Int, shown: Int) throws {
    let table = try Self.read("ffffffff81000000 T \(String(repeating: "x", count: size))\nffffffff81000010 T b\n")
    #expect(table.symbol(at: VirtualAddress(0xffff_ffff_8100_0000))?.symbol.name.utf8.count == shown)
    #expect(table.count == 2)
  }
}
