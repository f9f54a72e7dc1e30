import ScenarioModel

/// Events that wait until they can come: of each kind in their order.
package struct HeldEvents: Hashable, Sendable {
  /// What an event waits for; events of one kind can come at the same moments.
  enum Kind: Int, CaseIterable, Sendable {
    /// An NMI waits until none is handled.
    case nmi
    /// An interrupt waits until interrupts are on.
    case interrupt
    /// What user code of CPU 1 does waits for user code.
    case userWork
    /// All else waits for its turn.
    case other
  }

  private struct Waiting: Hashable, Sendable {
    let order: Int
    let event: ScenarioEvent
  }

  /// By kind.
  private var queues = [ArraySlice<Waiting>](repeating: [], count: Kind.allCases.count)
  private var next = 0

  /// Nothing waits.
  init() {}

  /// How many wait. Kept, since it is asked for before every step.
  private(set) var count = 0

  /// Whether nothing waits.
  var isEmpty: Bool { count == 0 }

  /// Lets an event wait behind the others.
  mutating func append(_ event: ScenarioEvent, _ kind: Kind) {
    if isEmpty { next = 0 }
    queues[kind.rawValue].append(Waiting(order: next, event: event))
    next += 1
    count += 1
  }

  /// Whether some of the events can come.
  func contains(where canCome: (Kind) -> Bool) -> Bool { kind(where: canCome) != nil }

  /// Takes the first of the events that can come; nil if none can.
  mutating func takeFirst(where canCome: (Kind) -> Bool) -> ScenarioEvent? {
    guard let first = kind(where: canCome), let taken = queues[first.rawValue].popFirst() else { return nil }
    count -= 1
    return taken.event
  }

  /// Counts from the first that waits on, so that the same that waits is the same value.
  mutating func renumber() {
    guard let first = queues.compactMap(\.first?.order).min(), first > 0 else { return }
    queues = queues.map { $0.map { Waiting(order: $0.order - first, event: $0.event) }[...] }
    next -= first
  }

  /// The kind of the first of the events that can come.
  private func kind(where canCome: (Kind) -> Bool) -> Kind? {
    if isEmpty { return nil }
    return Kind.allCases.filter { !queues[$0.rawValue].isEmpty && canCome($0) }
      .min { queues[$0.rawValue].first?.order ?? 0 < queues[$1.rawValue].first?.order ?? 0 }
  }
}
