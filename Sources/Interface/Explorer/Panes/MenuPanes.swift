import Canvas
import Commands
import Execution
import Isolation
import ScenarioModel

// Menus over the panes: what can be switched, and what can be put in.

extension Explorer {
  /// The number of rows of the open menu.
  var menuRowCount: Int { state.overlay == .toggles ? Settings.keys.count : injectable.count }

  /// What can be put in: all entries but syscalls, interrupts first.
  var injectable: [EntryPoint] {
    let entries = run?.setup.scenario.entries ?? []
    return [EntryPoint.Kind.interrupt, .nmi, .exception].flatMap { kind in entries.filter { $0.kind == kind } }
  }

  /// The switches with their values.
  func drawToggles(in rect: Rect, on grid: inout Grid) {
    guard let setup = run?.setup else { return }
    let columns = [ListView.Column(.fixed(15)), .init(.fixed(8)), .init(.flexible(minimum: 8))]
    drawMenu("toggles", note: "Enter switches, Esc closes", columns: columns, in: rect, on: &grid) { row in
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

  /// Interrupts, NMIs and exceptions, and whether they can come here.
  func drawInject(in rect: Rect, on grid: inout Grid) {
    guard let run else { return }
    let entries = injectable
    let columns = [
      ListView.Column(.fixed(5)), .init(.fixed(14)), .init(.fixed(10)), .init(.flexible(minimum: 8)),
    ]
    var needs = FunctionNeeds(run.setup.scenario, design: .standard, settings: run.setup.settings)
    let title = "inject before step \(stepNumber(state.step))"
    drawMenu(title, note: "Enter injects, Esc closes", columns: columns, in: rect, on: &grid) { row in
      let entry = entries[row]
      let kind = Command.Injected(entry.kind) ?? .irq
      let obstacle = obstacle(to: kind, in: run)
      let style = obstacle == nil ? Style(.text) : Style(.dim)
      return [
        ListView.Field(kind == .nmi ? "NMI" : kind.rawValue, Style(obstacle == nil ? .key : .dim, .bold)),
        ListView.Field(entry.name, style), ListView.Field("vector \(entry.vector)", Style(.dim)),
        ListView.Field(
          obstacle.map { String($0.prefix { $0 != ":" && $0 != ";" }) } ?? work(of: entry, in: run, &needs), style),
      ]
    }
  }

  private func work(of entry: EntryPoint, in run: ScenarioRun, _ needs: inout FunctionNeeds) -> String {
    let isPrivate = try? needs.isPrivate(entry, gates: run.setup.settings.gates)
    if entry.marking == .private { return "private handler: it is marked so" }
    return isPrivate ?? true ? "private handler: it needs private data" : "exposed handler: it needs nothing private"
  }

  private func drawMenu(
    _ title: String, note: String, columns: [ListView.Column], in rect: Rect, on grid: inout Grid,
    row: (Int) -> [ListView.Field]
  ) {
    let height = rect.height - 1
    let position = menuRowCount > height ? " \(state.menuCursor + 1)/\(menuRowCount)" : ""
    let interior = PaneBorder(title + position, note: note, edges: .top, focus: .focused).draw(in: rect, on: &grid)
    ListView(columns: columns, rowCount: menuRowCount, selection: state.menuCursor, top: state.overlayTop)
      .draw(in: interior, on: &grid, row: row)
    drawMoreMarks(count: menuRowCount, in: interior, on: &grid)
  }
}
