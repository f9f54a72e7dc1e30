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
}

extension Scenario {
  /// What `function` needs, and what it calls needs, in the order in which the code meets it. What is called
  /// through a gate runs in the private space and needs nothing here.
  package func needs(of function: String) throws(ScenarioError) -> [Need] {
    var collector = NeedCollector(self)
    try collector.visit(function, caller: [])
    return collector.needs
  }

  /// The functions that are called through gates below `function`, gates inside of them included.
  package func gatedCalls(below function: String) throws(ScenarioError) -> [String] {
    var collector = NeedCollector(self)
    try collector.visit(function, caller: [])
    return collector.gated
  }
}

/// Walks the calls below a function.
private struct NeedCollector {
  private(set) var needs: [Need] = []
  private(set) var gated: [String] = []
  private let functions: [String: KernelFunction]
  private let data: [String: DataObject]
  private let classes: [String: SectionClass]
  private let userSection: String?
  private let directMap: String?
  private var seen: Set<String> = []

  init(_ scenario: Scenario) {
    functions = Dictionary(scenario.functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    data = Dictionary(scenario.data.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    classes = Dictionary(
      scenario.sections.map { ($0.name, $0.sectionClass) }, uniquingKeysWith: { first, _ in first })
    directMap = scenario.sections.first { $0.sectionClass == .directMap }?.name
    userSection =
      scenario.sections.first { section in
        section.sectionClass == .user && section.pieces.contains { $0.isWritable }
      }?.name
  }

  mutating func visit(_ name: String, caller path: [String]) throws(ScenarioError) {
    guard let function = functions[name] else {
      throw .unknownFunction(name, of: path.last ?? "an entry")
    }
    if path.contains(name) { throw .recursion(name) }
    guard seen.insert(name).inserted else { return }
    try add(name, in: function.section, isText: true, path: path)
    let here = path + [name]
    for act in function.acts {
      switch act {
      case .read(let object), .write(let object):
        guard let found = data[object] else { throw .unknownData(object, of: name) }
        try add(object, in: found.section, isText: false, path: here)
      case .call(let callee): try visit(callee, caller: here)
      case .callThroughGate(let callee):
        guard functions[callee] != nil else { throw .unknownFunction(callee, of: name) }
        gated.append(callee)
      case .readUser, .writeUser:
        if let userSection { try add("user memory", in: userSection, isText: false, path: here) }
      case .mapPage:
        if let directMap { try add(KernelFunction.pageTables, in: directMap, isText: false, path: here) }
      case .badPointer: break
      }
    }
  }

  private mutating func add(_ object: String, in section: String, isText: Bool, path: [String])
    throws(ScenarioError)
  {
    guard let sectionClass = classes[section] else { throw .unknownSection(section, of: object) }
    needs.append(Need(path: path, object: object, isText: isText, section: section, sectionClass: sectionClass))
  }
}
