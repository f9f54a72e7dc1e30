import Bytes
import ELF
import Recordings

/// The tables of switches: where code may jump to, one case after the other, in data that nobody writes to.
struct SwitchTables: Sendable {
  /// What an entry of a table says.
  enum Layout: Hashable, Sendable {
    /// The address of a case, 8 bytes: `jmp *table(,%rax,8)`.
    case addresses
    /// The distance from the start of the table to a case, 4 bytes: code that may be anywhere.
    case distances

    fileprivate var kind: Relocation.Kind { self == .addresses ? .absolute64 : .relative32 }
  }

  /// A table, by where it is.
  struct Table: Hashable, Sendable {
    /// Where it starts.
    let start: ObjectPlace
    /// What its entries say.
    let layout: Layout
    /// The positions of its entries among the relocations of its section, sorted by offset.
    let positions: Range<Int>
  }

  /// What is at a place that code loads.
  enum Answer: Hashable, Sendable {
    /// A table.
    case table(Table)
    /// What looks like one, whose cases are not known to be those of the code.
    case unknown
    /// Something else.
    case other

    /// The table; nil if it is none, or none that is known.
    var table: Table? { if case .table(let table) = self { table } else { nil } }
  }

  /// A case of a table.
  struct Case: Hashable, Sendable {
    /// The relocation of the entry, in the file of the table.
    let relocation: Relocation
    /// Where the case is.
    let target: RelocationTarget
  }

  /// How often code may refer to a table whose first case is in another part of the function than the jump. A table belongs
  /// to one function; without this limit, a file in which many functions of one name share one would take quadratic time.
  private static let sharedLimit = 4
  /// The most zeros between two entries of a table, in bytes: cases that nobody wrote, as in an array of labels.
  private static let gapLimit: UInt64 = 1024

  private let set: ObjectSet
  private let file: Int
  /// The relocations of what can hold tables, by section.
  private let entries: [Int: SortedRelocations]
  /// Where code refers to in these sections, sorted: a table starts there, or something else.
  private let starts: [Int: [UInt64]]
  /// For each of these relocations the position behind the last of those that follow it with only zeros in between.
  private let runs: [Int: [Int32]]

  /// Finds what can hold tables in file `number` of a set.
  init(_ set: ObjectSet, file number: Int) {
    self.set = set
    file = number
    let file = set.files[number]
    var entries: [Int: SortedRelocations] = [:]
    for (section, header) in file.sections.enumerated() where header.isConstant {
      entries[section] = file.relocations(ofSection: section).map { SortedRelocations($0) }
    }
    self.entries = entries
    var runs: [Int: [Int32]] = [:]
    for (section, list) in entries { runs[section] = Self.ends(of: list, in: file.sections[section], file.bytes) }
    self.runs = runs
    var starts: [Int: [UInt64]] = [:]
    if !entries.isEmpty {
      for (section, header) in file.sections.enumerated() where header.isText {
        guard let table = file.relocations(ofSection: section) else { continue }
        for index in 0..<table.count where table[index].kind.counts {
          let relocation = table[index]
          let distance = relocation.kind.isRelative ? Int(relocation.kind.width) : 0
          guard case .place(let place) = set.target(of: relocation, in: number, distance: distance),
            place.file == number, entries[place.section] != nil
          else { continue }
          starts[place.section, default: []].append(place.offset)
        }
      }
    }
    self.starts = starts.mapValues { $0.sorted() }
  }

  private static func ends(of list: SortedRelocations, in section: ObjectSection, _ bytes: FileBytes) -> [Int32] {
    /// Whether an entry follows another one.
    func goesOn(_ entry: Relocation, to next: Relocation) -> Bool {
      let (size, end) = (entry.kind.width, entry.offset &+ entry.kind.width)
      guard size > 0, next.kind == entry.kind, next.offset >= end, next.offset - end <= gapLimit,
        (next.offset - end).isMultiple(of: size), next.offset <= UInt64(section.contents.count)
      else { return false }
      return (Int(end)..<Int(next.offset)).allSatisfy { bytes.byte(at: section.contents.lowerBound + $0) == 0 }
    }
    var ends = (0..<list.count).map { Int32(clamping: $0 + 1) }
    var next: Int?
    // What is left of relocations that were removed ends no table.
    for position in (0..<list.count).reversed() where list[position].kind != .none {
      if let next, goesOn(list[position], to: list[next]) { ends[position] = ends[next] }
      next = position
    }
    return ends
  }

