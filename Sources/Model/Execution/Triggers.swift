import ScenarioModel

/// What waits for instructions, found without a look at all that waits.
struct Triggers: Hashable, Sendable {
  /// Something that waits, and how many came before it.
  private struct Waiting: Hashable, Sendable {
    let order: Int
    let event: ScenarioEvent
  }

  /// By the number of the event that it is a part of, and by the symbol of the instruction, with or without offset.
  private var byEvent: [Int: [String: ArraySlice<Waiting>]] = [:]

  /// Nothing waits.
  init() {}

  /// Whether nothing waits.
  var isEmpty: Bool { byEvent.isEmpty }

  /// How much waits.
  var count: Int { byEvent.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.count } } }

  /// Lets what happens during an event, whose number is `event`, wait for it; there is nothing of that event yet.
  mutating func add(_ during: [ScenarioEvent.Nested], of event: Int) {
    guard !during.isEmpty else { return }
    var bySymbol: [String: ArraySlice<Waiting>] = [:]
    for (order, nested) in during.enumerated() {
      bySymbol[nested.at, default: []].append(Waiting(order: order, event: nested.event))
    }
    byEvent[event] = bySymbol
  }

  /// Takes the first that waits for an instruction of an event; nil if nothing does.
  mutating func take(at symbol: String, of event: Int) -> ScenarioEvent? {
    guard let bySymbol = byEvent[event] else { return nil }
    let bare = String(symbol.prefix { $0 != "+" })
    let first = [symbol, bare].filter { bySymbol[$0] != nil }
      .min { bySymbol[$0]?.first?.order ?? 0 < bySymbol[$1]?.first?.order ?? 0 }
    guard let first else { return nil }
    return takeFirst(at: first, of: event)
  }

  /// Gives up what waits for instructions of an event, which has ended; in the order in which it was to come.
  mutating func drop(_ event: Int) -> [ScenarioEvent.Nested] {
    guard let bySymbol = byEvent.removeValue(forKey: event) else { return [] }
    let rest = bySymbol.flatMap { symbol, waiting in waiting.map { (symbol, $0) } }
    return rest.sorted { $0.1.order < $1.1.order }.map { .init(at: $0.0, $0.1.event) }
  }

  /// Gives events other numbers, which differ where theirs do.
  mutating func renumber(_ number: (Int) -> Int) {
    guard !byEvent.isEmpty else { return }
    byEvent = Dictionary(uniqueKeysWithValues: byEvent.sorted { $0.key < $1.key }.map { (number($0.key), $0.value) })
  }

  private mutating func takeFirst(at symbol: String, of event: Int) -> ScenarioEvent? {
    let taken = byEvent[event]?[symbol]?.popFirst()
    if byEvent[event]?[symbol]?.isEmpty == true { byEvent[event]?[symbol] = nil }
    if byEvent[event]?.isEmpty == true { byEvent[event] = nil }
    return taken?.event
  }
}
