import Isolation
import ScenarioModel

/// Scope to mappings, and to the halves in which entries can run.
extension Deriver {
  /// The exposed half maps what may leak; the private half maps everything.
  mutating func requireSections() {
    let isSplit = design.isSplit
    for section in scenario.sections {
      let name = section.name
      let sectionClass = section.sectionClass
      if isSplit && exposed.contains(sectionClass) {
        required.append(
          .init(section: name, sectionClass: sectionClass, spaceKind: .exposed, reason: whyExposed(sectionClass)))
      }
    }
    for section in scenario.sections {
      let sectionClass = section.sectionClass
      let reason =
        isSplit
        ? whyPrivate(sectionClass) : "nothing in the scope leaks: one space maps everything"
      required.append(.init(section: section.name, sectionClass: sectionClass, spaceKind: .private, reason: reason))
    }
  }

  private func whyExposed(_ sectionClass: SectionClass) -> String {
    switch sectionClass {
    case .user: "own: user code runs in this space, and its memory is its own"
    case .entry: "public: entries need it before they can write CR3"
    default:
      scope.publicClasses.contains(sectionClass)
        ? "public: everybody may know class '\(sectionClass.rawValue)'"
        : "own: the process may know its own '\(sectionClass.rawValue)'"
    }
  }

  private func whyPrivate(_ sectionClass: SectionClass) -> String {
    if exposed.contains(sectionClass) { return "the private space maps everything" }
    if sectionClass == .directMap { return "secret: it shows all of memory" }
    if scope.allowedClasses.contains(sectionClass) {
      return sectionClass == .text
        ? "the text policy is split: only exposed text is exposed" : "class '\(sectionClass.rawValue)' is never exposed"
    }
    return "secret: class '\(sectionClass.rawValue)' must not be known"
  }

  /// Decides where the function of an entry can begin.
  mutating func plan(_ entry: EntryPoint, _ needs: inout FunctionNeeds) throws(ScenarioError) {
    let need = try needs.firstHidden(of: entry.function)
    let gates = try needs.gatedCalls(below: entry.function)
    func add(_ spaceKind: SpaceKind, _ reason: String, need: Need? = nil, gates: [String] = []) {
      plans.append(
        .init(entry: entry.name, kind: entry.kind, spaceKind: spaceKind, reason: reason, need: need, gates: gates))
    }
    guard design.isSplit else {
      return add(.private, "nothing in the scope leaks: there is nothing to flip for")
    }
    if flipsAtEntry {
      let first = entryNeeds[entry.kind] ?? need
      return add(.private, first.map(Self.words) ?? "entry code of other kinds needs what is not exposed", need: first)
    }
    // Who marks an entry with a reason knows more of it than this small kernel does.
    let given = entry.reason.isEmpty ? nil : "it is marked \(entry.marking.rawValue): \(entry.reason)"
    switch entry.marking {
    case .private:
      let reason = need.map(Self.words) ?? "it is marked private, though it needs nothing private"
      add(.private, given ?? reason, need: need)
    case .exposed:
      let reason = need.map { "it is marked exposed, but \(Self.words($0)): see check" }
      add(.exposed, reason ?? given ?? "all that it needs is exposed", need: need, gates: gates)
    case .derived:
      if let need { return add(.private, Self.words(need), need: need) }
      if settings.gates == .sticky && gates.count > 1 {
        return add(.private, "it has \(gates.count) gates: one at its dispatch does for all")
      }
      let reason =
        gates.isEmpty
        ? "all that it needs is exposed" : "all that it needs outside of its gate is exposed: \(list(gates))"
      add(.exposed, reason, gates: gates)
    }
  }

  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  /// "hrtimer_interrupt touches hrtimer_bases (.data..percpu, private)".
  static func words(_ need: Need) -> String {
    let place = "(\(need.section), \(need.sectionClass.rawValue))"
    guard let last = need.path.last, last != need.object else {
      return "\(need.object) is text that the scope does not expose \(place)"
    }
    return "\(last) \(need.isText ? "calls" : "touches") \(need.object) \(place)"
  }
}
