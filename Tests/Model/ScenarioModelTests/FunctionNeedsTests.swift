import Isolation
import ScenarioModel
import TestSupport
import Testing

/// What functions reach, found out once for each, is what a walk of all that each of them reaches finds.
struct FunctionNeedsTests {
  private static let data = ["jiffies", "runqueues", "inode.i_size", "timekeeper", "file.f_op"]
  private static let sections = [".text", ".text..exposed"]

  /// Functions that call those before them only, in both kinds of text.
  private static func scenario(_ random: inout SplitMix64) -> Scenario {
    var scenario = Scenario(name: "random", design: .unified, events: [])
    for number in 0..<random.number(1...12) {
      let acts: [KernelFunction.Act] = (0..<random.number(0...4)).map { _ in
        let callee = "f\(random.number(0...max(number - 1, 0)))"
        switch random.number(0...6) {
        case 0: return .readUser
        case 1: return .mapPage
        case 2, 3: return .read(random.pick(data, or: "jiffies"))
        case 4 where number > 0: return .callThroughGate(callee)
        default: return number > 0 ? .call(callee) : .badPointer
        }
      }
      scenario.functions.append(KernelFunction("f\(number)", section: random.pick(sections, or: ".text"), acts))
    }
    return scenario
  }

  /// Every call, as often as it is reached for the first time.
  private static func gates(_ name: String, in scenario: Scenario, _ seen: inout Set<String>) -> [String] {
    guard seen.insert(name).inserted, let function = scenario.functions.first(where: { $0.name == name }) else {
      return []
    }
    return function.acts.flatMap { act in
      switch act {
      case .call(let callee): gates(callee, in: scenario, &seen)
      case .callThroughGate(let callee): [callee]
      default: [] as [String]
      }
    }
  }

  @Test func oneByOne() throws {
    try withSeeds(300) { random in
      let scenario = Self.scenario(&random)
      let hidden = Set(SectionClass.allCases.filter { _ in random.oneIn(3) })
      var needs = FunctionNeeds(scenario) { !hidden.contains($1) }
      for function in scenario.functions.map(\.name).shuffled(using: &random) {
        let expected = try scenario.needs(of: function).first { hidden.contains($0.sectionClass) }
        #expect(try needs.firstHidden(of: function) == expected)
        var seen: Set<String> = []
        #expect(try needs.gatedCalls(below: function) == Self.gates(function, in: scenario, &seen))
      }
    }
  }

  /// A path of calls leads to what is needed, and what is not there is said.
  @Test func words() throws {
    var scenario = Scenario(name: "small", design: .unified, events: [])
    scenario.functions = [
      KernelFunction("leaf", section: ".text..exposed", [.read("runqueues")]),
      KernelFunction("middle", section: ".text..exposed", [.call("leaf")]),
      KernelFunction("top", section: ".text..exposed", [.call("middle"), .call("leaf")]),
      KernelFunction("lost", section: ".text..exposed", [.call("nowhere")]),
      KernelFunction("around", section: ".text..exposed", [.call("around")]),
    ]
    var needs = FunctionNeeds(scenario) { $0 == ".text..exposed" || $1 != .privateKernel }
    #expect(try needs.firstHidden(of: "top")?.path == ["top", "middle", "leaf"])
    #expect(try needs.firstHidden(of: "middle")?.path == ["middle", "leaf"])
    #expect(throws: ScenarioError.unknownFunction("nowhere", of: "lost")) { try needs.firstHidden(of: "lost") }
    #expect(throws: ScenarioError.recursion("around")) { try needs.firstHidden(of: "around") }
  }
}
