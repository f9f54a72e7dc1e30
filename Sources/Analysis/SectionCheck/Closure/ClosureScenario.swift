import ELF
import Isolation
package import ScenarioModel

/// A scenario with the one entry that a closure is of: what the designs would do with it can be run.
///
/// Its function does what matters of the closure, each thing once: it reads what is exposed, it runs text that is not
/// vetted, it calls through a gate, and it reads the first object that the exposed space lacks. Whether the entry is
/// exposed or private is left to the model to derive.
package struct ClosureScenario: Hashable, Sendable {
  /// The scenario; it runs under any design.
  package let scenario: Scenario

  /// Builds the scenario of a closure that was made for a design with an exposed space, in files whose names `set` knows.
  package init(_ closure: Closure, in set: ObjectSet) {
    let kind = EntryName(closure.entry)?.kind ?? .syscall
    let stub = kind == .syscall ? "" : closure.entry
    var scenario = Scenario(name: closure.entry, events: [])
    scenario.settings.text = closure.text
    var acts: [KernelFunction.Act] = [.read("timekeeper")]
    if let position = closure.functions.indices.first(where: { closure.functions[$0].isPrivateText }) {
      let name = scenario.free(set.name(of: closure.functions[position].place).symbol)
      scenario.functions.append(KernelFunction(name, section: ".text", []))
      acts.append(.call(name))
    }
    if let gate = closure.gates.first {
      let name = scenario.free(set.name(of: gate.place).symbol)
      let secret = scenario.add(name + " data", in: ".data")
      scenario.functions.append(KernelFunction(name, section: ".text", [.read(secret)]))
      acts.append(.callThroughGate(name))
    }
    if let object = closure.privateData.first {
      let section = set.section(object.place).name.hasPrefix(".bss") ? ".bss" : ".data"
      acts.append(.read(scenario.add(set.name(of: object.place).symbol, in: section)))
    }
    let function = scenario.free(kind == .syscall ? closure.entry : "handler of \(closure.entry)")
    scenario.functions.append(KernelFunction(function, section: ".text..exposed", acts))
    let name = scenario.freeEntry(closure.entry)
    scenario.entries.append(
      EntryPoint(name, kind, function: function, stub: stub, vector: kind.vector, marking: .derived))
    scenario.events = [ScenarioEvent(kind.event(name))]
    self.scenario = scenario
  }
}

extension Closure.Function {
  /// Whether it is text that the exposed space maps only under the text policy "public".
  fileprivate var isPrivateText: Bool { !isExposed && linkClass == .privateText }
}

extension EntryPoint.Kind {
  /// A vector of this kind: the standard kernel's page fault, NMI and timer.
  fileprivate var vector: Int {
    switch self {
    case .syscall: 0
    case .interrupt: 236
    case .nmi: 2
    case .exception: 14
    }
  }

  fileprivate func event(_ name: String) -> ScenarioEvent.Kind {
    switch self {
    case .syscall: .syscall(name)
    case .interrupt, .exception: .interrupt(name)
    case .nmi: .nmi(name)
    }
  }
}

extension Scenario {
  /// A name that no function and no object has yet.
  fileprivate func free(_ name: String) -> String {
    var free = name
    while functions.contains(where: { $0.name == free }) || data.contains(where: { $0.name == free }) { free += "'" }
    return free
  }

  fileprivate func freeEntry(_ name: String) -> String {
    var free = name
    while entries.contains(where: { $0.name == free }) { free += "'" }
    return free
  }

  /// Adds an object, and gives its name.
  fileprivate mutating func add(_ name: String, in section: String) -> String {
    let free = free(name)
    data.append(DataObject(free, section: section))
    return free
  }
}
