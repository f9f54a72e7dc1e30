import PageTables
import Testing

@Suite struct LevelTests {
  @Test(
    arguments: [
      (Level.pt, "PT", "PTE", 12, nil), (.pd, "PD", "PDE", 21, .pt), (.pdpt, "PDPT", "PDPTE", 30, .pd),
      (.pml4, "PML4", "PML4E", 39, .pdpt), (.pml5, "PML5", "PML5E", 48, .pml4),
    ] as [(Level, String, String, UInt64, Level?)])
  func facts(level: Level, name: String, entryName: String, shift: UInt64, below: Level?) {
    #expect(level.name == name)
    #expect(Entry.name(at: level) == entryName)
    #expect(level.shift == shift)
    #expect(level.span == 1 << shift)
    #expect(level.below == below)
  }

  @Test func onlyThreeLevelsMapPages() {
    #expect(Level.pml4.pageSize == nil)
    #expect(Level.pml5.pageSize == nil)
  }

  @Test func order() {
    #expect(Level.allCases.shuffled().sorted() == [.pt, .pd, .pdpt, .pml4, .pml5])
  }
}
