import Isolation
import PageTables
import Testing

@Suite struct SpaceTests {
  @Test(arguments: [(0, "A"), (1, "B"), (25, "Z"), (26, "P26"), (1000, "P1000"), (-1, "A")])
  func processNames(process: Int, name: String) {
    let space = Space(name: "K", letter: .private, cr3: CR3(0x1000), process: process)
    #expect(space.processName == name)
  }
}
