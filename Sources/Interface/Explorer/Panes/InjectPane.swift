import Canvas
import Commands
import Execution
import Isolation
import ScenarioModel
import Timelines

/// Interrupts, NMIs and exceptions, and whether they can come here.
struct InjectPane: MenuPane, StepShowing {
  let timeline: Timeline
  let step: Int
  let note = "Enter injects, Esc closes"
  let columns = [
    ListView.Column(.fixed(5)), .init(.fixed(14)), .init(.fixed(10)), .init(.flexible(minimum: 8)),
  ]

  /// What can be put in: all entries but syscalls, interrupts first.
  var entries: [EntryPoint] {
    let entries = run?.setup.scenario.entries ?? []
    return [EntryPoint.Kind.interrupt, .nmi, .exception].flatMap { kind in entries.filter { $0.kind == kind } }
  }

  var title: String { "inject before step \(stepNumber(step))" }

  var rowCount: Int { entries.count }

  func rows() -> (Int) -> [ListView.Field] {
    guard let run else { return { _ in [] } }
    let entries = entries
    var needs = FunctionNeeds(run.setup.scenario, design: .standard, settings: run.setup.settings)
    return { row in
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
}
