import Canvas
import Chassis
import Reports
import SectionCheck

/// The entries of the policy, and what each needs as far as that is known.
struct EntriesPane: ScreenPane {
  let entries: [(name: String, place: ObjectPlace)]
  /// What each needs; nil for those that have not been looked at.
  let summaries: [EntrySurvey.Summary?]
  /// The positions of those that are listed.
  let rows: [Int]
  let cursor: Int
  let top: Int

  /// Draws the visible rows.
  func draw(in rect: Rect, on grid: inout Grid) {
    let known = summaries.compactMap { $0 }
    var note = ""
    if known.count == entries.count, !entries.isEmpty {
      let exposed = known.count { $0.isExposable }
      note = "\(exposed) exposed, \(known.count - exposed) private"
      if rect.width < Self.roomForWords && rect.width >= 76 {
        note += "; f functions, p private, ? not followed"
      }
    } else if !entries.isEmpty {
      note = "\(known.count) looked at"
    }
    let position = rows.isEmpty ? "" : " \(cursor + 1)/\(rows.count)"
    let interior = PaneBorder("entries\(position)", note: note, focus: .focused).draw(in: rect, on: &grid)
    guard !rows.isEmpty else {
      Spans(" no symbol of the files is an entry of the policy", Style(.dim))
        .draw(x: interior.x, y: interior.y, width: interior.width, on: &grid)
      return
    }
    RowList(rowCount: rows.count, cursor: cursor, top: top).draw(in: interior, on: &grid) {
      entryLine(rows[$0], isNarrow: rect.width < Self.roomForWords)
    }
  }

  private func entryLine(_ number: Int, isNarrow: Bool) -> (Spans, Spans) {
    let name = entries[number].name
    guard let summary = summaries[number] else {
      var line = Spans("        ", Style(.dim))
      line.add(" \(name)")
      return (line, Spans("...", Style(.dim)))
    }
    let style = Style(summary.isExposable ? .exposed : .privateMapping, .bold)
    var line = Spans(summary.isExposable ? "exposed " : "private ", style)
    line.add(" \(name)")
    let numbers =
      isNarrow ? "\(summary.functions)f \(summary.privateObjects)p \(summary.unknowns)?" : summary.words
    return (line, Spans(numbers, Style(.dim)))
  }

  /// From this width on a row has room for words beside a name.
  private static let roomForWords = 104
}

extension EntrySurvey.Summary {
  /// "12 functions, 1 private object, 3 not followed".
  var words: String {
    "\(counted(functions, "function")), \(counted(privateObjects, "private object")), "
      + "\(unknowns) not followed"
  }
}
