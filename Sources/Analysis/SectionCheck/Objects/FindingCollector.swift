import Diagnostics
import ELF
import Isolation

/// Goes through the relocations of files, and asks the rules about each.
struct FindingCollector {
  /// A reference that stands somewhere.
  struct Site: Hashable {
    let place: ObjectPlace
    let relocation: Relocation.Kind
    var use: Reference.Use
    let target: RelocationTarget
    /// The number of the relocation's symbol; 0 if it has none.
    let symbol: Int
    var origin = ObjectFinding.Origin.itself
    /// Bytes from the target to the symbol's start, if it leads to before it and nobody knows what lies there.
    var before: UInt64 = 0
    /// Whether what lies at the target is accessed, so that what is meant is what is there.
    var isExact = false
    /// How much cannot be read here; nil for a reference that is.
    var blind: BlindSpot?
  }

  let set: ObjectSet
  let classes: SectionClasses
  let starts: InstructionStarts
  private let policy: SectionPolicy
  /// What is said of markers that have no pair.
  private var noted: [Notice] = []
  /// How many markers have no pair; the first of them are among the notices.
  private var unpaired = 0
  private static let unpairedLimit = 100
  private(set) var suppressed = 0
  private(set) var allowed: [Int]
  private let names: FindingNames
  private var allowances: AllowanceFinder
  private var found: [ObjectFinding] = []
  /// The markers of the file that is checked.
  private(set) var ranges: PrivateRanges?
  /// The tables of switches of the file that is checked.
  private(set) var tables: SwitchTables?

  init(_ set: ObjectSet, policy: SectionPolicy, design: Design) {
    self.set = set
    starts = InstructionStarts(set, CodeRegions(set))
    self.policy = policy
    names = FindingNames(set)
    allowances = AllowanceFinder(policy.allowances)
    classes = SectionClasses(set, policy: policy, design: design)
    allowed = policy.allowances.map { _ in 0 }
  }

  /// What is to be said of the markers.
  var notices: [Notice] {
    let left = unpaired - noted.count
    guard left > 0 else { return noted }
    let words = left == 1 ? "1 more of them is no pair" : "\(left) more of them are no pairs"
    return noted + [Notice(.warning, "private_begin() and private_end(): \(words)")]
  }

  /// Gives up what was found, in the order in which it is reported; each place, rule and target once.
  mutating func takeFindings() -> [ObjectFinding] {
    FindingOrder.sort(&found, in: set)
    defer { found = [] }
    return found
  }

  /// Checks one file.
  mutating func check(_ file: Int) {
    if set.files[file].isLinked { noteMergedSections(of: file) }
    let ranges = PrivateRanges(set, file: file)
    self.ranges = ranges
    unpaired += ranges.unpaired.count
    for place in ranges.unpaired.prefix(max(Self.unpairedLimit - noted.count, 0)) {
      let (symbol, offset) = set.name(of: place)
      noted.append(
        Notice(
          .warning,
          "\(set.files[file].name): \(symbol)+0x\(String(offset, radix: 16)): private_begin() and private_end() are no "
            + "pair here; nothing is let go because of it"))
    }
    let patches = PatchedCode(set, file: file)
    tables = SwitchTables(set, file: file)
    for (section, header) in set.files[file].sections.enumerated() where header.flags.contains(.allocated) {
      guard classes[file, section].linkClass != .meta else { continue }
      let table = set.files[file].relocations(ofSection: section)
      if isExposedText(file, section) {
        checkCode(of: section, table.map { SortedRelocations($0) }, in: file, patches)
      } else if let table {
        checkData(of: section, table, in: file)
      }
    }
    check(patches, of: file)
  }

  /// The final link has put exposed and private sections together: whatever is found, none of it is certain. That is said
  /// once a file, at its first code, and whatever the class of its section is.
  private mutating func noteMergedSections(of file: Int) {
    let sections = set.files[file].sections
    guard
      let section = sections.firstIndex(where: \.isText)
        ?? sections.firstIndex(where: { $0.flags.contains(.allocated) })
    else { return }
    addUnconditionally(.mergedSections, at: [ObjectPlace(file: file, section: section, offset: 0)])
  }

  /// Entries of tables that say of nobody knows which code that it is patched.
  mutating func addUnplaced(_ patches: PatchedCode) {
    addUnconditionally(.operand(.patches), at: patches.unplaced)
  }

  /// Adds what cannot be read whatever the class of the section is, counted at the first of its places.
  private mutating func addUnconditionally(_ spot: BlindSpot, at places: [ObjectPlace]) {
    var blind = BlindSpots()
    for place in places { blind.add(spot, at: place) }
    for site in blind.sites { found.append(ObjectFinding(.blind, site, names)) }
  }

  /// Whether code of a section runs in the exposed space.
  func isExposedText(_ file: Int, _ section: Int) -> Bool {
    let facts = classes[file, section]
    return facts.isExposed && facts.linkClass.isCheckedText
  }

  private mutating func checkData(of section: Int, _ table: RelocationTable, in file: Int) {
    var blind = BlindSpots()
    for index in 0..<table.count {
      let relocation = table[index]
      let place = ObjectPlace(file: file, section: section, offset: relocation.offset)
      guard relocation.kind.counts else {
        if relocation.kind.meaning == .unread && classes[file, section].isExposed {
          blind.add(.relocation, relocation.kind, at: place)
        }
        continue
      }
      let (target, before) = set.target(of: relocation, in: file, distance: 0, .address)
      let isStored = relocation.kind == .absolute64 && classes[file, section].isExposed
      guard isStored || target == .undefined else { continue }
      add(
        Site(
          place: place, relocation: relocation.kind, use: .stored, target: target, symbol: relocation.symbol,
          before: before))
    }
    for site in blind.sites { add(site) }
  }

  /// Asks all rules about a reference.
  mutating func add(_ site: Site) {
    guard let reference = reference(site) else { return }
    let rules = SectionRules.all.filter { $0.applies(to: reference) }
    guard !rules.isEmpty else { return }
    if reference.isByExposedText, ranges?.contain(site.place) == true {
      suppressed += 1
      return
    }
    if let allowance = allowances.first(from: set.end(at: site.place), to: set.target(of: site), in: set) {
      allowed[allowance] += 1
      return
    }
    for rule in rules { found.append(ObjectFinding(rule.id, site, names)) }
  }

  private func reference(_ site: Site) -> Reference? {
    let from = classes[site.place.file, site.place.section]
    let target: Reference.Target
    if site.blind != nil {
      target = .unseen
    } else if isThunk(site) {
      target = .thunk
    } else if let facts = classes.facts(of: site.target) {
      target = .section(facts.linkClass, isExposed: facts.isExposed)
    } else if site.target == .undefined {
      target = .undefined
    } else {
      return nil
    }
    return Reference(
      from: from.linkClass, isFromExposed: from.isExposed, use: site.use, target: target, text: classes.text)
  }

  /// Whether a branch leads to a thunk, or to a trampoline that another file defines.
  private func isThunk(_ site: Site) -> Bool {
    guard site.use == .branch else { return false }
    switch site.target {
    case .undefined:
      let file = set.files[site.place.file]
      return file.hasName(ofSymbol: site.symbol, prefix: "__SCT__")
        || Thunk.indirectPrefixes.contains { file.hasName(ofSymbol: site.symbol, prefix: $0) }
    case .place(let place):
      // The section first: of most there is no need to know the symbol.
      guard classes[place.file, place.section].holdsThunks else { return false }
      return Thunk(set.name(of: place).symbol, in: set.section(place).name) == .indirect
    case .named, .common, .absolute: return false
    }
  }
}
