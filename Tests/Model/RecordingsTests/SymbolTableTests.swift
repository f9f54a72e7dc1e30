import PageTables
import Recordings
import Testing

@Suite struct SymbolTableTests {
  private static let table = SymbolTable([
    .init(address: VirtualAddress(0x3000), kind: "D", name: "later"),
    .init(address: VirtualAddress(0x1000), kind: "T", name: "start"),
    .init(address: VirtualAddress(0x1000), kind: "t", name: "alias"),
    .init(address: VirtualAddress(0xffff_ffff_8100_0000), kind: "T", name: "_text"),
  ])

  @Test(
    arguments: [
      (0x1000, "alias", 0), (0x1001, "alias", 1), (0x2fff, "alias", 0x1fff), (0x3000, "later", 0),
      (0xffff_ffff_8100_0010, "_text", 0x10), (UInt64.max, "_text", 0x7eff_ffff),
    ] as [(UInt64, String, UInt64)])
  func symbols(address: UInt64, name: String, offset: UInt64) throws {
    let found = try #require(Self.table.symbol(at: VirtualAddress(address)))
    #expect(found.symbol.name == name)
    #expect(found.offset == offset)
  }

  @Test func nothingBeforeTheFirst() {
    #expect(Self.table.symbol(at: VirtualAddress(0xfff)) == nil)
    #expect(SymbolTable().symbol(at: VirtualAddress(0xfff)) == nil)
  }

  @Test func byName() {
    #expect(Self.table.count == 4)
    #expect(Self.table.address(of: "_text") == VirtualAddress(0xffff_ffff_8100_0000))
    #expect(Self.table.address(of: "start") == VirtualAddress(0x1000))
    #expect(Self.table.address(of: "_tex") == nil)
  }
}
