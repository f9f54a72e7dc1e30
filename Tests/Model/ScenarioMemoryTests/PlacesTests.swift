import Isolation
import PageTables
import ScenarioMemory
import ScenarioModel
import Testing

/// Where a scenario's names lie, and whose they are.
@Suite struct PlacesTests {
  @Test(
    arguments: [
      ("page cache", 0, 0xffff_8880_0280_0000), ("jiffies", 0, 0xffff_ffff_8180_0040),
      ("task_struct.flags", 0, 0xffff_8880_0050_0000), ("task_struct.flags", 1, 0xffff_8880_0051_0000),
      ("user text", 1, 0x6000_1000), (".entry.text", 0, 0xffff_ffff_8140_0000),
      ("__x64_sys_getpid", 0, 0xffff_ffff_8120_1000), ("moon", 0, nil),
    ] as [(String, Int, UInt64?)])
  func addresses(name: String, process: Int, address: UInt64?) {
    #expect(Scenario.first.address(of: name, process: process) == address.map { VirtualAddress($0) })
  }

  @Test func sectionsOfAddresses() {
    func names(_ address: UInt64) -> [String] {
      let address = VirtualAddress(address)
      return Scenario.first.sections(in: address...address).map(\.name)
    }
    #expect(names(0xffff_8880_0280_0000) == ["page cache"])
    #expect(names(0xffff_8880_0281_0000) == ["direct map"])
    #expect(names(0xffff_ffff_8190_0000) == [".data"])
    #expect(names(0x1000) == [])
  }

  /// What is another process's own is private to it.
  @Test func classes() throws {
    var scenario = Scenario.first
    scenario.threads.append(.init("B", process: 1))
    func pageClass(_ address: UInt64, _ process: Int) -> PageClass? {
      scenario.parts(process: process).filter { $0.range.contains(address) }.min { $0.range.count < $1.range.count }?
        .pageClass
    }
    #expect(pageClass(0xffff_8880_0050_0000, 0) == .exposed)
    #expect(pageClass(0xffff_8880_0050_0000, 1) == .private)
    #expect(pageClass(0xffff_8880_0051_0000, 1) == .exposed)
    #expect(pageClass(0xffff_c900_0010_8000, 0) == .private)
    #expect(pageClass(0xffff_c900_0010_8000, 1) == .exposed)
    #expect(pageClass(0xffff_8880_0280_0000, 0) == .private)
    #expect(pageClass(0x6000_1000, 0) == .user)
    scenario.scope = .wholeKernel
    #expect(pageClass(0xffff_8880_0050_0000, 0) == .private)
  }
}
