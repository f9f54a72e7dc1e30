package import Isolation

/// What functions of a scenario reach that is not exposed, and the gates below them: of each function it is found out once,
/// however many entries and functions lead to it.
package struct FunctionNeeds {
  /// What is known of the first need of a function.
  private enum Knowledge {
    case asked, known(Need?)
  }

  private let isExposed: (_ section: String, SectionClass) -> Bool
  private let functions: [String: KernelFunction]
  private let data: [String: DataObject]
  private let classes: [String: SectionClass]
  private let userSection: String?
  private let directMap: String?
  private var firsts: [String: Knowledge] = [:]
  private var gates: [String: [String]] = [:]
  private var graph: GateGraph

  /// Prepares to ask of a scenario's functions; `isExposed` is told sections by name and class.
  package init(_ scenario: Scenario, isExposed: @escaping (_ section: String, SectionClass) -> Bool) {
    self.isExposed = isExposed
    graph = GateGraph(scenario)
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

  /// What a function needs, and what it calls needs, in the order in which the code meets it.
  func all(of function: String) throws(ScenarioError) -> [Need] {
    var needs: [Need] = []
    var seen: Set<String> = []
    try collect(function, caller: [], &needs, &seen)
    return needs
  }

  private func collect(
    _ name: String, caller path: [String], _ needs: inout [Need], _ seen: inout Set<String>
  ) throws(ScenarioError) {
    let function = try function(name, caller: path.last)
    if path.contains(name) { throw .recursion(name) }
    guard seen.insert(name).inserted else { return }
    needs.append(try need(name, in: function.section, isText: true, path: path))
    let here = path + [name]
    for act in function.acts {
      if case .call(let callee) = act {
        try collect(callee, caller: here, &needs, &seen)
      } else if let need = try need(of: act, path: here) {
        needs.append(need)
      }
    }
  }

  /// The first thing that is not exposed among what a function needs and what it calls needs; nil if there is none. Throws
  /// what is not there before that.
  package mutating func firstHidden(of name: String) throws(ScenarioError) -> Need? {
    try firstHidden(of: name, caller: nil)
  }

  private mutating func firstHidden(of name: String, caller: String?) throws(ScenarioError) -> Need? {
    switch firsts[name] {
    case .known(let need): return need
    case .asked: throw .recursion(name)
    case nil: break
    }
    let function = try function(name, caller: caller)
    firsts[name] = .asked
    let found = try search(function)
    firsts[name] = .known(found)
    return found
  }

  private mutating func search(_ function: KernelFunction) throws(ScenarioError) -> Need? {
    let own = try need(function.name, in: function.section, isText: true, path: [])
    if isHidden(own) { return own }
    for act in function.acts {
      if case .call(let callee) = act {
        guard let need = try firstHidden(of: callee, caller: function.name) else { continue }
        return Need(
          path: [function.name] + need.path, object: need.object, isText: need.isText, section: need.section,
          sectionClass: need.sectionClass)
      }
      if let need = try need(of: act, path: [function.name]), isHidden(need) { return need }
    }
    return nil
  }

  private func isHidden(_ need: Need) -> Bool { !isExposed(need.section, need.sectionClass) }

  /// The functions that are called through gates below a function, one for each place that does it; what gates lead to is
  /// not looked at.
  package mutating func gatedCalls(below name: String) throws(ScenarioError) -> [String] {
    if let known = gates[name] { return known }
    _ = try function(name, caller: nil)
    let found = try graph.calls(below: name)
    gates[name] = found
    return found
  }

  private func function(_ name: String, caller: String?) throws(ScenarioError) -> KernelFunction {
    guard let function = functions[name] else { throw .unknownFunction(name, of: caller ?? "an entry") }
    return function
  }

  /// What an act needs; nil for a call.
  private func need(of act: KernelFunction.Act, path: [String]) throws(ScenarioError) -> Need? {
    switch act {
    case .read(let object), .write(let object):
      guard let found = data[object] else { throw .unknownData(object, of: path.last ?? "") }
      return try need(object, in: found.section, isText: false, path: path)
    case .readUser, .writeUser:
      return try userSection.map { section throws(ScenarioError) in
        try need("user memory", in: section, isText: false, path: path)
      }
    case .mapPage:
      return try directMap.map { section throws(ScenarioError) in
        try need(KernelFunction.pageTables, in: section, isText: false, path: path)
      }
    case .call, .callThroughGate, .badPointer: return nil
    }
  }

  private func need(_ object: String, in section: String, isText: Bool, path: [String]) throws(ScenarioError) -> Need {
    guard let sectionClass = classes[section] else { throw .unknownSection(section, of: object) }
    return Need(path: path, object: object, isText: isText, section: section, sectionClass: sectionClass)
  }
}

extension FunctionNeeds {
  /// Asks which entries are private under a design.
  package init(_ scenario: Scenario, design: Design, settings: Settings) {
    self.init(scenario) { scenario.exposes($0, $1, design: design, settings: settings) }
  }

  /// Whether the code of an entry runs in the private space: as it is marked, else if it needs what is not
  /// exposed, or has several gates where one would stay. Throws if its code names what is not there.
  package mutating func isPrivate(_ entry: EntryPoint, gates: Settings.GatePolicy) throws(ScenarioError) -> Bool {
    switch entry.marking {
    case .exposed: return false
    case .private: return true
    case .derived:
      if try firstHidden(of: entry.function) != nil { return true }
      return gates == .sticky ? try gatedCalls(below: entry.function).count > 1 : false
    }
  }
}
