package import Isolation

/// Something that the code of a kernel entry needs mapped, and how the code gets there.
package struct Need: Hashable, Sendable {
  /// The functions from the entry's own to the one that needs it.
  package let path: [String]
  /// The data object, or the function that is called.
  package let object: String
  /// Whether it is a function.
  package let isText: Bool
  /// The section that holds it.
  package let section: String
  /// The section's class.
  package let sectionClass: SectionClass

  /// Describes a need.
  package init(path: [String], object: String, isText: Bool, section: String, sectionClass: SectionClass) {
    self.path = path
    self.object = object
    self.isText = isText
    self.section = section
    self.sectionClass = sectionClass
  }
}

extension Scenario {
  /// What `function` needs, and what it calls needs, in the order in which the code meets it. What is called
  /// through a gate runs in the private space and needs nothing here.
  package func needs(of function: String) throws(ScenarioError) -> [Need] {
    try FunctionNeeds(self) { _, _ in false }.all(of: function)
  }
}
