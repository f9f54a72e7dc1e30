import ELF
import Isolation
import Machine

/// The classes of the sections of several files under one policy and design.
struct SectionClasses {
  /// What the check asks about a section.
  struct Facts {
    let linkClass: LinkClass
    let isExposed: Bool
  }

  private let facts: [[Facts]]
  private let policy: SectionPolicy
  private let design: Design
  /// Whether the exposed space of the design maps private text too.
  let text: Settings.TextPolicy

  init(_ set: ObjectSet, policy: SectionPolicy, design: Design) {
    self.policy = policy
    self.design = design
    text = policy.text(under: design)
    facts = set.files.map { file in
      file.sections.map { Self.facts($0.name, isText: $0.isText, policy, design) }
    }
  }

  private static func facts(_ name: String, isText: Bool, _ policy: SectionPolicy, _ design: Design) -> Facts {
    let linkClass = policy.linkClass(ofSection: name, isText: isText)
    return Facts(linkClass: linkClass, isExposed: policy.exposes(name, linkClass, under: design))
  }

  subscript(_ file: Int, _ section: Int) -> Facts { facts[file][section] }

  /// What there is to know about where a relocation leads; nil if nothing is to be checked there.
  func facts(of target: RelocationTarget) -> Facts? {
    switch target {
    case .place(let place): facts[place.file][place.section]
    case .named(let section): Self.facts(section, isText: section.contains(".text"), policy, design)
    case .common: Facts(linkClass: .privateData, isExposed: policy.exposes("COMMON", .privateData, under: design))
    case .absolute, .undefined: nil
    }
  }
}
