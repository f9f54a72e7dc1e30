import Canvas
import Execution
import Isolation
import ScenarioModel
import Timelines

/// The switches with their values.
struct TogglesPane: MenuPane, StepShowing {
  let timeline: Timeline
  let step: Int
  let title = "toggles"
  let note = "Enter switches, Esc closes"
  let columns = [ListView.Column(.fixed(15)), .init(.fixed(8)), .init(.flexible(minimum: 8))]

  var rowCount: Int { Settings.keys.count }

  func rows() -> (Int) -> [ListView.Field] {
    guard let setup = run?.setup else { return { _ in [] } }
    return { row in
      let key = Settings.keys[row]
      let value = key.get(setup.settings)
      let isChanged = value != key.get(setup.scenario.settings)
      return [
        ListView.Field(key.name, Style(.text, .bold)),
        ListView.Field(value, isChanged ? Style(.changed, .bold) : Style(value == "off" ? .dim : .ok)),
        ListView.Field(key.about),
      ]
    }
  }
}
