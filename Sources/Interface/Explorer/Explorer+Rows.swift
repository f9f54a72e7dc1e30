import Canvas
import Isolation
import Verdicts
package import PageTables
import Recordings
import Timelines
import Verdicts

// Which rows the lists have, and where their windows stand. Windows move only in `update`.

extension Explorer {
  /// Which steps are listed.
  var stepRows: ListedRows<UInt32> { ListedRows(count: timeline.count, admitted: state.listed) }

  /// The positions of the map's rows that pass the filter, ascending.
  package var mapRows: ListedRows<Int> { ListedRows(count: state.map?.rows.count ?? 0, admitted: state.admittedRows) }

  /// Finds the rows of the map that pass the filter: where one of the two has changed.
  mutating func filterMap() {
    state.admittedRows = state.mapFilter.isEmpty ? nil : state.map.map { admittedRows(of: $0) }
  }

  private func admittedRows(of map: ProcessMap) -> [Int] {
    // What is no filter is part of a name, as the map shows it.
    guard let filter = try? MappingFilter(state.mapFilter) else {
      // There are few names, and a longer filter is in none.
      var known: [String: Bool] = [:]
      return map.rows.indices.filter { row in
        let name = map.rows[row].shownName
        if let answer = known[name] { return answer }
        let answer = name.utf8.count >= state.mapFilter.utf8.count && name.contains(state.mapFilter)
        known[name] = answer
        return answer
      }
    }
    return map.rows.indices.filter { filter.admits(subject(map.rows[$0])) }
  }

  private func subject(_ row: ProcessMap.Row) -> MappingFilter.Subject {
    MappingFilter.Subject(
      rights: row.rights.compactMap { $0 }.reduce([]) { $0.union($1) }, pageClass: row.pageClass,
      isGlobal: false, pageSize: nil, addresses: row.start.rawValue...row.last.rawValue, physical: nil,
      size: row.bytes, names: [row.region.rawValue, row.shownName])
  }

  /// The address that the current step is about: the data access that faults, else the first, else the fetch.
  package var currentAddress: VirtualAddress? {
    let rip = timeline.recording.hasRegisters ? timeline.recording.start.rip : nil
    guard let verdict = state.verdict else { return rip }
    return state.only.ranked(verdict.accesses).first?.address ?? rip
  }

  /// Keeps the current step inside the window of the steps pane, with some rows around it.
  mutating func followSteps() {
    let height = max(layout.steps.height - 1, 1)
    let rows = stepRows
    let row = rows.position(upTo: state.step) ?? 0
    let margin = min(3, (height - 1) / 2)
    var top = ListView.scrolled(
      top: state.stepsTop, selection: max(row - margin, 0), rowCount: rows.count, height: height)
    top = ListView.scrolled(
      top: top, selection: min(row + margin, rows.count - 1), rowCount: rows.count, height: height)
    state.stepsTop = top
  }

  /// Moves the map's cursor to what the current step touches.
  mutating func followMap() {
    guard let map = state.map, let address = currentAddress, let row = map.row(at: address),
      let position = mapRows.position(of: row)
    else { return scrollMap() }
    state.mapCursor = position
    scrollMap()
  }

  /// Keeps the map's cursor inside its window.
  mutating func scrollMap() {
    let count = mapRows.count
    state.mapCursor = min(max(state.mapCursor, 0), max(count - 1, 0))
    state.mapTop = ListView.scrolled(
      top: state.mapTop, selection: state.mapCursor, rowCount: count, height: max(layout.map.height - 1, 1))
  }
}
