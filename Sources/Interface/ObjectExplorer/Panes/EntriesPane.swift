import Canvas
import Chassis
import Reports

extension ObjectExplorer {
  /// The entries of the policy, and what each needs as far as that is known.
  func drawEntries(in layout: ObjectLayout, on grid: inout Grid) {
    let known = survey.summaries.compactMap { $0 }
    var note = ""
    if known.count == entries.count, !entries.isEmpty {
      let exposed = known.count { $0.isExposable }
      note = "\(exposed) exposed, \(known.count - exposed) private"
      if layout.list.width < Self.roomForWords && layout.list.width >= 76 {
        note += "; f functions, p private, ? not followed"
      }
    } else if !entries.isEmpty {
      note = "\(known.count) looked at"
    }
    let position = entryRows.isEmpty ? "" : " \(state.entryCursor + 1)/\(entryRows.count)"
    PaneBorder("entries\(position)", note: note, edges: .top, focus: .focused).draw(in: layout.listPane, on: &grid)
    guard !entryRows.isEmpty else {
      Spans(" no symbol of the files is an entry of the policy", Style(.dim))
        .draw(x: layout.list.x, y: layout.list.y, width: layout.list.width, on: &grid)
      return
    }
    draw(
      rowCount: entryRows.count, cursor: state.entryCursor, top: state.entryTop, in: layout.list, on: &grid
    ) { entryLine(entryRows[$0], isNarrow: layout.list.width < Self.roomForWords) }
  }

  private func entryLine(_ number: Int, isNarrow: Bool) -> (Spans, Spans) {
    let name = entries[number].name
    guard let summary = survey.summaries[number] else {
      var line = Spans("        ", Style(.dim))
      line.add(" \(name)")
      return (line, Spans("...", Style(.dim)))
    }
    let style = Style(summary.isExposable ? .exposed : .privateMapping, .bold)
    var line = Spans(summary.isExposable ? "exposed " : "private ", style)
    line.add(" \(name)")
    let numbers =
      isNarrow ? "\(summary.functions)f \(summary.privateObjects)p \(summary.unknowns)?" : Self.words(summary)
    return (line, Spans(numbers, Style(.dim)))
  }

  /// From this width on a row has room for words beside a name.
  private static let roomForWords = 104

  /// "12 functions, 1 private object, 3 not followed".
  static func words(_ summary: EntrySurvey.Summary) -> String {
    "\(counted(summary.functions, "function")), \(counted(summary.privateObjects, "private object")), "
      + "\(summary.unknowns) not followed"
  }
}
