import Chassis
import Explorer
import Isolation
import ScenarioModel
import Testing

/// What the screen says about a kernel that is wrong.
@Suite struct BrokenKernelTests {
  /// A missing gate: the fault, the section, and why the run ends.
  @Test func aMissingGate() throws {
    var scenario = Scenario.first
    let read = try #require(scenario.entries.firstIndex { $0.name == "read" })
    scenario.entries[read].marking = .exposed
    var explorer = try Exploring.scenario(scenario)
    explorer.press("f")
    let screen = explorer.screen()
    #expect(screen.contains { $0.hasPrefix(" ✗ FAULT read inode.i_size") })
    #expect(screen.contains { $0.contains("WHY   no gate before this read (section slab)") })
    explorer.press("C")
    #expect(explorer.screen().contains { $0.contains("error DATA shmem_file_read_iter+0x4: reference to private") })
    explorer.press("Esc G")
    #expect(explorer.screen().contains { $0.contains("END   the run stops: ") })
  }

  /// A bug of the exit: user code runs with the private half, and cannot.
  @Test func aMissedFlip() throws {
    var scenario = Scenario.first
    scenario.design = .pti
    scenario.events[0].missesExitFlip = true
    var explorer = try Exploring.scenario(scenario)
    explorer.press("f")
    #expect(explorer.screen().contains { $0.contains("WHY   no flip at the exit: user code runs in K") })
    #expect(explorer.screen().contains { $0.contains("◆ LEAK  Meltdown: PK") })
  }
}
