package import Isolation

extension Scenario {
  /// Whether the spaces of a kind map a section of a class, under a design and its switches.
  package func maps(
    _ section: String, _ sectionClass: SectionClass, in spaceKind: SpaceKind, of design: Design, _ settings: Settings
  ) -> Bool {
    if spaceKind == .isolated && settings.asiMap == .ranges { return asiRanges.contains(section) }
    return design.mappedClasses(spaceKind, scope: scope, settings: settings).contains(sectionClass)
  }

  /// The scenario with the sections that a design and its switches need to have in another class.
  ///
  /// Without local non-sensitive memory a design has to give kernel stacks to all, or no kernel code could run
  /// restricted.
  package func adapted(to design: Design, _ settings: Settings) -> Scenario {
    guard !design.exposesLocal(settings) else { return self }
    var scenario = self
    for index in scenario.sections.indices where scenario.sections[index].name == StandardKernel.kernelStack {
      scenario.sections[index].sectionClass = .exposedGlobal
    }
    return scenario
  }

  /// Which section's contents code in the exposed part of a syscall can reach: the space I, R or E.
  package func exposes(_ section: String, _ sectionClass: SectionClass, design: Design, settings: Settings) -> Bool {
    maps(section, sectionClass, in: design.exposedKind, of: design, settings)
  }
}
