import Diagnostics
import Execution
import Isolation
import Recordings
import ScenarioModel
import Testing
import Timelines

/// What a scenario puts into an event that never gets there: the run says so.
struct MissedEventTests {
  private static func notices(_ events: [ScenarioEvent], _ design: Design = .unified) throws -> [Notice] {
    try Running.timeline(design, events).recording.notices
  }

  /// getpid does not run vfs_read, whatever the design is; read does, and takes one NMI a symbol there.
  @Test(arguments: Design.all)
  func never(design: Design) throws {
    let words =
      "nmi at vfs_read in event 1 (syscall getpid) never came: that event does not run vfs_read, or not often enough"
    #expect(
      try Self.notices([Running.getpid.inside("vfs_read", Running.nmi), Running.read], design)
        == [Notice(.warning, words)])
    #expect(try Self.notices([Running.read.inside("vfs_read", Running.nmi)], design).isEmpty)
  }

  /// Those of one event in their order, eight at most.
  @Test func many() throws {
    let events = (0..<10).map { Running.getpid.inside($0 == 0 ? "vfs_write" : "vfs_read", Running.timer) }
    let messages = try Self.notices(events).map(\.message)
    #expect(messages.count == 9)
    #expect(messages.first?.hasPrefix("timer at vfs_write in event 1 (syscall getpid) never came: ") == true)
    #expect(messages.last == "2 more events never came")
  }

  /// Counted the same way when no step is kept.
  @Test(arguments: [0, ScenarioCount.memoryLimit])
  func counted(memory: Int) throws {
    let event = Running.getpid.inside("vfs_read", Running.nmi).inside("vfs_write", Running.nmi)
    let setup = ScenarioRun.Setup(
      Scenario(name: "test", events: [ScenarioEvent](repeating: event, count: 50) + [Running.read]))
    #expect(try ScenarioCount(setup, memory: memory).counts[.missed] == 100)
  }
}
