import Bytes
import ELF
import Instructions
import Isolation

/// Reads the code of one region: what it calls, what data it refers to, and where it cannot be followed.
struct RegionReader {
  let context: ClosureContext
  private let region: Int
  let start: ObjectPlace
  private let end: UInt64
  var found = RegionFacts()
  private var codeEnd = CodeEnd()
  private var branches = InnerBranches()
  /// Jumps through registers that are known tables.
  private var jumps = RegisterJumps()
  /// Whether what is read replaces an instruction. Then no table is followed: many entries may share one replacement.
  private var isReplacement = false
  /// The tables of switches whose cases are found.
  private var followed: Set<SwitchTables.Table> = []
  private var knownTables = FoundTables()
  private var hasVariable = false

  init(_ context: ClosureContext, _ region: Int) {
    self.context = context
    self.region = region
    (start, end) = context.regions.extent(region)
  }

  var set: ObjectSet { context.set }

  /// Reads all of the region, and what is patched into it.
  mutating func facts() -> RegionFacts {
    let section = set.files[start.file].sections[start.section]
    guard section.isText else {
      miss(.code, at: start.offset)
      return found
    }
    if start.offset >= section.size { miss(.outside, at: start.offset) }
    if set.files[start.file].isLinked, !context.isPrivateData(region) { miss(.merged, at: start.offset) }
    read(start.section, Int(clamping: start.offset)..<Int(clamping: end), at: nil)
    if start.offset < end { readEnd(section) }
    let range = start.offset..<max(start.offset, end)
    readPatches(in: range)
    for site in branches.misplaced { miss(.code, at: site) }
    return found
  }

  /// Follows control into the next region, or says that it leaves the section.
  private mutating func readEnd(_ section: ObjectSection) {
    let isPatched = codeEnd.last.map { self.isPatched(UInt64($0)) } ?? false
    guard codeEnd.kind == .goesOn || isPatched || (codeEnd.kind == .call && context.regions.isCut(region)) else {
      return
    }
    if end < section.size {
      call(ObjectPlace(file: start.file, section: start.section, offset: end), at: end - 1)
    } else {
      miss(.outside, at: UInt64(codeEnd.last ?? Int(clamping: start.offset)))
    }
  }

  /// Reads a range of a section; all counts for the instruction at `original` if the code replaces that.
  mutating func read(_ section: Int, _ range: Range<Int>, at original: UInt64?) {
    let file = set.files[start.file]
    var scan = CodeScan(
      file.sections[section], range, relocations: context.code.relocations[start.file][section])
    isReplacement = original != nil
    var stack = StackTop()
    file.bytes.withBytes { bytes in
      while let element = scan.next(bytes) {
        let site = original ?? UInt64(element.offset)
        if element.instruction == nil, !element.isPadding { miss(.code, at: site) }
        read(element, scan, section, at: site, bytes)
        if stack.isReturnToNew(element, of: file.sections[section], bytes) { miss(.indirect, at: site) }
        guard original == nil else { continue }
        branches.note(element)
        codeEnd.note(element, of: file.sections[section], bytes)
      }
    }
  }

  /// What the relocations of an instruction say of it.
  private struct Targets {
    /// Whether they say where it branches to.
    var isBranchKnown = false
    /// Whether it jumps through a known table.
    var isTable = false
    /// The place whose address it takes.
    var leads: ObjectPlace?
  }

  private mutating func read(
    _ element: CodeScan.Element, _ scan: CodeScan, _ section: Int, at site: UInt64, _ bytes: Span<UInt8>
  ) {
    var targets = readRelocations(of: element, scan, section, at: site)
    guard let instruction = element.instruction else { return }
    let place = set.files[start.file].sections[section].contents.lowerBound + element.offset
    let isLinked = set.files[start.file].isLinked
    if let cause = scan.blindOperand(of: element, bytes, isLinked: isLinked) { miss(.init(cause), at: site) }
    if instruction.writesCR3 { miss(.flip, at: site) }
    let loaded = jumps.note(bytes, instruction, at: place, leads: targets.leads)
    targets.isTable = follow(loaded, .distances, from: site) || targets.isTable
    switch instruction.flow {
    case .call, .jump, .conditionalJump:
      // The assembler has filled it in: it stays in the section, or is missed above. So is JMPABS, which has an address.
      guard !targets.isBranchKnown, let field = instruction.branch,
        let target = scan.place(instruction, field, of: element, bytes)
      else { return }
      call(ObjectPlace(file: start.file, section: section, offset: target), at: site)
    case .indirectCall: miss(.indirect, at: site)
    case .indirectJump: if !targets.isTable { miss(.indirect, at: site) }
    case .next, .return, .stop: break
    }
  }

