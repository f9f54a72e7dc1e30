import Isolation

/// What all closures in the same files share.
struct ClosureContext: Sendable {
  let set: ObjectSet
  let classes: SectionClasses
  let regions: CodeRegions
  let starts: InstructionStarts
  let code: CodeSections
  /// Whether the policy names nothing that the design's exposed space maps, so that it is all.
  let isAllMapped: Bool

  init(_ set: ObjectSet, policy: SectionPolicy, design: Design) {
    self.set = set
    classes = SectionClasses(set, policy: policy, design: design)
    regions = CodeRegions(set)
    starts = InstructionStarts(set, regions)
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

  /// The class of a region's section, and whether it is exposed.
  private func facts(of region: Int) -> SectionClasses.Facts {
    let (start, _) = regions.extent(region)
    return classes[start.file, start.section]
  }

  /// Whether a region holds what the exposed space lacks, so that reading or writing it faults.
  func isPrivateData(_ region: Int) -> Bool {
    let facts = facts(of: region)
    return !Closure.isMapped(facts.linkClass, isExposed: facts.isExposed, under: classes.text)
  }

  /// Whether a region is neither exposed nor a gate.
  func isPrivateFunction(_ region: Int) -> Bool {
    let facts = facts(of: region)
    return !facts.isExposed && facts.linkClass != .gate
  }

  /// Whether a region is private text.
  func isPrivateText(_ region: Int) -> Bool {
    let facts = facts(of: region)
    return !facts.isExposed && facts.linkClass == .privateText
  }
}
