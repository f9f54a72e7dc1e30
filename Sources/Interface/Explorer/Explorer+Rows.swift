import Canvas
import Machine
import Verdicts
package import Isolation
package import PageTables

// Which rows the lists have, and where their windows stand. Windows move only in `update`.

extension Explorer {
  /// The number of listed steps.
  package var stepRowCount: Int { state.listed?.count ?? timeline.count }

  /// The step that a row of the steps pane lists.
  package func step(atRow row: Int) -> Int { state.listed.map { Int($0[row]) } ?? row }

  /// The row of the current step, or of the last listed one before it; nil if there is none.
  package var currentStepRow: Int? {
    guard let listed = state.listed else { return state.step }
    let position = listed.partitionPoint { $0 <= state.step } - 1
    return position >= 0 ? position : nil
  }

  /// The positions of the map's rows that pass the filter, ascending.
  package var mapRows: MapRows { MapRows(count: state.map?.rows.count ?? 0, admitted: state.admittedRows) }

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
        let name = mapName(of: map.rows[row])
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
      size: row.bytes, names: [row.region.rawValue, mapName(of: row)])
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
    let row = currentStepRow ?? 0
    let margin = min(3, (height - 1) / 2)
    var top = ListView.scrolled(
      top: state.stepsTop, selection: max(row - margin, 0), rowCount: stepRowCount, height: height)
    top = ListView.scrolled(
      top: top, selection: min(row + margin, stepRowCount - 1), rowCount: stepRowCount, height: height)
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

  /// The name of a row of the map: that of the scenario's section, else what the region says.
  package func mapName(of row: ProcessMap.Row) -> String {
    guard let name = row.name, row.region != .cpuEntryArea else { return Self.name(of: row) }
    return name
  }

  /// A short name for a row of the map: the region, made finer by what may be done there.
  package static func name(of row: ProcessMap.Row) -> String {
    let rights = row.rights.compactMap { $0 }
    let canExecute = rights.contains { $0.contains(.execute) }
    let canWrite = rights.contains { $0.contains(.write) }
    switch row.region {
    case .user:
      if canExecute { return "user text" }
      if row.start.rawValue >= 0x7ff0_0000_0000 && canWrite { return "user stack" }
      return canWrite ? "user data" : "user rodata"
    case .kernelImage:
      if canExecute { return row.pageClass == .exposed && row.rights.count > 1 ? "entry text" : "kernel text" }
      return canWrite ? "kernel data" : "kernel rodata"
    case .directMap where row.pageClass == .exposed && row.rights.count > 1: return "per-CPU TSS"
    case .cpuEntryArea: return cpuEntryAreaPart(of: row.start)
    default: return row.region.rawValue
    }
  }

  /// What the first processor's entry area holds at an address. Linux 6.12 arch/x86/include/asm/cpu_entry_area.h.
  private static func cpuEntryAreaPart(of address: VirtualAddress) -> String {
    switch address.rawValue & 0x7f_ffff_ffff {
    case 0..<0x2000: "IDT, GDT"
    case 0x2000..<0x3000: "entry stack"
    case 0x3000..<0x8000: "TSS"
    case 0x8000..<0x3c000: "IST stacks"
    default: Region.cpuEntryArea.rawValue
    }
  }

  /// A symbol cut to `width` columns so that its offset stays: "entry_SYS…+0x20".
  static func fitted(symbol: String, width: Int, glyphs: Glyphs) -> String {
    guard symbol.count > width, let plus = symbol.lastIndex(of: "+") else { return symbol }
    let offset = symbol[plus...]
    let room = width - offset.count - glyphs.ellipsis.count
    return room < 3 ? symbol : symbol.prefix(room) + glyphs.ellipsis + offset
  }
}
