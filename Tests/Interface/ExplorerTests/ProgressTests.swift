import Canvas
import Chassis
import Commands
import Diagnostics
import Execution
import Explorer
import ScenarioModel
import Testing
import Timelines
import Verdicts

/// What looks at all steps tells how far it is, and ends when nobody wants to wait.
@Suite struct ProgressTests {
  /// 400 reads, more steps than are looked at before anybody is asked twice; `limit` ends all work that comes so far.
  private static func explorer(limit: Int) throws -> Explorer {
    let reads = Scenario(name: "reads", events: [ScenarioEvent](repeating: ScenarioEvent(.syscall("read")), count: 400))
    let timeline = Timeline(try ScenarioRun.record(ScenarioRun.Setup(reads)))
    #expect(timeline.count > 12_288)
    return Explorer(
      timeline, shellName: "", size: Size(width: 80, height: 24), progress: WorkProgress { done, _ in done < limit })
  }

  @Test func aListThatIsEnded() throws {
    var explorer = try Self.explorer(limit: 8192)
    explorer.press("o")
    #expect(explorer.state.listed == nil && explorer.state.only == .all)
    #expect(
      explorer.state.message == "ended behind 8192 of \(explorer.timeline.count) steps: all are listed; o goes on")
    #expect(explorer.state.survey.count == 8192)
  }

  @Test func aListToItsEnd() throws {
    var explorer = try Self.explorer(limit: .max)
    explorer.press("o")
    #expect(explorer.state.survey.count == explorer.timeline.count)
    #expect(explorer.state.listed?.isEmpty == false && explorer.state.only == .data)
  }

  /// Back from the end all steps have to be surveyed first.
  @Test func aJumpThatIsEnded() throws {
    var explorer = try Self.explorer(limit: 8192)
    explorer.press("G F")
    #expect(explorer.state.step == explorer.timeline.count - 1)
    #expect(explorer.state.survey.count == 8192)
  }
}
