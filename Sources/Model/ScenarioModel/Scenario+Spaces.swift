package import Isolation

extension Scenario {
  /// Whether the spaces of a kind map a section, under a design and its switches.
  package func maps(_ section: Section, in spaceKind: SpaceKind, of design: Design, _ settings: Settings) -> Bool {
    if spaceKind == .isolated && settings.asiMap == .ranges { return asiRanges.contains(section.name) }
    return design.mappedClasses(spaceKind, scope: scope, settings: settings).contains(section.sectionClass)
  }

  /// The scenario with the sections that a design and its switches need to have in another class.
  ///
  /// Without local non-sensitive memory gasi has to give kernel stacks to all, or no kernel code could run
  /// restricted.
  package func adapted(to design: Design, _ settings: Settings) -> Scenario {
    guard design == .gasi, !settings.gasiLocal else { return self }
    var scenario = self
    for index in scenario.sections.indices where scenario.sections[index].name == StandardKernel.kernelStack {
      scenario.sections[index].sectionClass = .exposedGlobal
    }
    return scenario
  }

  /// Which section's contents code in the exposed part of a syscall can reach: the space I, R or E.
  package func exposes(_ section: String, _ sectionClass: SectionClass, design: Design, settings: Settings) -> Bool {
    if design == .asi3 && settings.asiMap == .ranges { return asiRanges.contains(section) }
    return design.exposedClasses(scope: scope, settings: settings).contains(sectionClass)
  }
}
