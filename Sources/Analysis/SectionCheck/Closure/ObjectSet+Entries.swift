import ELF
package import Isolation

extension ObjectSet {
  /// The entries that a policy names, by name, each once; only code is entered.
  package func entries(of policy: SectionPolicy) -> [(name: String, place: ObjectPlace)] {
    var found: [String: ObjectPlace] = [:]
    var patterns = GlobSet(policy.entries)
    for (name, place) in places(where: { patterns.first($0) != nil })
    where section(place).isText && found[name] == nil {
      found[name] = place
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
