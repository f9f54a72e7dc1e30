import Isolation

/// What all closures in the same files share.
struct ClosureContext: Sendable {
  let set: ObjectSet
  let classes: SectionClasses
  let regions: CodeRegions
  let code: CodeSections
  /// Whether the policy names nothing that the design's exposed space maps, so that it is all.
  let isAllMapped: Bool

  init(_ set: ObjectSet, policy: SectionPolicy, design: Design) {
    self.set = set
    classes = SectionClasses(set, policy: policy, design: design)
    regions = CodeRegions(set)
    code = CodeSections(set)
    isAllMapped = policy.exposesAll(under: design)
  }

  /// What there is to know of a region, whatever refers to it.
  func describe(_ region: Int) -> ClosureSearch.Description {
    let (start, _) = regions.extent(region)
    let facts = classes[start.file, start.section]
    return ClosureSearch.Description(
      place: start, size: regions.size(region), linkClass: facts.linkClass, isExposed: facts.isExposed)
  }
}
