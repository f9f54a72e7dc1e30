import Diagnostics
import ELF
import Isolation

/// Goes through the relocations of files, and asks the rules about each.
struct FindingCollector {
  /// A reference that stands somewhere.
  struct Site: Hashable {
    let place: ObjectPlace
    let relocation: Relocation.Kind
    let use: Reference.Use
    let target: RelocationTarget
    /// The number of the relocation's symbol; 0 if it has none.
    let symbol: Int
    var origin = ObjectFinding.Origin.itself
  }

  let set: ObjectSet
  let classes: SectionClasses
  private let policy: SectionPolicy
  private(set) var notices: [Notice] = []
  private(set) var suppressed = 0
  private(set) var allowed: [Int]
  private var found: [ObjectFinding] = []
  /// The markers of the file that is checked.
  private var ranges: PrivateRanges?

  init(_ set: ObjectSet, policy: SectionPolicy, design: Design) {
    self.set = set
    self.policy = policy
    classes = SectionClasses(set, policy: policy, design: design)
    allowed = policy.allowances.map { _ in 0 }
  }

  /// The findings by file, section and place; each place, rule and target once.
  var sorted: [ObjectFinding] {
    let sorted = found.sorted { one, other in
      if one.site.file != other.site.file { return one.site.file < other.site.file }
      if one.from.section != other.from.section { return (one.from.section ?? "") < (other.from.section ?? "") }
      if one.site.section != other.site.section { return one.site.section < other.site.section }
      if one.site.offset != other.site.offset { return one.site.offset < other.site.offset }
      return (one.id.rawValue, one.to.symbol, one.to.offset, one.to.section ?? "")
        < (other.id.rawValue, other.to.symbol, other.to.offset, other.to.section ?? "")
    }
    var unique: [ObjectFinding] = []
    for finding in sorted where unique.last.map({ !finding.repeats($0) }) ?? true { unique.append(finding) }
    return unique
  }

  /// Checks one file.
  mutating func check(_ file: Int) {
    if set.files[file].isLinked {
      notices.append(
        Notice(.note, "\(set.files[file].name): the final link has merged sections that its sources keep apart"))
    }
    let ranges = PrivateRanges(set, file: file)
    self.ranges = ranges
    for place in ranges.unpaired {
      let (symbol, offset) = set.name(of: place)
      notices.append(
        Notice(
          .warning,
          "\(set.files[file].name): \(symbol)+0x\(String(offset, radix: 16)): private_begin() and private_end() are no "
            + "pair here; nothing is let go because of it"))
    }
    let patches = PatchedCode(set, file: file)
    for (section, header) in set.files[file].sections.enumerated() where header.flags.contains(.allocated) {
      guard classes[file, section].linkClass != .meta, let table = set.files[file].relocations(ofSection: section)
      else { continue }
      if isExposedText(file, section) {
        checkCode(of: section, SortedRelocations(table), in: file, patches)
      } else {
        checkData(of: section, table, in: file)
      }
    }
    check(patches, of: file)
  }

  /// Whether code of a section runs in the exposed space.
  func isExposedText(_ file: Int, _ section: Int) -> Bool {
    let facts = classes[file, section]
    return facts.isExposed && facts.linkClass.isCheckedText
  }

  private mutating func checkData(of section: Int, _ table: RelocationTable, in file: Int) {
    for index in 0..<table.count {
      let relocation = table[index]
      guard relocation.kind.counts else { continue }
      let target = set.target(of: relocation, in: file, distance: 0)
      let isStored = relocation.kind == .absolute64 && classes[file, section].isExposed
      guard isStored || target == .undefined else { continue }
      add(
        Site(
          place: ObjectPlace(file: file, section: section, offset: relocation.offset), relocation: relocation.kind,
          use: .stored, target: target, symbol: relocation.symbol))
    }
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
    let (from, to) = ends(of: site)
    if let allowance = policy.allowances.firstIndex(where: { $0.allows(from, to) }) {
      allowed[allowance] += 1
      return
    }
    let names = ReferenceNames(to: to.name, in: to.section, from: from.section ?? "")
    let contents = set.section(site.place).contents
    for rule in rules {
      found.append(
        ObjectFinding(
          file: set.files[site.place.file].name, id: rule.id, severity: rule.severity, from: from, to: to,
          relocation: site.relocation.name, fieldSize: Int(site.relocation.width), message: rule.message(names),
          origin: site.origin, site: site.place,
          fileOffset: contents.lowerBound + Int(clamping: site.place.offset)))
    }
  }

  private func reference(_ site: Site) -> Reference? {
    let from = classes[site.place.file, site.place.section]
    let target: Reference.Target
    if isThunk(site) {
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
      let name = set.files[site.place.file].name(ofSymbol: site.symbol)
      return name.hasPrefix("__SCT__") || Thunk(name, in: nil) == .indirect
    case .place(let place):
      let section = set.section(place).name
      // The section first: of most there is no need to know the symbol.
      return section.contains(".__x86.") && Thunk(set.name(of: place).symbol, in: section) == .indirect
    case .named, .common, .absolute: return false
    }
  }

  private func ends(of site: Site) -> (from: ObjectFinding.End, to: ObjectFinding.End) {
    let (symbol, offset) = set.name(of: site.place)
    let from = ObjectFinding.End(symbol: symbol, offset: offset, section: set.section(site.place).name)
    let name = site.symbol == 0 ? "" : set.files[site.place.file].name(ofSymbol: site.symbol)
    switch site.target {
    case .place(let place):
      let (symbol, offset) = ownName(of: site, place) ?? set.name(of: place)
      return (from, ObjectFinding.End(symbol: symbol, offset: offset, section: set.section(place).name))
    case .named(let section): return (from, ObjectFinding.End(symbol: name, offset: 0, section: section))
    case .common: return (from, ObjectFinding.End(symbol: name, offset: 0, section: "COMMON"))
    case .absolute, .undefined: return (from, ObjectFinding.End(symbol: name, offset: 0, section: nil))
    }
  }
}

extension FindingCollector {
  /// The name that the relocation itself has for a place: of several symbols there, the one that the source used. Nil
  /// if it names the section, or a symbol behind the place.
  private func ownName(of site: Site, _ place: ObjectPlace) -> (symbol: String, offset: UInt64)? {
    let file = set.files[site.place.file]
    guard site.symbol != 0, place.file == site.place.file else { return nil }
    let symbol = file.symbol(site.symbol)
    guard symbol.kind != .section, symbol.place == .section(place.section), symbol.offset <= place.offset else {
      return nil
    }
    return (file.name(ofSymbol: site.symbol), place.offset - symbol.offset)
  }
}

extension ObjectFinding {
  /// Whether it says the same as another of the same section and place.
  fileprivate func repeats(_ other: ObjectFinding) -> Bool {
    site == other.site && id == other.id && to == other.to
  }
}

extension SectionPolicy.Allowance {
  /// Whether a reference is allowed: both ends fit, by symbol or by section.
  fileprivate func allows(_ from: ObjectFinding.End, _ to: ObjectFinding.End) -> Bool {
    self.from.fits(from) && self.to.fits(to)
  }
}

extension Glob {
  fileprivate func fits(_ end: ObjectFinding.End) -> Bool {
    pattern.hasPrefix(".") ? end.section.map { matches($0) } ?? false : matches(end.symbol)
  }
}
