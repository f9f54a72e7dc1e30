import Bytes
import ELF
import Instructions
import Isolation

extension FindingCollector {
  /// Reads all code of an exposed section, from each symbol to the next.
  mutating func checkCode(
    of section: Int, _ relocations: SortedRelocations?, in file: Int, _ patches: PatchedCode
  ) {
    let header = set.files[file].sections[section]
    var starts = set.indexes[file].symbols(ofSection: section).map { Int(clamping: $0.offset) }
    starts = [0] + starts.filter { $0 > 0 && $0 < header.contents.count } + [header.contents.count]
    for (start, end) in zip(starts, starts.dropFirst()) where start < end {
      add(reading(start..<end, of: section, relocations, file: file, patches.replacedCalls))
    }
    for entry in set.indexes[file].symbols(ofSection: section) where entry.offset >= header.size {
      // A label may be where the code ends.
      guard entry.offset > header.size || set.files[file].symbol(entry.symbol).kind == .function else { continue }
      addBlind(.functions, at: ObjectPlace(file: file, section: section, offset: entry.offset))
    }
  }

  /// Adds one thing that cannot be read.
  private mutating func addBlind(_ cause: BlindSpot.Cause, at place: ObjectPlace) {
    var blind = BlindSpots()
    blind.add(.operand(cause), at: place)
    for site in blind.sites { add(site) }
  }

  /// Charges replacements and switched jumps to the exposed code that they patch.
  mutating func check(_ patches: PatchedCode, of file: Int) {
    for place in patches.damaged where isExposedText(place.file, place.section) { addBlind(.patches, at: place) }
    addUnplaced(patches)
    for jump in patches.jumps where isExposedText(jump.code.file, jump.code.section) {
      add(
        Site(
          place: jump.code, relocation: .relative32, use: .branch, target: .place(jump.target), symbol: 0,
          origin: jump.origin))
      for cause in blindness(ofBranchTo: .place(jump.target)) { addBlind(cause, at: jump.code) }
    }
    var sorted: [Int: SortedRelocations] = [:]
    var last: (patch: PatchedCode.Alternative, reading: CodeReading)?
    for patch in patches.alternatives where isExposedText(patch.original.file, patch.original.section) {
      let relocations = sorted[patch.section] ?? relocations(ofSection: patch.section, in: file)
      sorted[patch.section] = relocations
      // Many entries may share one replacement, which says the same for each.
      if last.map({ $0.patch.section != patch.section || $0.patch.range != patch.range }) ?? true {
        let reading = reading(patch.range, of: patch.section, relocations, file: file, followsTables: false)
        last = (patch, reading.moved(to: patch.original))
      }
      if let last { add(last.reading.moved(to: patch.original)) }
    }
  }

  /// Notes what cannot be read at a place.
  private func note(
    _ spot: BlindSpot, _ kind: Relocation.Kind = .none, at place: ObjectPlace, in reading: inout CodeReading
  ) {
    reading.blind.add(spot, kind, at: place, isPrivate: ranges?.contain(place) ?? false)
  }

  private mutating func add(_ reading: CodeReading) {
    for site in reading.sites { add(site) }
    for site in reading.blind.sites { add(site) }
  }

  private func relocations(ofSection section: Int, in file: Int) -> SortedRelocations? {
    set.files[file].relocations(ofSection: section).map { SortedRelocations($0) }
  }

  /// Reads a range of code. Tables of switches are not followed in what many entries may share.
  private func reading(
    _ range: Range<Int>, of section: Int, _ relocations: SortedRelocations?, file: Int,
    _ replacedCalls: Set<ObjectPlace> = [], followsTables: Bool = true
  ) -> CodeReading {
    set.files[file].bytes.withBytes { bytes in
      var reading = CodeReading(tables: followsTables ? tables : nil)
      var jumps = RegisterJumps()
      var scan = CodeScan(set.files[file].sections[section], range, relocations: relocations)
      while let element = scan.next(bytes) {
        let place = ObjectPlace(file: file, section: section, offset: UInt64(element.offset))
        if element.instruction == nil, !element.isPadding {
          note(.code(element.end - element.offset, relocations: element.relocations.count), at: place, in: &reading)
          // What lies behind private_end() is not read either, and counts.
          if let end = ranges?.end(of: place), end < UInt64(element.end) {
            let rest = ObjectPlace(file: file, section: section, offset: end)
            let behind = element.relocations.count { (relocations?[$0].offset ?? 0) >= end }
            note(.code(element.end - Int(end), relocations: behind), at: rest, in: &reading)
          }
        }
        reading.branches.note(element)
        let leads = read(element, scan.relocations, at: place, replacedCalls, into: &reading)
        guard let instruction = element.instruction else { continue }
        let start = set.section(place).contents.lowerBound + element.offset
        if let cause = scan.blindOperand(of: element, bytes, isLinked: set.files[file].isLinked) {
          note(.operand(cause), at: place, in: &reading)
        }
        if let branch = instruction.branch,
          element.relocations.allSatisfy({ relocations?[$0].kind == Relocation.Kind.none }),
          let target = scan.place(instruction, branch, of: element, bytes)
        {
          let goal = ObjectPlace(file: file, section: section, offset: target)
          if range.contains(Int(clamping: target)) {
            reading.branches.add(to: target, from: place.offset)
          } else if leadsIntoMiddle(.place(goal)) {
            note(.operand(.middles), at: place, in: &reading)
          }
        }
        for address in jumps.note(bytes, instruction, at: start, leads: leads) {
          if let table = reading.table(at: address, .distances, of: place) {
            add(table, at: place, to: &reading)
          }
        }
      }
      for offset in reading.branches.misplaced {
        note(.operand(.middles), at: ObjectPlace(file: file, section: section, offset: offset), in: &reading)
      }
      return reading
    }
  }

