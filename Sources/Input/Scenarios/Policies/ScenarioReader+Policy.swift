import Diagnostics
import Isolation
import ScenarioModel
import YAML

extension ScenarioReader {
  /// What a section of the file is: its class, and what its pages allow.
  struct SectionContent {
    let sectionClass: SectionClass
    let isText: Bool
    let isWritable: Bool
  }

  /// The policy, after the settings and before the sections: it says the classes of the standard kernel's sections
  /// that its patterns fit, and of those sections of the file that do not say their class.
  mutating func readPolicy(_ node: YAMLNode, settings: YAMLNode?) throws(ParseError) {
    let policy = try PolicyReader(nodes: nodes).read(node)
    rules = LinkClassRules(policy)
    if node.has("text") && settings?.has("text") != true { scenario.settings.text = policy.text }
    for index in scenario.sections.indices {
      let section = scenario.sections[index]
      guard section.isOfLinker, let linkClass = rules.rule(for: section.name) else { continue }
      guard let sectionClass = linkClass.sectionClass else {
        throw nodes.error(
          node, "the class \(linkClass.rawValue) for '\(section.name)', which is there at run time",
          expected: "another class")
      }
      scenario.sections[index].sectionClass = sectionClass
    }
  }

  /// The class of a new section as the file says it, or else as the policy does.
  mutating func content(ofSection name: String, _ fields: [String: YAMLNode], _ item: YAMLNode) throws(ParseError)
    -> SectionContent
  {
    let isText = try fields["kind"].map { value throws(ParseError) in
      try nodes.word(value, "kind", of: ["text", "data"]) == "text"
    }
    if let node = fields["class"] {
      let sectionClass = try sectionClass(node)
      let isText = isText ?? (sectionClass == .text || sectionClass == .exposedText)
      return SectionContent(sectionClass: sectionClass, isText: isText, isWritable: !isText)
    }
    guard name.hasPrefix(".") else {
      throw nodes.error(item, "a section '\(name)' without class", expected: "class")
    }
    let linkClass = rules.linkClass(ofSection: name, isText: isText ?? false)
    guard let sectionClass = linkClass.sectionClass else {
      throw nodes.error(
        item,
        "a section '\(name)' without class, of which nothing is there at run time: to the policy it is "
          + linkClass.rawValue, expected: "class, or another name")
    }
    return SectionContent(
      sectionClass: sectionClass, isText: isText ?? linkClass.isText,
      isWritable: !(isText ?? linkClass.isText) && linkClass != .readOnlyData)
  }
}

extension Section {
  /// Whether the linker knows its name, so that a policy says what it is.
  fileprivate var isOfLinker: Bool { name.hasPrefix(".") }
}

extension YAMLNode {
  /// Whether it is a map with this key.
  fileprivate func has(_ key: String) -> Bool {
    guard case .mapping(let pairs) = content else { return false }
    return pairs.contains { $0.key == key }
  }
}
