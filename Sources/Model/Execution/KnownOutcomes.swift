import KernelCode

/// What events did that were run already: from which state, to which, and what was counted.
struct KnownOutcomes: Sendable {
  /// What was done from one state to the next.
  struct Outcome: Sendable {
    /// The number of the state then.
    let end: Int
    /// What was counted.
    let part: RunCounts.Part
    /// How often it was done again.
    var times = 0

    init(end: Int, part: RunCounts.Part) {
      self.end = end
      self.part = part
    }
  }

  /// A state, and what is ahead of it.
  private struct Key: Hashable {
    let state: Int
    let first: Ahead
    let second: Ahead
  }

  /// What a CPU has ahead of it: of an event that begins its kind, and whether there is another one.
  private struct Ahead: Hashable {
    let kind: Int32
    let hasMore: Bool
  }

  /// The states, by their numbers.
  private(set) var states: [CountingState] = []
  private var numbers: [CountingState: Int] = [:]
  private var outcomes: [Outcome] = []
  private var positions: [Key: Int] = [:]
  /// By state: which CPUs began an event in what came from there, once for each set of them.
  private var beginnings: [[BeginningCPUs]] = []
  private var size = 0

  /// For each CPU's events, in order, a number that equal ones share.
  private let kinds: [[Int32]]

  /// What is kept takes no more than this and one more state, 64 bytes each.
  private let limit: Int

  /// Knows nothing yet of runs with these events.
  init(_ events: EventQueues, limit: Int) {
    self.limit = limit
    kinds = events.kinds()
  }

  /// Whether so much is kept that it has to be settled.
  var isFull: Bool { size >= limit }

  /// Adds what was done again to `total`, and forgets everything.
  mutating func settle(in total: inout RunCounts) {
    for outcome in outcomes where outcome.times > 0 { total.add(outcome.part, times: outcome.times) }
    states = []
    numbers = [:]
    outcomes = []
    positions = [:]
    beginnings = []
    size = 0
  }

  /// The number of a state that takes `size`, a new one if it is.
  mutating func number(of state: CountingState, size: Int) -> Int {
    if let number = numbers[state] { return number }
    self.size += size
    states.append(state)
    beginnings.append([])
    numbers[state] = states.count - 1
    return states.count - 1
  }

  /// Remembers what was done from a state in which these events had begun.
  mutating func add(_ outcome: Outcome, from state: Int, begun: EventsBegun, by cpus: BeginningCPUs) {
    if !beginnings[state].contains(cpus) { beginnings[state].append(cpus) }
    positions[key(state, begun, cpus)] = outcomes.count
    outcomes.append(outcome)
    size += 4 + outcome.part.moments.count / 4
  }

  /// Counts again what was done from a state with the same events ahead, if that was not more than so many steps; gives
  /// the state then and the steps, and lets the events begin. Nil if it is new.
  mutating func repeatEvent(
    from state: Int, _ begun: inout EventsBegun, until steps: Int
  ) -> (end: Int, steps: Int)? {
    for cpus in beginnings[state] {
      guard let position = positions[key(state, begun, cpus)], outcomes[position].part.steps <= steps else { continue }
      outcomes[position].times += 1
      if cpus.contains(.first) { begun.first += 1 }
      if cpus.contains(.second) { begun.second += 1 }
      return (outcomes[position].end, outcomes[position].part.steps)
    }
    return nil
  }

  private func key(_ state: Int, _ begun: EventsBegun, _ cpus: BeginningCPUs) -> Key {
    Key(
      state: state, first: ahead(kinds[0], begun.first, begins: cpus.contains(.first)),
      second: ahead(kinds[1], begun.second, begins: cpus.contains(.second)))
  }

  private func ahead(_ kinds: [Int32], _ begun: Int, begins: Bool) -> Ahead {
    guard begins else { return Ahead(kind: -1, hasMore: begun < kinds.count) }
    return Ahead(kind: begun < kinds.count ? kinds[begun] : -2, hasMore: begun + 1 < kinds.count)
  }
}
