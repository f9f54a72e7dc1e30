import Diagnostics
import Isolation
import KernelCode
import ScenarioModel
import YAML

extension ScenarioReader {
  /// How deep functions may call each other.
  private static let callLimit = 64
  /// How many calls through gates there may be below all entries together: each has a line of what is derived.
  private static let gateLimit = 1 << 16

  /// Checks what functions name, that they end, and that everything has room.
  func checkCode(at root: YAMLNode) throws(ParseError) {
    try checkNames()
    try checkCalls()
    try checkGates()
    var empty = scenario
    empty.events = []
    do throws(ScenarioError) {
      _ = try Kernel(empty, design: empty.design, settings: empty.settings)
    } catch {
      throw nodes.error(at: place(of: error) ?? root.mark, error.description)
    }
  }

  private func checkNames() throws(ParseError) {
    let functions = Set(scenario.functions.map(\.name))
    let data = Set(scenario.data.map(\.name))
    for function in scenario.functions {
      for (index, act) in function.acts.enumerated() {
        switch act {
        case .read(let name), .write(let name):
          if data.contains(name) { continue }
          throw nodes.error(
            at: place(ofAct: index, of: function.name), "the data '\(name)', which is not there",
            expected: Names.like(name, in: scenario.data.map(\.name)))
        case .call(let name), .callThroughGate(let name):
          if functions.contains(name) { continue }
          throw nodes.error(
            at: place(ofAct: index, of: function.name), "the function '\(name)', which is not there",
            expected: Names.like(name, in: scenario.functions.map(\.name)))
        case .readUser, .writeUser, .mapPage, .badPointer: break
        }
      }
    }
  }

  /// No function calls itself, directly or not, and no chain of calls is too long: gates count as calls.
  private func checkCalls() throws(ParseError) {
    let functions = Dictionary(scenario.functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var heights: [String: Int] = [:]
    for function in scenario.functions { _ = try height(of: function, functions, above: [], &heights) }
  }

  private func height(
    of function: KernelFunction, _ functions: [String: KernelFunction], above: [String],
    _ heights: inout [String: Int]
  ) throws(ParseError) -> Int {
    if let known = heights[function.name] { return known }
    var height = 1
    for (index, act) in function.acts.enumerated() {
      let name: String
      switch act {
      case .call(let callee), .callThroughGate(let callee): name = callee
      default: continue
      }
      guard name != function.name, !above.contains(name) else {
        throw nodes.error(
          at: place(ofAct: index, of: function.name), "the function '\(name)' calls itself",
          expected: "functions that run once through")
      }
      guard let callee = functions[name] else { continue }
      if above.count < Self.callLimit {
        height = max(height, try self.height(of: callee, functions, above: above + [function.name], &heights) + 1)
      }
      guard above.count < Self.callLimit, height <= Self.callLimit else {
        throw nodes.error(
          at: place(ofAct: index, of: function.name), "calls that nest deeper than \(Self.callLimit)", expected: "fewer"
        )
      }
    }
    heights[function.name] = height
    return height
  }

  private func checkGates() throws(ParseError) {
    var needs = FunctionNeeds(scenario) { _, _ in true }
    var left = Self.gateLimit
    for entry in scenario.entries {
      // What is not there is said where the kernel is built.
      left -= (try? needs.gatedCalls(below: entry.function).count) ?? 0
      guard left >= 0 else {
        throw nodes.error(
          at: places[.entry]?[entry.name]?.mark ?? .start,
          "more than \(Self.gateLimit) calls through gates below the entries so far", expected: "fewer")
      }
    }
  }

  private func place(ofAct index: Int, of function: String) -> TextMark {
    guard let node = actNodes[function], case .sequence(let items) = node.content, items.indices.contains(index) else {
      return places[.function]?[function]?.mark ?? .start
    }
    return items[index].mark
  }

  /// Where the file says what cannot be built.
  private func place(of error: ScenarioError) -> TextMark? {
    let name: String? =
      switch error {
      case .full(_, let name), .notText(_, let name), .unknownSection(_, let name), .recursion(let name): name
      case .unknownData(_, let name), .unknownFunction(_, let name): name
      case .badSection, .unknownEntry, .unknownThread, .tooManyProcesses, .tooManyEntries, .impossible, .settings: nil
      }
    return name.flatMap { name in
      [Part.data, .function, .entry].lazy.compactMap { places[$0]?[name]?.mark }.first
    }
  }
}