  /// Reads the relocations of an instruction, or of bytes that are none, at a place; gives the place whose address it takes.
  private func read(
    _ element: CodeScan.Element, _ relocations: SortedRelocations?, at place: ObjectPlace,
    _ replacedCalls: Set<ObjectPlace>, into reading: inout CodeReading
  ) -> ObjectPlace? {
    let isReplaced = !element.relocations.isEmpty && replacedCalls.contains(place)
    var leads: ObjectPlace?
    for position in element.relocations {
      guard let relocation = relocations?[position] else { continue }
      let field = ObjectPlace(file: place.file, section: place.section, offset: relocation.offset)
      if relocation.kind.meaning == .unread { note(.relocation, relocation.kind, at: field, in: &reading) }
      guard relocation.kind.counts else { continue }
      let use = CodeUse(of: relocation, in: element, isReplaced: isReplaced)
      let (target, before) = set.target(of: relocation, in: place.file, distance: use.distance, use.precision)
      if let cause = use.blindness(target, before: before, in: element, set) {
        note(.operand(cause), at: place, in: &reading)
        if target == .absolute { continue }
      }
      if use.precision == .address, case .place(let place) = target { leads = place }
      var site = Site(
        place: field, relocation: relocation.kind, use: use.use(ofText: set.isText(target)), target: target,
        symbol: relocation.symbol, before: before, isExact: use.precision == .exact)
      if element.instruction?.flow == .indirectJump, use.precision == .indexed,
        case .place(let start) = target, let table = reading.table(at: start, .addresses, of: field)
      {
        // Where it jumps to is known: only that the table is read is left.
        site.use = .memory
        add(table, at: field, to: &reading)
      }
      if site.use == .branch {
        for cause in landing(of: target) { note(.operand(cause), at: place, in: &reading) }
      }
      reading.sites.append(site)
    }
    return leads
  }
}

extension FindingCollector {
  /// What cannot be read where a table sends a branch.
  private func blindness(ofBranchTo target: RelocationTarget) -> [BlindSpot.Cause] {
    [set.blindness(ofBranchTo: target)].compactMap { $0 } + landing(of: target)
  }

  /// What cannot be read where a branch leads, though that is known.
  private func landing(of target: RelocationTarget) -> [BlindSpot.Cause] {
    (leadsIntoData(target) ? [.data] : []) + (leadsIntoMiddle(target) ? [.middles] : [])
  }

  /// Whether a branch leads to data that the exposed space maps: to what it does not map it is a finding anyway.
  private func leadsIntoData(_ target: RelocationTarget) -> Bool {
    guard case .place(let place) = target else { return false }
    let linkClass = classes[place.file, place.section].linkClass
    return linkClass == .readOnlyData || linkClass == .exposedData
  }

  /// Whether a branch leads into the middle of what was read as one instruction of exposed code.
  private func leadsIntoMiddle(_ target: RelocationTarget) -> Bool {
    guard case .place(let place) = target, isExposedText(place.file, place.section) else { return false }
    return starts.isMiddle(place)
  }

  /// Adds the cases of a table, each once, as jumps of the code at a place: the first in its range that goes there.
  private func add(_ table: SwitchTables.Table, at code: ObjectPlace, to reading: inout CodeReading) {
    let isPrivate = ranges?.contain(code) ?? false
    guard let tables, reading.followed[isPrivate, default: []].insert(table).inserted else { return }
    var known: Set<RelocationTarget> = []
    for one in tables.cases(of: table) where known.insert(one.target).inserted {
      for cause in blindness(ofBranchTo: one.target) { note(.operand(cause), at: code, in: &reading) }
      reading.sites.append(
        Site(
          place: code, relocation: one.relocation.kind, use: .branch, target: one.target,
          symbol: one.relocation.symbol, isExact: true))
    }
  }
}

/// What a range of code refers to, and what of it cannot be read.
private struct CodeReading {
  var sites: [FindingCollector.Site] = []
  var blind = BlindSpots()
  var branches = InnerBranches()
  /// The tables of switches that are followed; nil if none is.
  private let tables: SwitchTables?
  private var knownTables = FoundTables()
  /// The tables whose cases are among the sites: between private_begin() and private_end(), and elsewhere.
  var followed: [Bool: Set<SwitchTables.Table>] = [:]

  /// Reads with or without tables.
  init(tables: SwitchTables? = nil) { self.tables = tables }

  /// The table at a place that code jumps through; nil if there is none that is known.
  mutating func table(
    at start: ObjectPlace, _ layout: SwitchTables.Layout, of code: ObjectPlace
  ) -> SwitchTables.Table? {
    tables.flatMap { knownTables.table(at: start, layout, of: code, in: $0).table }
  }

  /// The same of the instruction at a place, which an alternative replaces; each once.
  func moved(to place: ObjectPlace) -> CodeReading {
    var known: Set<FindingCollector.Site> = []
    var moved = CodeReading()
    moved.sites = sites.map { $0.moved(to: place) }.filter { known.insert($0).inserted }
    moved.sites += blind.sites.map { $0.moved(to: place) }
    return moved
  }
}

extension FindingCollector.Site {
  /// The same of the instruction at a place, which an alternative replaces.
  fileprivate func moved(to place: ObjectPlace) -> Self {
    Self(
      place: place, relocation: relocation, use: use, target: target, symbol: symbol, origin: .alternative,
      before: before, isExact: isExact, blind: blind)
  }
}
