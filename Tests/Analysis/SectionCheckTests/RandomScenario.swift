import Isolation
import ScenarioModel
import TestSupport

/// Scenarios with random functions, data, entries, markings and gates under the unified design.
enum RandomScenario {
  /// Sections of the kernel that hold data, and whether they can be written.
  private static let dataSections = [
    ("slab", true), ("task", true), ("page cache", true), (".data..percpu..exposed", true), (".data..percpu", true),
    (".data..exposed", true), (".data", true), (".bss", true), (".rodata", false),
  ]

  /// A scenario in which each random entry comes once or more, some of them inside of others.
  static func make(_ random: inout SplitMix64) -> Scenario {
    var scenario = Scenario(name: "random", events: [])
    scenario.settings.text = random.oneIn(2) ? .split : .public
    scenario.settings.faults = random.oneIn(5) ? .strict : .lenient
    scenario.settings.gates = random.oneIn(2) ? .scoped : .sticky
    scenario.settings.pcid = !random.oneIn(4)
    scenario.settings.verw = !random.oneIn(4)
    if random.oneIn(6) { scenario.scope = .wholeKernel }
    if random.oneIn(6) { scenario.scope.publicClasses.remove(.text) }
    var objects: [(name: String, isWritable: Bool)] = []
    for index in 0..<random.number(2...10) {
      let (section, isWritable) = random.pick(dataSections, or: ("slab", true))
      scenario.data.append(DataObject("object\(index)", section: section, offset: 0x200 + UInt64(index) * 64))
      objects.append(("object\(index)", isWritable))
    }
    let count = random.number(1...9)
    for index in 0..<count { scenario.functions.append(function(index, of: count, objects, &random)) }
    for index in 0..<random.number(1...5) { scenario.entries.append(entry(index, functions: count, &random)) }
    // The entries that were there may be marked otherwise too.
    for index in scenario.entries.indices where random.oneIn(3) {
      scenario.entries[index].marking = random.pick([.derived, .exposed, .private], or: .derived)
    }
    for _ in 0..<random.number(4...16) {
      var event = event(of: random.pick(scenario.entries, or: scenario.entries[0]))
      if random.oneIn(3) {
        let nested = random.pick(scenario.entries.filter { $0.kind != .syscall }, or: scenario.entries[0])
        let place = random.pick(scenario.functions, or: scenario.functions[0]).name
        event.during.append(.init(at: place, Self.event(of: nested)))
      }
      scenario.events.append(event)
    }
    return scenario
  }

  /// The event that is one call of an entry.
  static func event(of entry: EntryPoint) -> ScenarioEvent {
    switch entry.kind {
    case .syscall: ScenarioEvent(.syscall(entry.name))
    case .interrupt, .exception: ScenarioEvent(.interrupt(entry.name))
    case .nmi: ScenarioEvent(.nmi(entry.name))
    }
  }

  /// A function that calls only later ones, so that nothing calls itself.
  private static func function(
    _ index: Int, of count: Int, _ objects: [(name: String, isWritable: Bool)], _ random: inout SplitMix64
  ) -> KernelFunction {
    var acts: [KernelFunction.Act] = []
    for _ in 0..<random.number(0...6) {
      let object = random.pick(objects, or: ("jiffies", true))
      let callee = index + 1 < count ? "function\(random.number(index + 1...count - 1))" : nil
      switch random.number(0...9) {
      case 0...1: acts.append(.read(object.name))
      case 2: acts.append(object.isWritable ? .write(object.name) : .read(object.name))
      case 3: acts.append(random.oneIn(2) ? .readUser : .writeUser)
      case 4...5: if let callee { acts.append(.call(callee)) }
      case 6...8: if let callee { acts.append(.callThroughGate(callee)) }
      default: acts.append(.read(random.pick(["jiffies", "timekeeper", "pid.level"], or: "jiffies")))
      }
    }
    return KernelFunction(
      "function\(index)", section: random.pick([".text", ".text..exposed", ".entry.text"], or: ".text"), acts)
  }

  private static func entry(_ index: Int, functions: Int, _ random: inout SplitMix64) -> EntryPoint {
    let function = "function\(random.number(0...functions - 1))"
    let marking = random.pick([.exposed, .exposed, .derived, .private] as [EntryPoint.Marking], or: .derived)
    switch random.number(0...3) {
    case 0...1: return EntryPoint("entry\(index)", .syscall, function: function, marking: marking)
    case 2:
      return EntryPoint(
        "entry\(index)", .interrupt, function: function, stub: "asm_sysvec_tick", vector: 64 + index, marking: marking)
    default:
      return EntryPoint("entry\(index)", .nmi, function: function, stub: "asm_exc_nmi", vector: 2, marking: marking)
    }
  }
}
