import ELF
import Isolation

/// The classes of the sections of several files under one policy and design.
struct SectionClasses {
  /// What the check asks about a section.
  struct Facts {
    let linkClass: LinkClass
    let isExposed: Bool
    /// Whether thunks may be in sections of this name.
    let holdsThunks: Bool
    /// Whether it holds data, other than what is freed after the start or says how code is patched.
    var isData: Bool { !linkClass.isText && linkClass != .meta }
  }

  private let facts: [[Facts]]
  /// The sections that the linker makes, by name.
  private let named: [String: Facts]
  private let common: Facts
  /// Whether the exposed space of the design maps private text too.
  let text: Settings.TextPolicy

  init(_ set: ObjectSet, policy: SectionPolicy, design: Design) {
    text = policy.text(under: design)
    var reader = FactsReader(policy, design)
    facts = set.files.map { file in file.sections.map { reader.facts($0.name, isText: $0.isText) } }
    var named: [String: Facts] = [:]
    for section in policy.aliases.values where section.hasPrefix(".") {
      named[section] = reader.facts(section, isText: section.contains(".text"))
    }
    self.named = named
    common = reader.facts(ofDataIn: "COMMON")
  }

  subscript(_ file: Int, _ section: Int) -> Facts { facts[file][section] }

  /// What there is to know about where a relocation leads; nil if nothing is to be checked there.
  func facts(of target: RelocationTarget) -> Facts? {
    switch target {
    case .place(let place): facts[place.file][place.section]
    // Only aliases of the policy name sections.
    case .named(let section): named[section]
    case .common: common
    case .absolute, .undefined: nil
    }
  }
}

/// Looks up each name once.
private struct FactsReader {
  private struct Key: Hashable {
    let name: String
    let isText: Bool
  }

  private let policy: SectionPolicy
  private let design: Design
  private let exposure: SectionPolicy.Exposure?
  private var rules: LinkClassRules
  private var exposed: GlobSet
  private var known: [Key: SectionClasses.Facts] = [:]

  init(_ policy: SectionPolicy, _ design: Design) {
    self.policy = policy
    self.design = design
    exposure = policy.exposures[design]
    rules = LinkClassRules(policy)
    exposed = GlobSet(exposure?.sections ?? [])
  }

  mutating func facts(_ name: String, isText: Bool) -> SectionClasses.Facts {
    let key = Key(name: name, isText: isText)
    if let known = known[key] { return known }
    let linkClass = rules.linkClass(ofSection: name, isText: isText)
    let facts = facts(name, linkClass, readAs: isText ? linkClass.ofCode : linkClass)
    known[key] = facts
    return facts
  }

  /// The facts of data that the linker places; no rule is asked about the name.
  mutating func facts(ofDataIn name: String) -> SectionClasses.Facts { facts(name, .privateData) }

  private mutating func facts(
    _ name: String, _ linkClass: LinkClass, readAs kind: LinkClass? = nil
  ) -> SectionClasses.Facts {
    let isExposed = exposure.map { $0.classes.contains(linkClass) || exposed.first(name) != nil } ?? true
    return SectionClasses.Facts(
      linkClass: kind ?? linkClass, isExposed: isExposed, holdsThunks: Thunk.areHeld(in: name))
  }
}

extension LinkClass {
  /// What code is that a policy calls data: it is mapped as that says, and runs all the same.
  fileprivate var ofCode: LinkClass {
    switch self {
    case .readOnlyData, .exposedData: .exposedText
    case .privateData: .privateText
    case .meta, .gate, .entry, .exposedText, .staticCall, .privateText: self
    }
  }
}