  private mutating func readRelocations(
    of element: CodeScan.Element, _ scan: CodeScan, _ section: Int, at site: UInt64
  ) -> Targets {
    var targets = Targets()
    let place = ObjectPlace(file: start.file, section: section, offset: UInt64(element.offset))
    let isReplaced = !element.relocations.isEmpty && context.code.replacedCalls.contains(place)
    for position in element.relocations {
      guard let relocation = scan.relocations?[position] else { continue }
      if relocation.kind.meaning == .unread { miss(.relocation, at: site) }
      guard relocation.kind.counts else { continue }
      let code = CodeUse(of: relocation, in: element, isReplaced: isReplaced)
      let (target, before) = set.target(of: relocation, in: start.file, distance: code.distance, code.precision)
      if let cause = code.blindness(target, before: before, in: element, set) { miss(.init(cause), at: site) }
      let use = code.use(ofText: set.isText(target))
      targets.isBranchKnown = targets.isBranchKnown || use == .branch
      if code.precision == .address, case .place(let place) = target { targets.leads = place }
      if use == .indirectBranch, case .place(let table) = target {
        targets.isTable = follow([table], .addresses, from: site) || targets.isTable
      }
      add(target, use, of: relocation.symbol, at: site)
      if relocation.kind.isThroughTable && use == .address { takePointer(to: target, at: site) }
    }
    return targets
  }

  private mutating func add(_ target: RelocationTarget, _ use: Reference.Use, of symbol: Int, at site: UInt64) {
    guard case .place(let place) = target else {
      if target == .undefined || target == .common { miss(symbol, use, at: site) }
      return
    }
    switch use {
    case .branch: call(place, at: site)
    case .memory, .indirectBranch: found.accesses.append(link(place, site))
    // That it is an indirect call is said by the instruction.
    case .replacedCall: break
    case .address, .stored:
      if !isString(place) { found.addresses.append(link(place, site)) }
    }
  }

  /// A pointer that the code takes from the linker's table: it is there to be followed.
  private mutating func takePointer(to target: RelocationTarget, at site: UInt64) {
    switch target {
    case .place(let place):
      let facts = context.classes[place.file, place.section]
      if !facts.isExposed && facts.isData { miss(.tablePointer, at: site) }
    case .undefined, .common, .named: miss(.undefined, at: site)
    case .absolute: break
    }
  }

  /// What is not in the files, by the number of its symbol: it may still be known by its name what a call does there.
  private mutating func miss(_ symbol: Int, _ use: Reference.Use, at site: UInt64) {
    let name = set.files[start.file].name(ofSymbol: symbol)
    switch use {
    case .address, .stored, .replacedCall: return
    case .memory, .indirectBranch: miss(.undefined, at: site)
    case .branch:
      switch Thunk(name, in: nil) {
      case .indirect: miss(.indirect, at: site)
      case .return, .trace: return
      case nil: miss(name.hasPrefix("__SCT__") ? .staticCall : .undefined, at: site)
      }
    }
  }

  /// Whether an address leads to read-only data that is mapped, of which strings and tables are most: it says nothing.
  private func isString(_ place: ObjectPlace) -> Bool {
    let facts = context.classes[place.file, place.section]
    return facts.isExposed && facts.linkClass == .readOnlyData
  }

  private mutating func call(_ place: ObjectPlace, at site: UInt64) {
    guard context.regions.region(place) != region else { return branches.add(to: place.offset, from: site) }
    if context.starts.isMiddle(place) { miss(.code, at: site) }
    let name = set.section(place).name
    switch context.classes[place.file, place.section].linkClass {
    // What is freed after the start, and code that is no longer reached once its jump is patched.
    case .meta: return
    case .gate: found.gates.append(link(place, site))
    case .staticCall:
      miss(.staticCall, at: site)
      found.calls.append(link(place, site))
    default:
      switch Thunk(set.name(of: place).symbol, in: name) {
      case .indirect: miss(.indirect, at: site)
      case .return, .trace: return
      case nil: found.calls.append(link(place, site))
      }
    }
  }

  /// Numbers behind FS or GS count once: a stack protector reads its own at both ends of each function.
  mutating func miss(_ reason: Closure.Unknown.Reason, at site: UInt64) {
    guard reason != .variable || !hasVariable else { return }
    hasVariable = hasVariable || reason == .variable
    found.unknowns.append(RegionFacts.Unknown(site: UInt32(clamping: site), reason: reason))
  }

  private func link(_ place: ObjectPlace, _ site: UInt64) -> RegionFacts.Link {
    RegionFacts.Link(region: Int32(clamping: context.regions.region(place)), site: UInt32(clamping: site))
  }

  /// Follows the tables of a switch that may be at these places. Gives whether they are all that the code jumps to.
  private mutating func follow(_ places: [ObjectPlace], _ layout: SwitchTables.Layout, from site: UInt64) -> Bool {
    guard !isReplacement else { return false }
    let tables = context.code.tables[start.file]
    let answers = places.map { knownTables.table(at: $0, layout, of: start, in: tables) }
    for table in answers.compactMap(\.table) where followed.insert(table).inserted {
      for one in tables.cases(of: table) { follow(one.target, of: one.relocation.symbol, at: site) }
    }
    return answers.contains { $0.table != nil } && !answers.contains(.unknown)
  }

  /// Follows a jump that a table says.
  mutating func follow(_ target: RelocationTarget, of symbol: Int, at site: UInt64) {
    if let cause = set.blindness(ofBranchTo: target) { miss(.init(cause), at: site) }
    add(target, .branch, of: symbol, at: site)
  }
}
