/// The calls between the functions of a scenario, by number: what is below a function is gone through for every entry.
struct GateGraph {
  /// A call of a function, directly or through a gate.
  private struct Branch {
    let callee: Int
    let isGate: Bool
  }

  private let names: [String]
  private let numbers: [String: Int]
  private let branches: [[Branch]]
  /// The first call of each function to one that is not there.
  private let missing: [Int: String]
  /// Whether there is a gate below each function, or a call to what is not there; nil if nobody has asked.
  private var hasGates: [Bool?]

  /// Numbers the functions; of those with one name the first counts.
  init(_ scenario: Scenario) {
    let functions = scenario.functions
    names = functions.map(\.name)
    numbers = Dictionary(functions.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    var missing: [Int: String] = [:]
    branches = functions.enumerated().map { [numbers] number, function in
      function.acts.compactMap { act in
        let (callee, isGate): (String, Bool)
        switch act {
        case .call(let name): (callee, isGate) = (name, false)
        case .callThroughGate(let name): (callee, isGate) = (name, true)
        default: return nil
        }
        if numbers[callee] == nil, missing[number] == nil { missing[number] = callee }
        return numbers[callee].map { Branch(callee: $0, isGate: isGate) }
      }
    }
    self.missing = missing
    hasGates = Array(repeating: nil, count: functions.count)
  }

  /// The functions that are called through gates below a function, one for each place that does it; each function is gone
  /// through once. Throws if one is not there.
  mutating func calls(below name: String) throws(ScenarioError) -> [String] {
    guard let number = numbers[name] else { return [] }
    var found: [Int] = []
    var seen: Set<Int> = []
    try collect(number, &found, &seen)
    return found.map { names[$0] }
  }

  private mutating func collect(_ number: Int, _ found: inout [Int], _ seen: inout Set<Int>) throws(ScenarioError) {
    guard mayHaveGates(number), seen.insert(number).inserted else { return }
    if let callee = missing[number] { throw .unknownFunction(callee, of: names[number]) }
    for branch in branches[number] {
      if branch.isGate { found.append(branch.callee) } else { try collect(branch.callee, &found, &seen) }
    }
  }

  private mutating func mayHaveGates(_ number: Int) -> Bool {
    if let known = hasGates[number] { return known }
    // What calls itself is found elsewhere.
    hasGates[number] = true
    var found = missing[number] != nil
    for branch in branches[number] where !found { found = branch.isGate || mayHaveGates(branch.callee) }
    hasGates[number] = found
    return found
  }
}