  /// The table at a place, which the code at another place jumps through, if there is one.
  ///
  /// Its first case is in the function itself. It ends with the object that a symbol names there, or where something else
  /// begins.
  func table(at start: ObjectPlace, _ layout: Layout, of code: ObjectPlace) -> Answer {
    guard start.file == file, let list = entries[start.section], let ends = runs[start.section] else { return .other }
    let first = list.position(of: start.offset)
    guard first < list.count, list[first].offset == start.offset, list[first].kind == layout.kind else { return .other }
    let size = layout.kind.width
    let end = min(nextStart(after: start), list[Int(ends[first]) - 1].offset &+ size)
    let named = namedEnd(of: start) ?? end
    guard start.offset <= named, named <= end else { return .unknown }
    // The file may have changed since the runs were found.
    let last = min(list.position(of: named - min(size - 1, named - start.offset)), Int(ends[first]))
    guard first < last else { return .unknown }
    let table = Table(start: start, layout: layout, positions: first..<last)
    switch owner(of: self.case(first, of: table).target, code) {
    case .same: return .table(table)
    case .otherPart: return references(to: start) <= Self.sharedLimit ? .table(table) : .unknown
    case nil: return .unknown
    }
  }

  /// The cases of a table, in its order.
  func cases(of table: Table) -> some Sequence<Case> {
    table.positions.lazy.map { self.case($0, of: table) }.filter { $0.relocation.kind != .none }
  }

  private func `case`(_ position: Int, of table: Table) -> Case {
    guard let relocation = entries[table.start.section]?[position] else {
      preconditionFailure("section \(table.start.section) has no tables")
    }
    let distance =
      table.layout == .addresses ? 0 : Int(clamping: table.start.offset) - Int(clamping: relocation.offset)
    return Case(relocation: relocation, target: set.target(of: relocation, in: file, distance: distance))
  }

  /// Where the object ends whose symbol stands at a place and says its size.
  private func namedEnd(of table: ObjectPlace) -> UInt64? {
    guard let entry = set.indexes[file].nearest(to: table.offset, in: table.section),
      entry.offset == table.offset
    else { return nil }
    let size = set.files[file].symbol(entry.symbol).size
    let (end, isOverflow) = table.offset.addingReportingOverflow(size)
    return size == 0 ? nil : isOverflow ? .max : end
  }

  /// Where something else begins behind a place: a symbol stands there, or code refers to it.
  private func nextStart(after place: ObjectPlace) -> UInt64 {
    let symbols = set.indexes[file].symbols(ofSection: place.section)
    let symbol = symbols.partitionPoint { $0.offset <= place.offset }
    let list = starts[place.section] ?? []
    let start = list.partitionPoint { $0 <= place.offset }
    return min(
      symbol < symbols.count ? symbols[symbol].offset : .max, start < list.count ? list[start] : .max)
  }

  /// How often code refers to a place.
  private func references(to place: ObjectPlace) -> Int {
    let list = starts[place.section] ?? []
    return list.partitionPoint { $0 <= place.offset } - list.partitionPoint { $0 < place.offset }
  }

  /// Which part of a function a case is in, seen from code.
  private enum Owner {
    /// That of the code itself.
    case same
    /// One that was moved away, or from which the code was.
    case otherPart
  }

  private func owner(of target: RelocationTarget, _ code: ObjectPlace) -> Owner? {
    guard case .place(let place) = target else { return nil }
    let (one, other) = (set.end(at: code).name, set.end(at: place).name)
    if one == other { return .same }
    guard case .symbol(_, let own) = one, case .symbol(let file, let target) = other, file == self.file else {
      return nil
    }
    let names = set.files[file]
    return names.isColdPart(target, of: own) || names.isColdPart(own, of: target) ? .otherPart : nil
  }
}

extension ObjectSection {
  /// Whether it is in memory, holds no code and is not written to. A kernel's .rodata is not, whatever its flags say.
  fileprivate var isConstant: Bool {
    flags.intersection([.allocated, .execute]) == .allocated
      && (!flags.contains(.write) || name.hasPrefix(".rodata"))
  }
}
