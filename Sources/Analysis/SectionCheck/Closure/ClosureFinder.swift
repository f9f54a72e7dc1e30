package import Isolation

/// Follows the calls of entries, breadth first, and remembers what it has read of the code.
package struct ClosureFinder: Sendable {
  let context: ClosureContext
  private var facts: [RegionFacts?]

  /// Prepares for closures in files under a policy and design.
  package init(_ set: ObjectSet, policy: SectionPolicy, design: Design = .standard) {
    context = ClosureContext(set, policy: policy, design: design)
    facts = Array(repeating: nil, count: context.regions.count)
  }

  /// The closure of the code at a place, which is shown by a name.
  package mutating func closure(of name: String, at place: ObjectPlace) -> Closure {
    var search = ClosureSearch(entry: name, text: context.classes.text, isAllMapped: context.isAllMapped)
    let first = context.regions.region(place)
    search.reach(first, context.describe(first), from: nil, site: 0)
    if context.set.isIndirectFunction(place) {
      search.miss(RegionFacts.Unknown(site: UInt32(clamping: place.offset), reason: .indirect), in: 0)
    }
    var position = 0
    while let region = search.region(at: position) {
      let facts = facts(of: region)
      for link in facts.calls where !search.knows(Int(link.region)) {
        search.reach(Int(link.region), context.describe(Int(link.region)), from: position, site: UInt64(link.site))
      }
      for link in facts.accesses { refer(to: link, .access, from: position, in: &search) }
      for link in facts.addresses { refer(to: link, .address, from: position, in: &search) }
      for link in facts.gates {
        search.passGate(Int(link.region), context.describe(Int(link.region)), from: position, site: UInt64(link.site))
      }
      for unknown in facts.unknowns { search.miss(unknown, in: position) }
      position += 1
    }
    return search.closure
  }

  private func refer(to link: RegionFacts.Link, _ use: Closure.Use, from position: Int, in search: inout ClosureSearch)
  {
    let region = Int(link.region)
    guard !search.knowsObject(region, use) else { return }
    search.refer(to: region, context.describe(region), use, from: position, site: UInt64(link.site))
  }

  /// What the code of a region refers to.
  mutating func facts(of region: Int) -> RegionFacts {
    if let known = facts[region] { return known }
    var reader = RegionReader(context, region)
    let read = reader.facts()
    facts[region] = read
    return read
  }

  /// The same without remembering it.
  func knownFacts(of region: Int) -> RegionFacts {
    if let known = facts[region] { return known }
    var reader = RegionReader(context, region)
    return reader.facts()
  }
}
