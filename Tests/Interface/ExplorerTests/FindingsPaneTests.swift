import Canvas
import Chassis
import Explorer
import Isolation
import ScenarioModel
import Testing

/// A pane alone: it needs no explorer, only what it shows.
@Suite struct FindingsPaneTests {
  private func lines(_ pane: FindingsPane) -> [String] {
    var grid = Grid(size: Size(width: 64, height: 4), glyphs: .ascii)
    TextPane(pane).draw(in: grid.bounds, on: &grid)
    return grid.lines
  }

  @Test func ofARecording() {
    #expect(
      lines(FindingsPane(run: nil)) == [
        "-- findings: what would leave the exposed space ----------------",
        " A recording has no sections to check.", "", "",
      ])
  }

  @Test func ofAScenario() throws {
    let pane = FindingsPane(run: try Exploring.first().run)
    #expect(
      lines(pane).dropFirst() == [
        " Found in the code, without running it: functions that may run",
        " in the exposed space, and what they refer to.",
        " + none: all that exposed code needs is exposed, or behind a ...",
      ])
    #expect(pane.rowCount(width: 64, glyphs: .ascii) == 3)
  }

  @Test func withoutGates() throws {
    var scenario = Scenario.first
    scenario.design = .asi3
    let pane = FindingsPane(run: try Exploring.scenario(scenario, 80, 24).run)
    #expect(lines(pane)[3].hasPrefix(" asi3 has no gates, so that none can be missing"))
  }
}
