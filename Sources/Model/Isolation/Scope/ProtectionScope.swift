/// What must be protected from whom: the first of the four things that a design of isolation has to say.
///
/// T. Gleixner and P. Zijlstra, LKML 12 July 2019: the scope defines the mappings, these the transitions,
/// and these the points where CR3 flips.
package struct ProtectionScope: Hashable, Sendable {
  /// Who attacks.
  package enum Adversary: String, CaseIterable, Sendable {
    /// User code of the current process.
    case user
    /// A guest of the current process, a virtual machine monitor.
    case guest
  }

  /// A name to show, such as "unified".
  package var name: String
  /// Who attacks.
  package var adversary: Adversary
  /// With what.
  package var vulnerabilities: Set<Vulnerability>
  /// Classes whose contents everybody may know.
  package var publicClasses: Set<SectionClass>
  /// Classes of which the attacked process may know its own.
  package var ownClasses: Set<SectionClass>
  /// The classes that are exposed, right or wrong; nil for the largest set that is allowed.
  package var exposes: Set<SectionClass>?

  /// Describes a scope.
  package init(
    name: String, adversary: Adversary = .user, vulnerabilities: Set<Vulnerability>,
    publicClasses: Set<SectionClass>, ownClasses: Set<SectionClass>, exposes: Set<SectionClass>? = nil
  ) {
    self.name = name
    self.adversary = adversary
    self.vulnerabilities = vulnerabilities
    self.publicClasses = publicClasses
    self.ownClasses = ownClasses
    self.exposes = exposes
  }

  /// The classes that may be exposed to the adversary.
  package var allowedClasses: Set<SectionClass> { publicClasses.union(ownClasses) }

  /// The classes that kernel code in an exposed space can reach: as said, or the largest set that is allowed. The
  /// direct map shows all of memory, so it is never among them; the text policy may take text out.
  package func exposedClasses(settings: Settings) -> Set<SectionClass> {
    var classes = exposes ?? allowedClasses.subtracting([.privateKernel])
    classes.remove(.directMap)
    if settings.text == .split { classes.remove(.text) }
    return classes
  }

  /// The labels that the adversary of process `process` may know.
  package func allowed(process: Int) -> LabelSet {
    allowedClasses.reduce(into: []) { $0.formUnion($1.label(owner: process)) }
  }
}

extension ProtectionScope {
  /// The scope of the source mail: what may leak to the process itself may be exposed to it.
  package static let secretsOnly = ProtectionScope(
    name: "unified", vulnerabilities: [.rdcl, .mds],
    publicClasses: [.entry, .exposedText, .text, .exposedGlobal], ownClasses: [.user, .exposedLocal])

  /// The scope that yields page-table isolation: all of the kernel is secret but for what entries need.
  package static let wholeKernel = ProtectionScope(
    name: "pti", vulnerabilities: [.rdcl, .mds], publicClasses: [.entry], ownClasses: [.user])

  /// A guest against its host: as unified, but the monitor's own memory is secret too.
  package static let guest = ProtectionScope(
    name: "guest", adversary: .guest, vulnerabilities: [.rdcl, .mds, .l1tf],
    publicClasses: [.entry, .exposedText, .text, .exposedGlobal], ownClasses: [.exposedLocal])

  /// Nobody attacks: no flips are needed.
  package static let none = ProtectionScope(
    name: "none", vulnerabilities: [], publicClasses: [.entry, .exposedText, .text, .exposedGlobal],
    ownClasses: [.user, .exposedLocal])

  /// The scopes that have a name, for scenarios and help.
  package static let presets: [ProtectionScope] = [.secretsOnly, .wholeKernel, .guest, .none]
}
