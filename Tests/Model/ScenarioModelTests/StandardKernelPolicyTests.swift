import Isolation
import ScenarioModel
import Testing

/// The standard kernel and the standard policy: what the linker names is of one class for both.
struct StandardKernelPolicyTests {
  @Test func sectionsOfTheLinkerHaveThePolicysClasses() throws {
    let sections = StandardKernel.sections.filter { $0.name.hasPrefix(".") }
    #expect(
      sections.map(\.name).sorted() == [
        ".bss", ".data", ".data..exposed", ".data..percpu", ".data..percpu..exposed", ".entry.text", ".rodata", ".text",
        ".text..exposed",
      ])
    for section in sections {
      let isText = try #require(section.pieces.first).isExecutable
      let linkClass = SectionPolicy.standard.linkClass(ofSection: section.name, isText: isText)
      #expect(linkClass.sectionClass == section.sectionClass, "\(section.name)")
      #expect(linkClass.isText == isText, "\(section.name)")
    }
  }
}
