import Canvas
import Chassis
import Commands
import Explorer
import Testing

/// Clicks on panes.
@Suite struct MouseTests {
  @Test func clicks() {
    var explorer = Exploring.builtIn()
    let steps = explorer.layout.steps
    explorer.press("Click@5,\(steps.y + 4)")
    #expect(explorer.state.step == 3)
    let map = explorer.layout.map
    explorer.press("Click@\(map.x + 3),\(map.y + 1)")
    #expect(explorer.state.focus == .map)
    #expect(explorer.state.mapCursor == explorer.state.mapTop)
    explorer.press("WheelDown@5,\(steps.y + 4)")
    #expect(explorer.state.step == 4)
    explorer.press("WheelUp@5,\(steps.y + 4)")
    #expect(explorer.state.step == 3)
    let ribbon = explorer.layout.ribbon
    explorer.press("Click@\(ribbon.width - 3),\(ribbon.y)")
    #expect(explorer.state.step > 200)
  }

  /// A click on a cell of the ribbon goes to a step of that cell, so the cell is then the current one.
  @Test func everyColumnOfTheRibbon() {
    var explorer = Exploring.builtIn()
    let y = explorer.layout.ribbon.y
    var last = -1
    for x in 0..<80 {
      explorer.update(.command(.goto(.start)))
      explorer.press("Click@\(x),\(y)")
      #expect(explorer.state.step >= last || explorer.state.step == 0)
      last = max(last, explorer.state.step)
    }
    #expect(last > 210)
  }
}
