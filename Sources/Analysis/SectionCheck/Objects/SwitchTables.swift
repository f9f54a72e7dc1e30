import ELF
import Machine

/// The tables of switches: where code may jump to, one case after the other, in data that nobody writes to.
struct SwitchTables: Sendable {
  /// What an entry of a table says.
  enum Layout: Hashable, Sendable {
    /// The address of a case, 8 bytes: `jmp *table(,%rax,8)`.
    case addresses
    /// The distance from the start of the table to a case, 4 bytes: code that may be anywhere.
    case distances

    fileprivate var size: UInt64 { self == .addresses ? 8 : 4 }
    fileprivate var kind: Relocation.Kind { self == .addresses ? .absolute64 : .relative32 }
  }

  /// A case of a table.
  struct Case: Hashable, Sendable {
    /// The relocation of the entry, in the file of the table.
    let relocation: Relocation
    /// Where the case is.
    let target: RelocationTarget
  }

  private let set: ObjectSet
  private let file: Int
  /// The relocations of what can hold tables, by section.
  private let entries: [Int: SortedRelocations]
  /// Where code refers to in these sections, sorted: a table starts there, or something else.
  private let starts: [Int: [UInt64]]

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

  /// The cases of the table at a place, which the code at another place jumps through, each target once; nil if there is
  /// no such table, or if it has more than cases.
  ///
  /// Its first case is in the function itself. A table that a symbol names ends with its object, one without a name
  /// where something else begins.
  func cases(at table: ObjectPlace, _ layout: Layout, of code: ObjectPlace) -> [Case]? {
    guard table.file == file, let list = entries[table.section] else { return nil }
    let end = namedEnd(of: table)
    var cases: [Case] = []
    var known: Set<RelocationTarget> = []
    var offset = table.offset
    var position = list.position(of: offset)
    while position < list.count, offset < end ?? .max {
      let relocation = list[position]
      guard relocation.offset == offset, relocation.kind == layout.kind else { break }
      let distance = layout == .addresses ? 0 : Int(clamping: table.offset) - Int(clamping: offset)
      let target = set.target(of: relocation, in: file, distance: distance)
      if !isOwn(target, of: code) {
        // A list of functions, not the cases of one.
        if offset == table.offset { return nil }
        if end == nil, isStart(offset, in: table.section) { break }
      }
      if known.insert(target).inserted { cases.append(Case(relocation: relocation, target: target)) }
      offset += layout.size
      position += 1
    }
    return cases.isEmpty || offset < end ?? 0 ? nil : cases
  }

  /// Where the object ends whose symbol stands at a place and says its size.
  private func namedEnd(of table: ObjectPlace) -> UInt64? {
    guard let entry = set.indexes[file].nearest(to: table.offset, in: table.section),
      entry.offset == table.offset
    else { return nil }
    let size = set.files[file].symbol(entry.symbol).size
    return size == 0 ? nil : table.offset &+ size
  }

  /// Whether something begins at a place: a symbol stands there, or code refers to it.
  private func isStart(_ offset: UInt64, in section: Int) -> Bool {
    if set.indexes[file].nearest(to: offset, in: section)?.offset == offset { return true }
    guard let list = starts[section] else { return false }
    let position = list.partitionPoint { $0 < offset }
    return position < list.count && list[position] == offset
  }

  /// Whether a case is code of the function at a place, or of its part that was moved away.
  private func isOwn(_ target: RelocationTarget, of code: ObjectPlace) -> Bool {
    guard case .place(let place) = target else { return false }
    let name = set.name(of: code).symbol
    let other = set.name(of: place).symbol
    return other == name || other.hasPrefix("\(name).cold") || name.hasPrefix("\(other).cold")
  }
}

extension ObjectSection {
  /// Whether it is in memory, holds no code and is not written to. A kernel's .rodata may say that it is.
  fileprivate var isConstant: Bool {
    flags.intersection([.allocated, .execute]) == .allocated
      && (!flags.contains(.write) || name.hasPrefix(".rodata"))
  }
}
