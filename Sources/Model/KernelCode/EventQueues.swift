package import ScenarioModel

/// The events of a scenario by CPU, 0 or 1, each CPU's in order.
///
/// All stay where the scenario has them: only their positions are kept for each CPU, since there may be many.
package struct EventQueues: Sendable {
  private var events: [ScenarioEvent]
  /// By CPU, the positions of its events; nil if all are the first CPU's.
  private let positions: [[UInt32]]?

  /// Divides events among CPUs.
  init(_ events: [ScenarioEvent]) {
    self.events = events
    guard events.contains(where: { $0.cpu != 0 }) else {
      positions = nil
      return
    }
    var positions: [[UInt32]] = [[], []]
    for (position, event) in events.enumerated() where positions.indices.contains(event.cpu) {
      positions[event.cpu].append(UInt32(truncatingIfNeeded: position))
    }
    self.positions = positions
  }

  /// How many events of a CPU there are.
  package func count(of cpu: Int) -> Int { positions?[cpu].count ?? (cpu == 0 ? events.count : 0) }

  /// How many there are of all CPUs.
  package var count: Int { count(of: 0) + count(of: 1) }

  /// An event of a CPU, counted from its first.
  package subscript(cpu: Int, index: Int) -> ScenarioEvent { events[positions.map { Int($0[cpu][index]) } ?? index] }

  /// Changes each event, but not where it happens.
  mutating func change(_ change: (ScenarioEvent) -> ScenarioEvent) {
    for position in events.indices { events[position] = change(events[position]) }
  }

  /// A number for each event, by CPU, that equal ones share.
  package func kinds() -> [[Int32]] {
    var numbers: [ScenarioEvent: Int32] = [:]
    return (0...1).map { cpu in
      (0..<count(of: cpu)).map { index in
        let event = self[cpu, index]
        if let number = numbers[event] { return number }
        let number = Int32(truncatingIfNeeded: numbers.count)
        numbers[event] = number
        return number
      }
    }
  }
}
